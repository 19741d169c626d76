#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "access/gate_controller.h"
#include "access/identification.h"
#include "camera/replay_camera.h"
#include "camera/v4l2_options.h"
#include "config/opening_hours.h"
#include "display/drm_options.h"
#include "gate_io/gate_lines.h"
#include "gate_io/simulated_gate.h"
#include "presentation_attack/liveness.h"
#include "vision/quality.h"
#include "vision/visitor_track.h"
#include "watchdog/watchdog_options.h"

namespace gate {

enum class CameraKind { kReplay, kV4l2 };
enum class GateIoKind { kSimulated, kGpiod };
enum class ScreenKind { kNone, kDrm, kStream };
enum class PairingRule { kWithScreen, kOff };
enum class EnrolmentStart { kStaff, kVisitor };
enum class LogLevel { kDebug, kInfo, kWarning, kError };

/// The camera in use is `kind`'s; the other's settings may stand beside it.
struct CameraConfig {
  CameraKind kind = CameraKind::kReplay;
  double horizontal_fov_deg = 60;   ///< of the lens, across the picture; makes px of metres
  std::filesystem::path recording;  ///< for kReplay
  ReplayOptions replay{.at_end = ReplayOptions::AtEnd::kLoop};
  V4l2Options v4l2;
};

struct GateIoConfig {
  GateIoKind kind = GateIoKind::kSimulated;
  GateLines gpiod;
  std::vector<ScriptedInput> simulated_script;  ///< what the simulated visitor does
};

struct ScreenConfig {
  ScreenKind kind = ScreenKind::kNone;
  DrmOptions drm;
  cv::Size stream_size{800, 480};                  ///< px, of kStream
  std::vector<std::string> languages{"ja", "en"};  ///< the first is the venue's
  std::filesystem::path language_directory;        ///< of <language>.json; needed unless kind is kNone
  std::filesystem::path font = "/usr/share/fonts/opentype/mplus/Mplus1-SemiBold.otf";  ///< of Debian's fonts-mplus
  double text_scale = 1;  ///< of the size that is legible from 1.5 m on a 7-inch panel
};

/// What visitors hear.
struct SoundConfig {
  std::optional<std::string> device;  ///< a PCM of ALSA, "plughw:0,0"; nothing: nothing is heard
  int volume = 70;                    ///< 0 .. 100
};

struct ModelsConfig {
  std::optional<std::filesystem::path> directory;  ///< nothing: where models/fetch put them
  std::string embedding = "dlib-resnet-v1";        ///< name in the directory's manifest.json
  std::optional<std::string> second_embedding;     ///< the supplementary net beside it; nothing: none
  std::optional<std::string> second_detector;      ///< … for faces the HOG detector misses; nothing: none
  std::optional<std::string> liveness;             ///< … as one sign of pictures held up; nothing: none
};

struct RecognitionConfig {
  Identification identification = Identification::kFace;
  double nearest_m = 0.35;  ///< people nearer are asked to step back …
  double farthest_m = 1.2;  ///< … and faces farther away are not looked for
  TrackSettings track;
  QualityLimits quality;
  std::filesystem::path curve;
  /// Of both nets together; for passes that have both. Nothing: models.embedding alone is compared.
  std::optional<std::filesystem::path> fused_curve;
  std::optional<std::filesystem::path> masked_curve;  ///< of masked faces; nothing: they are compared as if bare
  LivenessMode liveness = LivenessMode::kOff;
  double max_stranger_rate = 0.001;  ///< of people without a pass, how many may be taken for somebody with one
};

/// National rules beside the policy; only with both fields are they asked.
struct RulesConfig {
  std::optional<std::filesystem::path> directory;  ///< nothing: the policy alone decides
  std::optional<std::string> country;              ///< of arrival, ISO 3166-1 alpha-2
};

struct StoreConfig {
  std::filesystem::path database;
  std::filesystem::path device_key;
  std::filesystem::path trust_directory;
};

struct AuditConfig {
  std::filesystem::path directory;
  std::uint64_t file_bytes = 8 * 1024 * 1024;
  int files_kept = 32;
};

/// The staff console and the metrics. Without `listen` there is none.
struct ConsoleConfig {
  std::optional<std::string> listen;  ///< IP address; "0.0.0.0": every one of the device's
  int port = 8443;
  std::optional<std::filesystem::path> directory;  ///< of its certificate and PINs; nothing: beside the pass store
  PairingRule pairing = PairingRule::kWithScreen;  ///< a new browser must type digits that the screen shows
  std::chrono::minutes session_idle{30}, session_whole{720};
  std::optional<std::string> staff_pin, supervisor_pin, technician_pin;  ///< hashes, before those set on the device
  std::optional<std::string> metrics_token_sha256;  ///< who may read /metrics over TLS; nothing: nobody
  std::optional<int> metrics_loopback_port;         ///< plain HTTP for a collector on the device; nothing: none
};

/// The device's own address on the venue's network; in the firmware image alone something acts on it.
struct NetworkConfig {
  std::optional<std::string> address;    ///< with its prefix, "192.0.2.7/24"; nothing: the device has no network
  std::optional<std::string> gateway;    ///< for a console that is opened from behind a router; nothing: none
  std::optional<std::string> interface;  ///< its name; nothing: the first Ethernet interface
};

/// Enrolment at the gate, signed by the terminal's own key. Without `key` there is none.
struct EnrolmentConfig {
  std::optional<std::filesystem::path> key;       ///< made at the first start
  EnrolmentStart start = EnrolmentStart::kStaff;  ///< kVisitor: a certificate without a pass begins one, too
  int pass_days = 1;                              ///< how long a pass lasts, at most
  std::chrono::seconds code_shown{20};            ///< the pass to take away, on the screen; 0: it is not shown
};

/// Everything a terminal is told, validated against config/terminal.schema.json, which documents each field and whose
/// defaults these are. Plain data. Paths are ready to be opened.
struct Config {
  CameraConfig camera;
  GateIoConfig gate_io;
  ScreenConfig screen;
  SoundConfig sound;
  ModelsConfig models;
  RecognitionConfig recognition;
  std::filesystem::path policy;
  RulesConfig rules;
  StoreConfig store;
  AuditConfig audit;
  GateTimings gate;
  std::optional<std::filesystem::path> events;  ///< "-": standard output
  std::filesystem::path clock_floor;
  WatchdogOptions watchdog;                              ///< with neither device nor identity: none but systemd's
  std::optional<std::filesystem::path> status_file;      ///< nothing: none is written
  std::optional<std::filesystem::path> notice_file;      ///< nothing: none is looked for
  std::optional<std::filesystem::path> update_folder;    ///< what the updater remembers; nothing: it is not shown
  std::optional<std::filesystem::path> restart_request;  ///< written to have the device restarted, if it can be
  std::vector<OpeningHours> opening_hours;  ///< outside them the device may restart for an update; none: whenever idle
  std::optional<std::string> time_zone;     ///< POSIX, "CET-1CEST,M3.5.0,M10.5.0/3"; nothing: the device's own
  LogLevel log_level = LogLevel::kInfo;
  NetworkConfig network;
  ConsoleConfig console;
  EnrolmentConfig enrolment;
};

/// The document that says the same: what is in force, defaults included.
nlohmann::json to_json(const Config& config);

}  // namespace gate
