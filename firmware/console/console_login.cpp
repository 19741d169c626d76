#include "console/console_login.h"

#include <nlohmann/json.hpp>

namespace gate {
namespace {

using Json = nlohmann::json;

std::string cookie(std::string_view name, std::string_view token, std::string_view more) {
  return std::string(name) + "=" + std::string(token) + "; Path=/; Secure; HttpOnly; SameSite=Strict" +
         std::string(more);
}

}  // namespace

ConsoleLogin::ConsoleLogin(Parts parts, SessionTimes times)
    : parts_(std::move(parts)), sessions_(times, parts_.clock), limiter_(parts_.clock) {}

/// Without digits: they are shown on the screen. With them: the browser is known from now on, for as long as browsers
/// keep a cookie (RFC 6265bis: 400 days).
ConsoleResponse ConsoleLogin::pair(const ConsoleRequest& request) {
  if (!parts_.pairing) return refusal(404, "not_found");
  const Json body = body_of(request);
  if (!body.is_object()) return refusal(400, "not_understood");
  if (!body.contains("digits")) {
    const auto wait = parts_.pairing->ask();
    if (wait.count() == 0) return {.status = 202, .body = R"({"result":"asked"})"};
    ConsoleResponse held_off = refusal(429, "pairing_held_off");
    held_off.retry_after_s = static_cast<long>(wait.count());
    return held_off;
  }
  // Not told: whoever guesses at digits that nobody is shown cannot fill the log with it.
  if (!parts_.pairing->is_shown()) return refusal(403, "wrong_digits");
  const auto token = parts_.pairing->answer(text_of(body, "digits"));
  const std::string_view result = !token ? "failed" : *token ? "done" : "wrong_digits";
  parts_.staff_action({"browser", "pair", result});
  if (!token) parts_.error(token.error());
  if (!token) return refusal(500, "failed");
  if (!*token) return refusal(403, "wrong_digits");
  return {.body = R"({"result":"done"})", .set_cookie = cookie(kBrowserCookie, **token, "; Max-Age=34560000")};
}

bool ConsoleLogin::knows_browser(const ConsoleRequest& request) const {
  return !parts_.pairing || parts_.pairing->knows(cookie_value(request.cookie, kBrowserCookie));
}

ConsoleResponse ConsoleLogin::login(const ConsoleRequest& request, const Welcome& welcome) {
  const Json body = body_of(request);
  if (!body.is_object()) return refusal(400, "not_understood");
  if (!knows_browser(request)) return refusal(403, "not_paired");
  const auto role = parse_role(text_of(body, "role"));
  if (!role) return refusal(400, "no_such_role");
  const auto wait = limiter_.hold_off(request.address, *role);
  if (wait.count() == 0) return check_pin(request, *role, text_of(body, "pin"), welcome);
  ConsoleResponse held_off = refusal(429, "held_off");
  held_off.retry_after_s = static_cast<long>(wait.count());
  return held_off;
}

ConsoleResponse ConsoleLogin::check_pin(const ConsoleRequest& request, Role role, std::string_view pin,
                                        const Welcome& welcome) {
  const auto known = parts_.pin(role);
  if (!known) {
    parts_.error(known.error());
    return refusal(500, "pins_unreadable");
  }
  if (!*known || !(*known)->matches(pin)) {
    const std::string_view result = *known ? "wrong_pin" : "no_pin";
    limiter_.failed(request.address, role);
    parts_.staff_action({to_string(role), "login", result});
    return refusal(403, result);
  }
  limiter_.succeeded(request.address, role);
  parts_.staff_action({to_string(role), "login", "done"});
  return {.body = welcome(role), .set_cookie = cookie(kCookie, sessions_.begin(role), "")};
}

ConsoleResponse ConsoleLogin::logout(const ConsoleRequest& request, Role role) {
  sessions_.end(token_of(request));
  parts_.staff_action({to_string(role), "logout", "done"});
  return {.body = "{}", .set_cookie = cookie(kCookie, "", "; Max-Age=0")};
}

}  // namespace gate
