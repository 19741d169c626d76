#include <strings.h>

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>
#include <string_view>

#include "console/console_api.h"

namespace {

using namespace gate;

constexpr std::string_view kPin = "222222", kOrigin = "https://gate:8443";

/// A console with one supervisor logged in, where nobody else can.
struct Desk {
  Desk() {
    pin = PinHash::of(kPin).value();
    const std::string body = nlohmann::json{{"role", "supervisor"}, {"pin", kPin}}.dump();
    const ConsoleResponse answer = api.answer({.method = "POST",
                                               .target = "/api/login",
                                               .host = "gate:8443",
                                               .origin = kOrigin,
                                               .cookie = "",
                                               .authorization = "",
                                               .content_type = "application/json",
                                               .body = body,
                                               .address = "192.0.2.2"});
    cookie = answer.set_cookie.substr(0, answer.set_cookie.find(';'));
    pin.reset();
  }

  std::optional<PinHash> pin;
  int acted = 0;
  SystemClock clock;
  LiveFeed feed{clock};
  ConsoleApi api{{.feed = feed,
                  .clock = clock,
                  .facts = [] { return TerminalFacts{}; },
                  .staff_action = [](const StaffAction&) {},
                  .error = [](const Error&) { std::abort(); },
                  .command = [this](StaffCommand) { ++acted; },
                  .enrol = [this](const EnrolmentOrder&) { ++acted; },
                  .change_passes = [this](ConsoleAction, const PassId&) -> Status {
                    ++acted;
                    return {};
                  },
                  .import_passes = [](Brought, const std::filesystem::path&) { return ImportedPasses{}; },
                  .set_volume = [](int) { return Status(); },
                  .set_language = [](const std::string&) { return Status(); },
                  .pairing = std::nullopt,
                  .pin = [this](Role) { return pin; }},
                 {.sessions = {std::chrono::hours{24 * 365}, std::chrono::hours{24 * 365}}, .metrics_token = Sha256{}}};
  std::string cookie;
};

std::string_view take_line(std::string_view& rest) {
  const std::string_view line = rest.substr(0, rest.find('\n'));
  rest.remove_prefix(std::min(line.size() + 1, rest.size()));
  return line;
}

/// Browsers write hosts in small letters, and people do not.
bool is_ours(std::string_view origin) {
  return origin.size() == kOrigin.size() && ::strncasecmp(origin.data(), kOrigin.data(), origin.size()) == 0;
}

void expect(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

// Method, target, origin, cookie ("supervisor": a session's), authorization and type, a line each, then the body.
// Without the session nothing under /api or /metrics is told or done; with it something is done for our own page alone.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static auto desk = std::make_unique<Desk>();
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  ConsoleRequest request;
  for (auto* field : {&request.method, &request.target, &request.origin, &request.cookie, &request.authorization,
                      &request.content_type})
    *field = take_line(rest);
  request.host = "gate:8443";
  request.body = rest;
  request.address = "192.0.2.1";
  const bool logged_in = request.cookie == "supervisor";
  if (logged_in) request.cookie = desk->cookie;
  desk->acted = 0;
  const auto upload = desk->api.upload(request);
  expect(!std::holds_alternative<ConsoleUpload>(upload) ||
         (logged_in && request.method == "POST" && is_ours(request.origin)));
  const ConsoleResponse answer = desk->api.answer(request);
  const bool told = answer.status < 400;
  const bool guarded = request.target.starts_with("/api/") || request.target.starts_with("/metrics");
  expect(logged_in || !(told && guarded));
  expect(desk->acted == 0 || (logged_in && told && request.method == "POST" && is_ours(request.origin)));
  expect(answer.watcher.empty() || logged_in);
  if (answer.type == "application/json") expect(nlohmann::json::accept(answer.body));
  if (answer.set_cookie.empty()) return 0;
  expect(logged_in && request.target.starts_with("/api/logout"));
  desk = std::make_unique<Desk>();
  return 0;
}
