#include "terminal/staff_console.h"

#include <spdlog/spdlog.h>

#include "console/console_certificate.h"
#include "console/console_settings.h"
#include "console/inherited_socket.h"
#include "encoding/hex.h"
#include "passes/bundle_import.h"
#include "passes/pass_import.h"
#include "passes/pass_store.h"

namespace gate {
namespace {

/// A connection of its own: the recogniser's is never kept waiting.
Result<std::unique_ptr<PassStore>> open_store(const StoreConfig& places) {
  const auto key = DeviceKey::load(places.device_key);
  if (!key) return fail(key.error());
  return PassStore::open(places.database, *key);
}

/// Blocks while another process writes.
Status change_passes(const StoreConfig& places, ConsoleAction action, const PassId& id, WallTime now) {
  const auto store = open_store(places);
  if (!store) return fail(store.error());
  return action == ConsoleAction::kRevokePass ? (*store)->revoke(id, now) : (*store)->remove(id);
}

ImportedPasses refused(std::string_view why, const std::string& detail) {
  return {.refusal = std::string(why), .detail = detail};
}

/// A bundle, or one pass, into the store: the loader notices. Blocks as import_bundle() does.
ImportedPasses import_passes(const StoreConfig& places, Brought brought, const std::filesystem::path& file,
                             WallTime now) {
  const auto trust = TrustStore::open(places.trust_directory);
  if (!trust) return refused("store_failed", trust.error().message);
  const auto store = open_store(places);
  if (!store) return refused("store_failed", store.error().message);
  if (brought == Brought::kBundle) {
    const BundleOutcome bundle = import_bundle(file, **store, *trust, now);
    if (bundle.refusal) return refused(to_string(*bundle.refusal), bundle.detail);
    return {.taken = bundle.taken.size(), .withdrawn = bundle.withdrawn, .left_out = bundle.left_out.size()};
  }
  ImportedPasses imported;
  const PassVerifier verifier(*trust);
  PassImport single(**store, verifier, now, [&](const PassFileOutcome& outcome) {
    imported = outcome.accepted() ? ImportedPasses{.taken = 1} : refused(outcome.reason, outcome.detail);
  });
  single.take(file);
  single.flush();
  return imported;
}

std::function<void(const EnrolmentOrder&)> enrolment_of(const StaffConsole::Parts& parts) {
  if (parts.enrolment == nullptr) return nullptr;
  return [&orders = *parts.enrolment](const EnrolmentOrder& order) { orders.put(order); };
}

Result<std::optional<Sha256>> token_of(const ConsoleConfig& config) {
  if (!config.metrics_token_sha256) return std::nullopt;
  Sha256 token;
  if (Status read = decode_hex(*config.metrics_token_sha256, token); !read)
    return fail(read.error(), "console.metrics.token_sha256");
  return token;
}

ConsoleServer::Failed errors_to(EventStream& events) {
  return [&events](const Error& error) { events.error("console", error); };
}

/// Nothing where there is no screen to show digits, only those can see it who are in already, or it is switched off.
Result<std::optional<Pairing>> pairing_of(const Config& config, const StaffConsole::Parts& parts) {
  if (config.console.pairing == PairingRule::kOff || config.screen.kind != ScreenKind::kDrm) return std::nullopt;
  auto pairing = Pairing::open(console_folder(config) / "console-browsers.json",
                               {parts.clock, [&screen = parts.screen, &clock = parts.clock](const std::string& digits) {
                                  screen.pairing.put({digits, clock.monotonic_now() + Pairing::kShown});
                                }});
  if (!pairing) return fail(pairing.error(), "console");
  return std::optional(*std::move(pairing));
}

/// Only the firmware image waits for such a request.
std::function<Status()> restart_of(const Config& config, std::optional<DeviceWatch>& device) {
  if (!device || !config.restart_request) return nullptr;
  return [&device = *device] { return device.ask_for_restart(); };
}

}  // namespace

TerminalFacts StaffConsole::facts() {
  const auto counts = parts_.loader.counts();
  return {.passes = counts.passes,
          .trust_lists = counts.trust_lists,
          .trust_ages = parts_.loader.trust_ages(),
          .gallery_too_large = parts_.loader.gallery_too_large(),
          .clock_trusted = parts_.loader.clock_trusted(),
          .frames = parts_.terminal.frames(),
          .volume = choices_.volume(),
          .languages = choices_.languages(),
          .device = device_ ? std::optional(device_->look()) : std::nullopt};
}

ConsoleApi::Parts StaffConsole::api_parts(const Config& config, std::optional<Pairing> pairing) {
  return {.feed = parts_.feed,
          .clock = parts_.clock,
          .facts = [this] { return facts(); },
          .staff_action = [&events = parts_.events](const StaffAction& done) { events.staff_action(done); },
          .error = errors_to(parts_.events),
          .command = [&terminal = parts_.terminal](StaffCommand command) { terminal.command(command); },
          .enrol = enrolment_of(parts_),
          .change_passes = [store = config.store, &clock = parts_.clock](
                               ConsoleAction action,
                               const PassId& id) { return change_passes(store, action, id, clock.wall_now()); },
          .import_passes =
              [store = config.store, &clock = parts_.clock](Brought brought, const std::filesystem::path& file) {
                return import_passes(store, brought, file, clock.wall_now());
              },
          .set_volume = [this](int percent) { return choices_.set_volume(percent); },
          .set_language = [this](const std::string& language) { return choices_.set_first_language(language); },
          .pairing = std::move(pairing),
          .pin = [config](Role role) { return pin_in_force(config, role); },
          .picture = parts_.picture,
          .restart = restart_of(config, device_)};
}

Result<std::unique_ptr<StaffConsole>> StaffConsole::open(const Config& config, const Parts& parts) {
  const ConsoleConfig& asked = config.console;
  if (!asked.listen) return nullptr;
  const auto token = token_of(asked);
  if (!token) return fail(token.error());
  const auto certificate = ConsoleCertificate::open(console_folder(config), *asked.listen, parts.clock.wall_now());
  if (!certificate) return fail(certificate.error(), "console");
  auto pairing = pairing_of(config, parts);
  if (!pairing) return fail(pairing.error());
  std::unique_ptr<StaffConsole> console(new StaffConsole(parts));
  if (Status chosen = console->choices_.open(config, {parts.sound, parts.screen}); !chosen)
    parts.events.error("console", chosen.error());
  if (parts.booted)
    console->device_.emplace(*parts.booted, DeviceWatch::Places{config.update_folder, config.restart_request},
                             parts.clock);
  console->api_.emplace(console->api_parts(config, *std::move(pairing)),
                        ConsoleApi::Settings{{asked.session_idle, asked.session_whole}, *token});
  auto server = ConsoleServer::create({.listen = *asked.listen,
                                       .port = asked.port,
                                       .key_file = certificate->key_file,
                                       .certificate_file = certificate->certificate_file,
                                       .loopback_port = asked.metrics_loopback_port,
                                       .socket = inherited_socket("console")},
                                      *console->api_, parts.feed, errors_to(parts.events));
  if (!server) return fail(server.error());
  console->server_ = *std::move(server);
  spdlog::info("console at {}, certificate {}", console_address(asked), certificate->fingerprint);
  return console;
}

}  // namespace gate
