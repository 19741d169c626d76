#include "config/config_file.h"

#include <arpa/inet.h>

#include "config/config_fields.h"
#include "config/json_types.h"
#include "config/layered_file.h"

namespace gate {
namespace {

using nlohmann::json;

/// Takes every field that the document has; the others keep their defaults.
class Reader {
 public:
  explicit Reader(const json& document) : document_(document) {}

  template <class T>
  void operator()(const std::string& pointer, T& value) const {
    if (const json* found = find(pointer)) found->get_to(value);
  }
  template <class T>
  void operator()(const std::string& pointer, std::optional<T>& value) const {
    if (const json* found = find(pointer)) value = found->get<T>();
  }

 private:
  const json* find(const std::string& pointer) const {
    const json::json_pointer at(pointer);
    return document_.contains(at) ? &document_.at(at) : nullptr;
  }

  const json& document_;
};

Status refuse(std::string_view message) { return fail(ErrorCode::kInvalidInput, std::string(message)); }

/// An IP address's bytes: 4 or 16 of them; none: it is no address.
std::string address_bytes(const std::string& text) {
  std::string bytes(sizeof(in6_addr), 0);
  if (::inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1) return bytes;
  bytes.resize(sizeof(in_addr));
  return ::inet_pton(AF_INET, text.c_str(), bytes.data()) == 1 ? bytes : "";
}

bool is_every_address(const std::string& bytes) { return bytes.find_first_not_of('\0') == std::string::npos; }

/// Whether the first `prefix` bits of both are the same.
bool same_network(const std::string& a, const std::string& b, std::size_t prefix) {
  if (a.size() != b.size() || a.compare(0, prefix / 8, b, 0, prefix / 8) != 0) return false;
  const auto rest = [&](const std::string& bytes) {
    return static_cast<std::uint8_t>(bytes[prefix / 8]) >> (8 - prefix % 8);
  };
  return prefix % 8 == 0 || rest(a) == rest(b);
}

Status check_gateway(const NetworkConfig& network, const std::string& own, std::size_t prefix) {
  if (!network.gateway) return {};
  const std::string gateway = address_bytes(*network.gateway);
  if (gateway != own && same_network(gateway, own, prefix)) return {};
  return refuse("/network/gateway: is no other address of the network that /network/address is in");
}

Status check_network(const NetworkConfig& network, const std::optional<std::string>& listen) {
  const std::string listens = listen ? address_bytes(*listen) : "";
  if (listen && listens.empty())
    return refuse("/console/listen: is no IP address; give one of the device's, or \"0.0.0.0\" for all of them");
  if (!network.address) {
    if (network.gateway || network.interface)
      return refuse("/network: gateway and interface need /network/address as well");
    return {};
  }
  const auto slash = network.address->find('/');
  const std::string own = address_bytes(network.address->substr(0, slash));
  const std::size_t prefix = std::stoul(network.address->substr(slash + 1));
  if (is_every_address(own) || prefix < 1 || prefix > own.size() * 8)  // one that is none has no byte but zeros, too
    return refuse("/network/address: is no IP address with its prefix; \"192.0.2.7/24\" is one");
  const bool reached =
      listens == own || (is_every_address(listens) && listens.size() >= own.size());  // "::" is IPv4's too
  if (listen && !reached)
    return refuse("/console/listen: is not the address in /network/address, so nobody could reach the console");
  return check_gateway(network, own, prefix);
}

/// What no schema can say: how fields relate.
Status check_relations(const Config& config) {
  const RecognitionConfig& recognition = config.recognition;
  if (recognition.nearest_m >= recognition.farthest_m)
    return refuse("/recognition/nearest_m: must be less than /recognition/farthest_m");
  if (recognition.quality.darkest >= recognition.quality.brightest)
    return refuse("/recognition/quality/darkest: must be less than /recognition/quality/brightest");
  if (config.gate.same_body_gap >= config.gate.relock_delay)
    return refuse("/gate/same_body_gap_ms: must be less than /gate/relock_delay_ms, or tail-gating cannot be seen");
  if (config.camera.v4l2.first_retry > config.camera.v4l2.longest_retry)
    return refuse("/camera/v4l2/first_retry_ms: must not be more than /camera/v4l2/longest_retry_ms");
  if (config.camera.kind == CameraKind::kReplay && config.camera.recording.empty())
    return refuse("/camera/replay/recording: is needed when /camera/kind is \"replay\"");
  if (config.screen.kind != ScreenKind::kNone && config.screen.language_directory.empty())
    return refuse("/screen/language_directory: is needed when there is a screen");
  if (config.screen.kind == ScreenKind::kStream && !config.console.listen)
    return refuse("/screen/kind: \"stream\" is seen at the console; give /console/listen as well");
  if (config.watchdog.device && config.watchdog.identity)
    return refuse("/watchdog/device: names a watchdog, and so does /watchdog/identity; give one of them");
  if (Status network = check_network(config.network, config.console.listen); !network) return network;
  const ConsoleConfig& console = config.console;
  if (!console.listen && (console.metrics_token_sha256 || console.metrics_loopback_port))
    return refuse(
        "/console/metrics: are served by the console; give /console/listen as well, \"127.0.0.1\" to keep it in");
  if (console.session_idle > console.session_whole)
    return refuse("/console/session_idle_minutes: must not be more than /console/session_minutes");
  if (config.enrolment.key && !console.listen)
    return refuse("/enrolment/key: staff confirm enrolments at the console; give /console/listen as well");
  const Identification shown = recognition.identification;
  if (config.enrolment.key && shown == Identification::kCodeAndFace && config.enrolment.code_shown.count() == 0)
    return refuse(
        "/enrolment/code_shown_s: must be more than 0 when /recognition/identification is \"code_and_face\", or nobody "
        "can show the pass they got");
  if (config.enrolment.start == EnrolmentStart::kVisitor && shown == Identification::kFace)
    return refuse(
        "/enrolment/start: \"visitor\" needs codes to be looked for; let /recognition/identification be \"either\" or "
        "\"code_and_face\"");
  for (const OpeningHours& span : config.opening_hours)
    if (span.from == span.to) return refuse("/opening_hours: from and to are the same; 00:00 to 24:00 is a whole day");
  if (config.gate_io.kind == GateIoKind::kGpiod) {
    if (auto lines = checked(config.gate_io.gpiod); !lines) return fail(std::move(lines).error(), "/gate_io/gpiod");
  }
  return {};
}

}  // namespace

Result<Config> load_config(const std::filesystem::path& file, const ReadText& read) {
  static const Schema kSchema(kTerminalSchema);
  const auto document = load_layered(file, kSchema, read);
  if (!document) return fail(document.error());
  Config config;
  try {
    const Reader reader(*document);
    visit_fields(reader, config);
  } catch (const json::exception& exception) {
    return fail(ErrorCode::kInternal, file.string() + ": schema and reader disagree: " + exception.what());
  }
  if (auto related = check_relations(config); !related) return fail(std::move(related).error(), file.string());
  return config;
}

}  // namespace gate
