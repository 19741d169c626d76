#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "console/console_api.h"

namespace {

using namespace gate;

/// A console that nobody can log in to.
ConsoleApi& console() {
  static const SystemClock clock;
  static LiveFeed feed(clock);
  static ConsoleApi api({.feed = feed,
                         .clock = clock,
                         .facts = [] { return TerminalFacts{}; },
                         .staff_action = [](const StaffAction&) {},
                         .error = [](const Error&) { std::abort(); },
                         .command = [](StaffCommand) { std::abort(); },
                         .change_passes = [](ConsoleAction, const PassId&) -> Status { std::abort(); },
                         .pin = [](Role) { return std::nullopt; }},
                        {.sessions = {}, .metrics_token = Sha256{}});
  return api;
}

std::string_view take_line(std::string_view& rest) {
  const std::string_view line = rest.substr(0, rest.find('\n'));
  rest.remove_prefix(std::min(line.size() + 1, rest.size()));
  return line;
}

}  // namespace

// Method, target, origin, cookie, authorization and type, a line each, then the body. Whatever it is, it opens nothing:
// no session can be guessed, and nothing under /api or /metrics is told without one.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  ConsoleRequest request;
  for (auto* field : {&request.method, &request.target, &request.origin, &request.cookie, &request.authorization,
                      &request.content_type})
    *field = take_line(rest);
  request.host = "gate:8443";
  request.body = rest;
  request.address = "192.0.2.1";
  const ConsoleResponse answer = console().answer(request);
  const bool told = answer.status < 400;
  if (told && (request.target.starts_with("/api/") || request.target.starts_with("/metrics"))) std::abort();
  if (!answer.set_cookie.empty() || !answer.watcher.empty()) std::abort();
  return 0;
}
