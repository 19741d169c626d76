#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

#include "console/console_server.h"
#include "console/pin_file.h"
#include "fakes/fake_clock.h"

namespace gate::testing {

using Json = nlohmann::json;

inline constexpr const char* kStaffPin = "111111";
inline constexpr const char* kSupervisorPin = "222222";
inline constexpr const char* kTechnicianPin = "333333";

/// One set for every test: a hash takes its time.
inline const Pins& some_pins() {
  static const Pins kPins{{Role::kStaff, PinHash::of(kStaffPin).value()},
                          {Role::kSupervisor, PinHash::of(kSupervisorPin).value()},
                          {Role::kTechnician, PinHash::of(kTechnicianPin).value()}};
  return kPins;
}

/// A console with nothing but its API: what it would tell gate, passes and events is kept.
class ConsoleDesk {
 public:
  enum class Enrols { kNobody, kVisitors };
  enum class Restarts { kNothing, kTheDevice };

  explicit ConsoleDesk(const Clock& clock, Pins pins = some_pins(), Enrols enrols = Enrols::kVisitors,
                       std::optional<Pairing> pairing = std::nullopt, Restarts restarts = Restarts::kTheDevice)
      : feed(clock),
        api({.feed = feed,
             .clock = clock,
             .facts = [this] { return TerminalFacts{.passes = 2, .trust_lists = 1, .frames = 7, .device = device}; },
             .staff_action = [this](const StaffAction& done) { keep(done); },
             .error = failed,
             .command = [this](StaffCommand command) { commands.push_back(command); },
             .enrol = enrols == Enrols::kVisitors
                          ? std::function([this](const EnrolmentOrder& order) { enrolments.push_back(order); })
                          : std::function<void(const EnrolmentOrder&)>(),
             .change_passes = [this](ConsoleAction action, const PassId& pass) { return change(action, pass); },
             .import_passes =
                 [this](Brought what, const std::filesystem::path& file) {
                   brought_as = what;
                   if (while_importing) while_importing();
                   std::ifstream in(file, std::ios::binary);
                   brought.assign(std::istreambuf_iterator<char>(in), {});
                   return import_answer;
                 },
             .set_volume =
                 [this](int percent) {
                   volume = percent;
                   return store_answer;
                 },
             .set_language = [this](const std::string& language) -> Status {
               if (language != "en" && language != "ja") return fail(ErrorCode::kInvalidInput, "no such language");
               first_language = language;
               return {};
             },
             .pairing = std::move(pairing),
             .pin = [pins](Role role) { return pin_of(pins, role); },
             .restart = restarts == Restarts::kTheDevice ? std::function([this] {
               ++restarts_asked;
               return restart_answer;
             })
                                                         : std::function<Status()>()},
            {.sessions = {}, .metrics_token = sha256(bytes_of("a token of the collector"))}) {}

  ConsoleRequest request(std::string_view method, std::string_view target, std::string_view cookie = "",
                         std::string_view body = "") const {
    return {.method = method,
            .target = target,
            .host = "gate:8443",
            .origin = "https://gate:8443",
            .cookie = cookie,
            .authorization = "",
            .content_type = "application/json",
            .body = body,
            .address = "192.0.2.1"};
  }
  ConsoleResponse ask(std::string_view method, std::string_view target, std::string_view cookie = "",
                      std::string_view body = "") {
    return api.answer(request(method, target, cookie, body));
  }
  ConsoleResponse try_pin(std::string_view role, std::string_view pin) {
    return ask("POST", "/api/login", "", Json{{"role", role}, {"pin", pin}}.dump());
  }
  /// The cookie a browser would send back.
  std::string log_in(Role role) {
    const ConsoleResponse answer = try_pin(to_string(role), role == Role::kStaff        ? kStaffPin
                                                            : role == Role::kSupervisor ? kSupervisorPin
                                                                                        : kTechnicianPin);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.set_cookie.substr(0, answer.set_cookie.find(';'));
  }

  static std::optional<PinHash> pin_of(const Pins& pins, Role role) {
    const auto found = pins.find(role);
    return found == pins.end() ? std::nullopt : std::optional(found->second);
  }
  void keep(const StaffAction& done) {
    told.push_back({{"role", done.role}, {"action", done.action}, {"result", done.result}});
    if (done.pass) told.back()["pass"] = to_string(*done.pass);
  }
  Status change(ConsoleAction action, const PassId& pass) {
    changed.emplace_back(action, to_string(pass));
    return store_answer;
  }

  LiveFeed feed;
  std::vector<Json> told;  ///< what staff did
  std::vector<Error> errors;
  const ConsoleServer::Failed failed = [this](const Error& error) { errors.push_back(error); };
  std::vector<StaffCommand> commands;
  std::vector<EnrolmentOrder> enrolments;
  std::vector<std::pair<ConsoleAction, std::string>> changed;
  Status store_answer;
  std::function<void()> while_importing;
  std::string brought;  ///< the file of passes
  Brought brought_as{};
  ImportedPasses import_answer{.taken = 3, .withdrawn = 2, .left_out = 1};
  int volume = -1;
  std::string first_language;
  std::optional<DeviceFacts> device;
  Status restart_answer;
  int restarts_asked = 0;
  ConsoleApi api;
};

}  // namespace gate::testing
