#pragma once

#include <chrono>
#include <nlohmann/json.hpp>

#include "access/policy.h"
#include "config/config.h"

/// How our types look in JSON. Names of enumerators are those of the schemas. Private to this folder.
namespace nlohmann {
template <class Rep, class Period>
struct adl_serializer<std::chrono::duration<Rep, Period>> {
  static void to_json(json& j, const std::chrono::duration<Rep, Period>& value) { j = value.count(); }
  static void from_json(const json& j, std::chrono::duration<Rep, Period>& value) {
    value = std::chrono::duration<Rep, Period>(j.get<Rep>());
  }
};
template <>
struct adl_serializer<cv::Size> {
  static void to_json(json& j, const cv::Size& size) { j = {{"width", size.width}, {"height", size.height}}; }
  static void from_json(const json& j, cv::Size& size) { size = {j.at("width").get<int>(), j.at("height").get<int>()}; }
};
}  // namespace nlohmann

namespace gate {

NLOHMANN_JSON_SERIALIZE_ENUM(CameraKind, {{CameraKind::kReplay, "replay"}, {CameraKind::kV4l2, "v4l2"}})
NLOHMANN_JSON_SERIALIZE_ENUM(GateIoKind, {{GateIoKind::kSimulated, "simulated"}, {GateIoKind::kGpiod, "gpiod"}})
NLOHMANN_JSON_SERIALIZE_ENUM(ScreenKind,
                             {{ScreenKind::kNone, "none"}, {ScreenKind::kDrm, "drm"}, {ScreenKind::kStream, "stream"}})
NLOHMANN_JSON_SERIALIZE_ENUM(PairingRule, {{PairingRule::kWithScreen, "with_screen"}, {PairingRule::kOff, "off"}})
NLOHMANN_JSON_SERIALIZE_ENUM(EnrolmentStart, {{EnrolmentStart::kStaff, "staff"}, {EnrolmentStart::kVisitor, "visitor"}})
NLOHMANN_JSON_SERIALIZE_ENUM(Rotation, {{Rotation::kNone, 0},
                                        {Rotation::kClockwise90, 90},
                                        {Rotation::kUpsideDown, 180},
                                        {Rotation::kClockwise270, 270}})
NLOHMANN_JSON_SERIALIZE_ENUM(LogLevel, {{LogLevel::kDebug, "debug"},
                                        {LogLevel::kInfo, "info"},
                                        {LogLevel::kWarning, "warning"},
                                        {LogLevel::kError, "error"}})
NLOHMANN_JSON_SERIALIZE_ENUM(ReplayOptions::Pace, {{ReplayOptions::Pace::kRecorded, "recorded"},
                                                   {ReplayOptions::Pace::kAsFastAsConsumed, "as_fast_as_consumed"}})
NLOHMANN_JSON_SERIALIZE_ENUM(ReplayOptions::AtEnd,
                             {{ReplayOptions::AtEnd::kStop, "stop"}, {ReplayOptions::AtEnd::kLoop, "loop"}})
NLOHMANN_JSON_SERIALIZE_ENUM(V4l2Options::Encoding, {{V4l2Options::Encoding::kAny, "any"},
                                                     {V4l2Options::Encoding::kYuyv, "yuyv"},
                                                     {V4l2Options::Encoding::kMjpeg, "mjpeg"}})
NLOHMANN_JSON_SERIALIZE_ENUM(V4l2Options::WhenMissing,
                             {{V4l2Options::WhenMissing::kFail, "fail"}, {V4l2Options::WhenMissing::kWait, "wait"}})
NLOHMANN_JSON_SERIALIZE_ENUM(WatchdogOptions::WhenMissing, {{WatchdogOptions::WhenMissing::kFail, "fail"},
                                                            {WatchdogOptions::WhenMissing::kGoOn, "go_on"}})
NLOHMANN_JSON_SERIALIZE_ENUM(GateLine::Active, {{GateLine::Active::kHigh, "high"}, {GateLine::Active::kLow, "low"}})
NLOHMANN_JSON_SERIALIZE_ENUM(GateLine::Bias, {{GateLine::Bias::kAsIs, "as_is"},
                                              {GateLine::Bias::kPullUp, "pull_up"},
                                              {GateLine::Bias::kPullDown, "pull_down"},
                                              {GateLine::Bias::kNone, "none"}})
NLOHMANN_JSON_SERIALIZE_ENUM(GateLine::Drive, {{GateLine::Drive::kPushPull, "push_pull"},
                                               {GateLine::Drive::kOpenDrain, "open_drain"},
                                               {GateLine::Drive::kOpenSource, "open_source"}})
NLOHMANN_JSON_SERIALIZE_ENUM(FaultPosition,
                             {{FaultPosition::kLocked, "locked"}, {FaultPosition::kReleased, "released"}})
NLOHMANN_JSON_SERIALIZE_ENUM(GateOutput, {{GateOutput::kLockRelease, "lock_release"},
                                          {GateOutput::kRedLamp, "red_lamp"},
                                          {GateOutput::kGreenLamp, "green_lamp"},
                                          {GateOutput::kAmberLamp, "amber_lamp"},
                                          {GateOutput::kBuzzer, "buzzer"}})
NLOHMANN_JSON_SERIALIZE_ENUM(GateInput, {{GateInput::kPassage, "passage"},
                                         {GateInput::kFireAlarm, "fire_alarm"},
                                         {GateInput::kTamper, "tamper"},
                                         {GateInput::kStaffButton, "staff_button"},
                                         {GateInput::kRequestToExit, "request_to_exit"}})
NLOHMANN_JSON_SERIALIZE_ENUM(LivenessMode, {{LivenessMode::kOff, "off"},
                                            {LivenessMode::kPassive, "passive"},
                                            {LivenessMode::kChallenge, "challenge"},
                                            {LivenessMode::kChallengeWhenUnsure, "challenge_when_unsure"}})
NLOHMANN_JSON_SERIALIZE_ENUM(Identification, {{Identification::kFace, "face"},
                                              {Identification::kCodeAndFace, "code_and_face"},
                                              {Identification::kEither, "either"}})
NLOHMANN_JSON_SERIALIZE_ENUM(Series,
                             {{Series::kAny, "any"}, {Series::kComplete, "complete"}, {Series::kBoosted, "boosted"}})
NLOHMANN_JSON_SERIALIZE_ENUM(LivenessRule,
                             {{LivenessRule::kRefuseAttacks, "refuse_attacks"}, {LivenessRule::kRequired, "required"}})

/// Takes `key` when it is there; else the value stays what it was.
template <class T>
void take(const nlohmann::json& j, const char* key, T& value) {
  if (const auto found = j.find(key); found != j.end()) found->get_to(value);
}

inline void to_json(nlohmann::json& j, const GateLine& line) {
  j = {{"line", line.line},
       {"active", line.active},
       {"bias", line.bias},
       {"drive", line.drive},
       {"debounce_ms", line.debounce}};
}
inline void from_json(const nlohmann::json& j, GateLine& line) {
  take(j, "line", line.line);
  take(j, "active", line.active);
  take(j, "bias", line.bias);
  take(j, "drive", line.drive);
  take(j, "debounce_ms", line.debounce);
}

/// The schema has checked days and times: what is still wrong here is a disagreement between the two.
template <class T>
T agreed(Result<T> value) {
  if (!value)
    throw nlohmann::json::other_error::create(501, value.error().message, static_cast<nlohmann::json*>(nullptr));
  return *value;
}

inline void to_json(nlohmann::json& j, const OpeningHours& hours) {
  j = {{"days", nlohmann::json::array()}, {"from", time_of_day_text(hours.from)}, {"to", time_of_day_text(hours.to)}};
  for (const std::chrono::weekday day : hours.days) j["days"].push_back(to_string(day));
}
inline void from_json(const nlohmann::json& j, OpeningHours& hours) {
  hours.days.clear();
  for (const auto& day : j.at("days")) hours.days.push_back(agreed(parse_weekday(day.get<std::string>())));
  hours.from = agreed(parse_time_of_day(j.at("from").get<std::string>()));
  hours.to = agreed(parse_time_of_day(j.at("to").get<std::string>()));
}

inline void to_json(nlohmann::json& j, const ScriptedInput& step) {
  j = {{"trigger", step.trigger}, {"input", step.input}, {"delay_ms", step.delay}, {"duration_ms", step.duration}};
}
inline void from_json(const nlohmann::json& j, ScriptedInput& step) {
  j.at("trigger").get_to(step.trigger);
  j.at("input").get_to(step.input);
  j.at("delay_ms").get_to(step.delay);
  j.at("duration_ms").get_to(step.duration);
}

}  // namespace gate
