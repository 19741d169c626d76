#include "console/console_api.h"

#include <openssl/crypto.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <nlohmann/json.hpp>

#include "console/assets.h"
#include "console/metrics_text.h"
#include "console/page_state.h"
#include "encoding/json_text.h"

namespace gate {
namespace {

using Json = nlohmann::json;

constexpr JsonLimits kBodyLimits{.bytes = 1024, .depth = 2, .text = 128, .items = 8};

std::string text_of(const Json& document, const char* member) {
  const auto found = document.find(member);
  return found != document.end() && found->is_string() ? found->get<std::string>() : "";
}

/// 0 when it is no number there that a page can have been told.
std::uint32_t number_of(const Json& document, const char* member) {
  const auto found = document.find(member);
  const bool counts = found != document.end() && found->is_number_unsigned();
  const auto number = counts ? found->get<std::uint64_t>() : 0;
  return number <= UINT32_MAX ? static_cast<std::uint32_t>(number) : 0;
}

/// A JSON object in a body that says so; null for anything else.
Json body_of(const ConsoleRequest& request) {
  if (!request.content_type.starts_with("application/json")) return nullptr;
  const auto body = parse_json(request.body, kBodyLimits);
  return body && body->is_object() ? *body : Json(nullptr);
}

std::string cookie(std::string_view name, std::string_view token, std::string_view more) {
  return std::string(name) + "=" + std::string(token) + "; Path=/; Secure; HttpOnly; SameSite=Strict" +
         std::string(more);
}

std::string_view path_of(std::string_view target) { return target.substr(0, target.find('?')); }

struct Route {
  std::string_view method, path;
};
constexpr std::array kRoutes{Route{"POST", "/api/pair"},    Route{"POST", "/api/login"},  Route{"POST", "/api/logout"},
                             Route{"POST", "/api/actions"}, Route{"GET", "/api/session"}, Route{"GET", "/api/state"},
                             Route{"GET", "/api/events"},   Route{"GET", "/api/screen"}};

}  // namespace

ConsoleApi::ConsoleApi(Parts parts, Settings settings)
    : parts_(std::move(parts)),
      settings_(settings),
      started_(parts_.clock.wall_now()),
      sessions_(settings.sessions, parts_.clock),
      limiter_(parts_.clock) {}

ConsoleResponse ConsoleApi::refuse(int status, std::string_view error) const {
  return {.status = status, .body = Json{{"error", error}}.dump()};
}

ConsoleResponse ConsoleApi::answer(const ConsoleRequest& request) {
  const std::string_view path = path_of(request.target);
  if (path == "/metrics") return metrics_for(request);
  if (path.starts_with("/api/")) return answer_api(request, path);
  const Asset* asset = asset_at(path);
  if (asset == nullptr) return refuse(404, "not_found");
  if (request.method != "GET") return refuse(405, "method_not_allowed");
  return {.type = asset->type, .body = std::string(asset->text)};
}

ConsoleResponse ConsoleApi::answer_api(const ConsoleRequest& request, std::string_view path) {
  const auto at_path = [&](const Route& route) { return route.path == path; };
  const auto wanted = [&](const Route& route) { return at_path(route) && route.method == request.method; };
  const bool changes = request.method != "GET";
  if (changes && !is_same_origin(request.origin, request.host)) return refuse(403, "wrong_origin");
  if (path == "/api/login" && request.method == "POST") return login(request);
  if (path == "/api/pair" && request.method == "POST") return pair(request);
  const std::string_view token = cookie_value(request.cookie, kCookie);
  const bool watches = path == "/api/events";
  const std::optional<Role> role = changes ? sessions_.use(token) : sessions_.look(token);
  if (!role) return refuse(401, "no_session");
  if (std::ranges::none_of(kRoutes, wanted))
    return std::ranges::any_of(kRoutes, at_path) ? refuse(405, "method_not_allowed") : refuse(404, "not_found");
  if (watches) return {.type = "text/event-stream", .body = next_event(*role), .watcher = std::string(token)};
  if (path == "/api/screen") return picture();
  if (path == "/api/logout") return logout(token, *role);
  if (path == "/api/actions") return act(request, *role);
  return {.body = path == "/api/session" ? session_json(*role) : state(*role)};
}

// ---- pairing and login -------------------------------------------------------------------------------------------

/// Without digits: they are shown on the screen. With them: the browser is known from now on, for as long as browsers
/// keep a cookie (RFC 6265bis: 400 days).
ConsoleResponse ConsoleApi::pair(const ConsoleRequest& request) {
  if (!parts_.pairing) return refuse(404, "not_found");
  const Json body = body_of(request);
  if (!body.is_object()) return refuse(400, "not_understood");
  if (!body.contains("digits")) {
    const auto wait = parts_.pairing->ask();
    if (wait.count() == 0) return {.status = 202, .body = R"({"result":"asked"})"};
    ConsoleResponse held_off = refuse(429, "pairing_held_off");
    held_off.retry_after_s = static_cast<long>(wait.count());
    return held_off;
  }
  // Not told: whoever guesses at digits that nobody is shown cannot fill the log with it.
  if (!parts_.pairing->is_shown()) return refuse(403, "wrong_digits");
  const auto token = parts_.pairing->answer(text_of(body, "digits"));
  const std::string_view result = !token ? "failed" : *token ? "done" : "wrong_digits";
  parts_.staff_action({"browser", "pair", result});
  if (!token) parts_.error(token.error());
  if (!token) return refuse(500, "failed");
  if (!*token) return refuse(403, "wrong_digits");
  return {.body = R"({"result":"done"})", .set_cookie = cookie(kBrowserCookie, **token, "; Max-Age=34560000")};
}

bool ConsoleApi::knows_browser(const ConsoleRequest& request) const {
  return !parts_.pairing || parts_.pairing->knows(cookie_value(request.cookie, kBrowserCookie));
}

ConsoleResponse ConsoleApi::login(const ConsoleRequest& request) {
  const Json body = body_of(request);
  if (!body.is_object()) return refuse(400, "not_understood");
  if (!knows_browser(request)) return refuse(403, "not_paired");
  const auto role = parse_role(text_of(body, "role"));
  if (!role) return refuse(400, "no_such_role");
  const auto wait = limiter_.hold_off(request.address, *role);
  if (wait.count() == 0) return check_pin(request, *role, text_of(body, "pin"));
  ConsoleResponse held_off = refuse(429, "held_off");
  held_off.retry_after_s = static_cast<long>(wait.count());
  return held_off;
}

ConsoleResponse ConsoleApi::check_pin(const ConsoleRequest& request, Role role, std::string_view pin) {
  const auto known = parts_.pin(role);
  if (!known) {
    parts_.error(known.error());
    return refuse(500, "pins_unreadable");
  }
  if (!*known || !(*known)->matches(pin)) {
    const std::string_view result = *known ? "wrong_pin" : "no_pin";
    limiter_.failed(request.address, role);
    parts_.staff_action({to_string(role), "login", result});
    return refuse(403, result);
  }
  limiter_.succeeded(request.address, role);
  parts_.staff_action({to_string(role), "login", "done"});
  return {.body = session_json(role), .set_cookie = cookie(kCookie, sessions_.begin(role), "")};
}

/// The actions are those that this role may take on this terminal.
std::string ConsoleApi::session_json(Role role) const {
  Json actions = Json::array();
  for (const ConsoleAction action : kConsoleActions)
    if (is_allowed(role, action) && (parts_.enrol || !enrolment_command_of(action)))
      actions.push_back(to_string(action));
  return Json{{"role", to_string(role)}, {"actions", std::move(actions)}, {"screen", parts_.picture != nullptr}}.dump();
}

/// What visitors see now; told to whoever is logged in, for the console is where such a screen is.
ConsoleResponse ConsoleApi::picture() const {
  if (!parts_.picture) return refuse(404, "not_found");
  auto jpeg = parts_.picture();
  if (!jpeg) parts_.error(jpeg.error());
  if (!jpeg || jpeg->empty()) return refuse(503, "no_picture");
  return {.type = "image/jpeg", .body = *std::move(jpeg)};
}

ConsoleResponse ConsoleApi::logout(std::string_view token, Role role) {
  sessions_.end(token);
  parts_.staff_action({to_string(role), "logout", "done"});
  return {.body = "{}", .set_cookie = cookie(kCookie, "", "; Max-Age=0")};
}

// ---- passes that are brought -------------------------------------------------------------------------------------

std::variant<std::monostate, ConsoleResponse, ConsoleUpload> ConsoleApi::upload(const ConsoleRequest& head) {
  const std::string_view path = path_of(head.target);
  if (path != "/api/passes" && path != "/api/bundles") return std::monostate{};
  if (head.method != "POST") return refuse(405, "method_not_allowed");
  if (!is_same_origin(head.origin, head.host)) return refuse(403, "wrong_origin");
  const auto role = sessions_.use(cookie_value(head.cookie, kCookie));
  if (!role) return refuse(401, "no_session");
  if (!is_allowed(*role, ConsoleAction::kImportPasses)) {
    parts_.staff_action({to_string(*role), to_string(ConsoleAction::kImportPasses), "not_allowed"});
    return refuse(403, "not_allowed");
  }
  if (head.content_type != "application/octet-stream") return refuse(400, "not_understood");
  if (!uploading_.expired()) return refuse(409, "busy");
  const int memory = ::memfd_create("passes", MFD_CLOEXEC);
  if (memory < 0) return refuse(500, "failed");
  const std::shared_ptr<void> turn(nullptr, [memory](void*) { ::close(memory); });
  uploading_ = turn;
  const Brought brought = path == "/api/bundles" ? Brought::kBundle : Brought::kPass;
  std::filesystem::path place = "/proc/self/fd/" + std::to_string(memory);
  return ConsoleUpload{place, kMostUploaded,
                       [this, brought, place, role = *role] { return take_passes(brought, place, role); }, turn};
}

/// Not on the console's thread.
ConsoleResponse ConsoleApi::take_passes(Brought brought, const std::filesystem::path& file, Role role) const {
  const ImportedPasses imported = parts_.import_passes(brought, file);
  const bool taken = imported.refusal.empty();
  parts_.staff_action({to_string(role), to_string(ConsoleAction::kImportPasses), taken ? "done" : "refused"});
  if (!taken) {
    parts_.error(
        {ErrorCode::kUntrusted, "passes brought to the console: " + imported.refusal + ": " + imported.detail});
    return {.status = 409, .body = Json{{"error", "passes_refused"}, {"why", imported.refusal}}.dump()};
  }
  return {.body = Json{{"result", "done"},
                       {"taken", imported.taken},
                       {"withdrawn", imported.withdrawn},
                       {"left_out", imported.left_out}}
                      .dump()};
}

// ---- actions -----------------------------------------------------------------------------------------------------

ConsoleResponse ConsoleApi::act(const ConsoleRequest& request, Role role) {
  const Json body = body_of(request);
  const auto action = parse_action(body.is_object() ? text_of(body, "action") : "");
  if (!action) return refuse(400, "not_understood");
  if (!is_allowed(role, *action)) {
    parts_.staff_action({to_string(role), to_string(*action), "not_allowed"});
    return refuse(403, "not_allowed");
  }
  if (const auto enrolment = enrolment_command_of(*action))
    return enrol({*enrolment, number_of(body, "comparison")}, *action, role);
  if (*action == ConsoleAction::kImportPasses) return refuse(400, "not_understood");  // see upload()
  if (*action == ConsoleAction::kSetVolume || *action == ConsoleAction::kSetLanguage)
    return choose(*action, role, body);
  const auto command = command_of(*action);
  if (!command) return change_passes(*action, role, text_of(body, "pass"));
  // Before the command, so that the log tells cause and effect in this order.
  parts_.staff_action({to_string(role), to_string(*action), "asked"});
  parts_.command(*command);
  return {.status = 202, .body = R"({"result":"asked"})"};
}

ConsoleResponse ConsoleApi::enrol(const EnrolmentOrder& order, ConsoleAction action, Role role) {
  if (!parts_.enrol) return refuse(409, "no_enrolment");
  if (order.command == EnrolmentCommand::kConfirm && order.comparison == 0) return refuse(400, "not_understood");
  parts_.staff_action({to_string(role), to_string(action), "asked"});
  parts_.enrol(order);
  return {.status = 202, .body = R"({"result":"asked"})"};
}

ConsoleResponse ConsoleApi::change_passes(ConsoleAction action, Role role, const std::string& pass) {
  const auto id = parse_pass_id(pass);
  if (!id) return refuse(400, "no_pass_id");
  const Status changed = parts_.change_passes(action, *id);
  const bool unknown = !changed && changed.error().code == ErrorCode::kNotFound;
  const std::string_view result = changed ? "done" : unknown ? "not_found" : "failed";
  parts_.staff_action({to_string(role), to_string(action), result, *id});
  if (changed) return {.body = R"({"result":"done"})"};
  if (!unknown) parts_.error(changed.error());
  return refuse(unknown ? 404 : 500, unknown ? "no_such_pass" : "failed");
}

ConsoleResponse ConsoleApi::choose(ConsoleAction action, Role role, const Json& body) {
  const auto volume = body.find("volume");
  const bool of_volume = action == ConsoleAction::kSetVolume;
  if (of_volume && (volume == body.end() || !volume->is_number_unsigned() || volume->get<std::uint64_t>() > 100))
    return refuse(400, "not_understood");
  const Status chosen =
      of_volume ? parts_.set_volume(volume->get<int>()) : parts_.set_language(text_of(body, "language"));
  const bool none = !chosen && chosen.error().code == ErrorCode::kInvalidInput;
  parts_.staff_action({to_string(role), to_string(action), chosen ? "done" : none ? "not_found" : "failed"});
  if (chosen) return {.body = R"({"result":"done"})"};
  if (!none) parts_.error(chosen.error());
  return refuse(none ? 409 : 500, none ? "no_such_choice" : "failed");
}

// ---- what is told ------------------------------------------------------------------------------------------------

TerminalView ConsoleApi::view() const {
  const TerminalSnapshot snapshot = parts_.feed.snapshot();
  const auto in_state = parts_.clock.monotonic_now() - snapshot.state_since;
  return {.tally = parts_.feed.tally(),
          .snapshot = snapshot,
          .enrolment = parts_.feed.enrolment(),
          .facts = parts_.facts(),
          .now = parts_.clock.wall_now(),
          .started = started_,
          .in_state = std::chrono::floor<std::chrono::seconds>(in_state),
          .sessions = sessions_.size(),
          .streams = watching_,
          .temperatures_c = {}};
}

std::string ConsoleApi::state(Role role) const {
  TerminalView shown = view();
  if (!is_allowed(role, ConsoleAction::kEnrolConfirm)) shown.enrolment.initial = shown.enrolment.birth_year = "";
  return page_state(shown).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string ConsoleApi::next_event(Role role) const { return "event: state\ndata: " + state(role) + "\n\n"; }

ConsoleResponse ConsoleApi::metrics() const {
  TerminalView shown = view();
  shown.temperatures_c = read_temperatures();
  return {.type = kMetricsType, .body = metrics_text(shown)};
}

ConsoleResponse ConsoleApi::metrics_for(const ConsoleRequest& request) const {
  constexpr std::string_view kBearer = "Bearer ";
  if (request.method != "GET") return refuse(405, "method_not_allowed");
  if (!settings_.metrics_token || !request.authorization.starts_with(kBearer)) return refuse(401, "no_token");
  const Sha256 told = sha256(bytes_of(request.authorization.substr(kBearer.size())));
  const bool right = CRYPTO_memcmp(told.data(), settings_.metrics_token->data(), told.size()) == 0;
  return right ? metrics() : refuse(401, "wrong_token");
}

}  // namespace gate
