// gatectl doctor: is everything the configuration names there and in order? One line a part, and what to do about it.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "common/iso_time.h"
#include "config/config_file.h"
#include "console/console_settings.h"
#include "gatectl/subcommands.h"
#include "rules/rule_set.h"
#include "terminal/assembly.h"
#include "vision/blas.h"

namespace gate {
namespace {

using namespace std::chrono_literals;

struct Options {
  std::filesystem::path config = "config/terminal.json";
  bool json = false;
};

enum class Health { kGood, kWarning, kFailed };

struct Finding {
  std::string part;
  Health health;
  std::string detail;
};

std::string_view to_string(Health health) {
  switch (health) {
    case Health::kGood: return "good";
    case Health::kWarning: return "warning";
    case Health::kFailed: return "failed";
  }
  return "failed";
}

Finding failed(std::string part, const Error& error) { return {std::move(part), Health::kFailed, error.message}; }

Finding check_camera(const Config& config, const Clock& clock) {
  auto camera = open_camera(config.camera, clock);
  if (!camera) return failed("camera", camera.error());
  const auto frame = (*camera)->next(3s);
  if (!frame) return failed("camera", frame.error());
  const bool replay = config.camera.kind == CameraKind::kReplay;
  return {"camera", replay ? Health::kWarning : Health::kGood,
          fmt::format("{}x{} px{}", frame->bgr.cols, frame->bgr.rows, replay ? "; a recording, not a camera" : "")};
}

Finding check_gate_io(const Config& config, const Clock& clock) {
  auto opened = open_gate_io(config.gate_io, clock);
  if (!opened) return failed("gate_io", opened.error());
  if (opened->simulated) return {"gate_io", Health::kWarning, "simulated: no turnstile is connected"};
  auto inputs = opened->gate_io->wait_inputs(0ms);
  if (!inputs) return failed("gate_io", inputs.error());
  std::string active;
  for (const GateInputEvent& event : *inputs)
    if (event.active) active += " " + std::string(to_string(event.input));
  return {"gate_io", Health::kGood, "lines requested and safe; active inputs:" + (active.empty() ? " none" : active)};
}

Finding check_models(const Config& config) {
  const auto models = ModelStore::open(config.models.directory.value_or(default_models_dir()));
  if (!models) return failed("models", models.error());
  std::vector<std::string> names{"5pt", config.models.embedding};
  for (const auto& second : {config.models.second_embedding, config.models.second_detector, config.models.liveness})
    if (second) names.push_back(*second);
  for (const std::string& name : names)
    if (auto verified = models->verified(name); !verified) return failed("models", verified.error());
  return {"models", Health::kGood, models->dir().string() + ": hashes as in the manifest"};
}

Finding check_blas() {
  const Blas blas = blas_in_use();
  const bool slow = blas.kind == Blas::Kind::kReference;
  return {"blas", slow ? Health::kWarning : Health::kGood,
          describe(blas) + (slow ? ": 12 times slower; install libopenblas0-pthread" : "")};
}

Finding check_clock(const Config& config, const Clock& clock) {
  const auto floor = ClockFloor::open(config.clock_floor);
  if (!floor) return failed("clock", floor.error());
  const std::string now = iso_time(clock.wall_now());
  if (!(*floor)->trusts(clock.wall_now()))
    return {"clock", Health::kFailed,
            now + " is behind " + iso_time((*floor)->floor()) + ", known to have passed: set the clock"};
  return {"clock", Health::kGood, now};
}

/// How old each kind of list is, against the policy's limits; that the policy can be read is check_rules' to say.
Finding check_trust_ages(const TrustStore& trust, const Config& config, const Clock& clock) {
  const auto policy = load_policy(config.policy);
  const TrustAges ages(trust.lists(), policy ? policy->trust_lists : TrustAgeLimits{});
  Finding finding{"trust_store", Health::kGood, fmt::format("{} lists", trust.lists().size())};
  for (const TrustAges::Age& age : ages.stale(clock.wall_now())) {
    finding.health = age.refuses ? Health::kFailed : std::max(finding.health, Health::kWarning);
    finding.detail += fmt::format("; {} are {} days old{}: bring newer ones (gatectl trust import)", age.kind,
                                  age.age.count(), age.refuses ? ", too old to admit anybody" : "");
  }
  return finding;
}

Finding check_trust(const Config& config, const Clock& clock) {
  const auto trust = TrustStore::open(config.store.trust_directory);
  if (!trust) return failed("trust_store", trust.error());
  if ((*trust)->lists().empty())
    return {"trust_store", Health::kWarning, "empty: nobody can be admitted; see config/README.md"};
  Finding finding = check_trust_ages(**trust, config, clock);
  for (const TrustList& list : (*trust)->lists()) {
    if (list.problem.empty()) continue;
    finding.health = list.entries == 0 ? Health::kFailed : std::max(finding.health, Health::kWarning);
    finding.detail += fmt::format("; {}: {}", list.file.string(), list.problem);
  }
  return finding;
}

Finding check_store(const Config& config) {
  if (!std::filesystem::exists(config.store.database))
    return {"pass_store", Health::kWarning,
            config.store.database.string() + ": not there yet; gatectl pass import makes it"};
  const auto key = DeviceKey::load(config.store.device_key);
  if (!key) return failed("pass_store", key.error());
  const auto store = PassStore::open(config.store.database, *key);
  if (!store) return failed("pass_store", store.error());
  const auto passes = (*store)->list();
  if (!passes) return failed("pass_store", passes.error());
  return {"pass_store", Health::kGood, fmt::format("{} passes", passes->size())};
}

Finding check_rules(const Config& config) {
  const auto policy = load_policy(config.policy);
  if (!policy) return failed("policy", policy.error());
  const auto curve = load_curve(config.recognition.curve);
  if (!curve) return failed("policy", curve.error());
  const auto limits = choose_limits(*curve, 1000, config.recognition.max_stranger_rate);
  if (!limits) return failed("policy", limits.error());
  return {"policy", Health::kGood, policy->name + "; at 1,000 passes: " + limits->provenance};
}

Finding check_national_rules(const Config& config, const Clock& clock) {
  if (!config.rules.directory) return {"rules", Health::kGood, "none: the policy alone decides"};
  const auto rules = RuleSet::open(*config.rules.directory);
  if (!rules) return failed("rules", rules.error());
  const std::string country = config.rules.country.value_or("");
  std::size_t in_force = 0;
  for (const RuleSubject subject : {RuleSubject::kVaccination, RuleSubject::kRecovery, RuleSubject::kTest})
    in_force = std::max(in_force, (*rules)->select(country, "", subject, clock.wall_now()).size());
  if (in_force == 0) return {"rules", Health::kFailed, "no rule of " + country + " is in force: everybody is refused"};
  return {"rules", Health::kGood,
          fmt::format("{} rules, up to {} of {} for one certificate", (*rules)->rules().size(), in_force, country)};
}

Finding check_disk(const Config& config) {
  std::error_code error;
  std::filesystem::path folder = config.store.database.parent_path();
  while (!folder.empty() && !std::filesystem::exists(folder)) folder = folder.parent_path();
  const auto space = std::filesystem::space(folder.empty() ? "." : folder, error);
  if (error) return {"disk", Health::kFailed, folder.string() + ": " + error.message()};
  constexpr std::uintmax_t kWanted = 256 << 20;  // a full event log, at its default caps
  const bool enough = space.available >= kWanted;
  return {"disk", enough ? Health::kGood : Health::kWarning,
          fmt::format("{} MB free{}", space.available >> 20, enough ? "" : ": the event log alone may take 256 MB")};
}

Finding check_console(const Config& config) {
  if (!config.console.listen) return {"console", Health::kGood, "off"};
  const auto roles = roles_with_pin(config);
  if (!roles) return failed("console", roles.error());
  const std::string address = console_address(config.console);
  if (roles->empty()) return {"console", Health::kWarning, address + "; nobody has a PIN: gatectl console set-pin"};
  return {"console", Health::kGood, fmt::format("{}; {} roles have a PIN", address, roles->size())};
}

std::vector<Finding> examine(const Options& options) {
  const auto config = load_config(options.config);
  if (!config) return {failed("configuration", config.error()), check_blas()};
  const SystemClock clock;
  return {{"configuration", Health::kGood, options.config.string()},
          check_camera(*config, clock),
          check_gate_io(*config, clock),
          check_models(*config),
          check_blas(),
          check_clock(*config, clock),
          check_trust(*config, clock),
          check_store(*config),
          check_rules(*config),
          check_national_rules(*config, clock),
          check_disk(*config),
          check_console(*config)};
}

Exit run(const Options& options) {
  const std::vector<Finding> findings = examine(options);
  auto report = nlohmann::ordered_json::array();
  for (const Finding& finding : findings) {
    report.push_back({{"part", finding.part}, {"health", to_string(finding.health)}, {"detail", finding.detail}});
    if (!options.json)
      std::cout << fmt::format("{:<8} {:<14} {}\n", to_string(finding.health), finding.part, finding.detail);
  }
  if (options.json) std::cout << report.dump(2) << '\n';
  const bool any_failed =
      std::any_of(findings.begin(), findings.end(), [](const Finding& f) { return f.health == Health::kFailed; });
  return any_failed ? Exit::kRefused : Exit::kAccepted;
}

}  // namespace

void add_doctor_command(CLI::App& app, Exit& exit) {
  const auto options = std::make_shared<Options>();
  CLI::App* doctor = app.add_subcommand(
      "doctor", "check camera, gate lines, models, clock, trust store, passes, disk; exit 1 if one fails");
  doctor->add_option("--config", options->config, "the terminal's configuration")->capture_default_str();
  doctor->add_flag("--json", options->json, "print JSON");
  doctor->callback([options, &exit] { exit = run(*options); });
}

}  // namespace gate
