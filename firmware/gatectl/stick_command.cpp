// gatectl stick apply: everything on a USB stick, as the unit gate-stick@.service calls it. Needs no root. Making a
// stick is a file of its own.
#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "encoding/durable_file.h"
#include "gatectl/device_places.h"
#include "gatectl/stick_commands.h"
#include "update/booted_image.h"
#include "update/spawn_process_runner.h"
#include "update/stick.h"

namespace gate {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct Options {
  DevicePlaces places;
  fs::path mount;
  fs::path work = "/run/gate-stick/scratch";
  fs::path report;
  fs::path restart_file;
  bool json = false;
};

std::string_view word_for(StickReport::Line::Kind kind) {
  switch (kind) {
    case StickReport::Line::Kind::kDone: return "done";
    case StickReport::Line::Kind::kNote: return "note";
    case StickReport::Line::Kind::kRefused: return "refused";
  }
  return "refused";
}

void print(const StickReport::Line& line, const Options& options) {
  if (options.json) {
    Json json{{"result", word_for(line.kind)}, {"text", line.text}};
    if (line.refusal) json.update({{"reason", to_string(line.refusal->reason)}, {"detail", line.refusal->detail}});
    std::cout << json.dump(-1, ' ', true, Json::error_handler_t::replace) << '\n';
    return;
  }
  std::cout << word_for(line.kind) << ": " << line.text;
  if (line.refusal) std::cout << ": " << to_string(line.refusal->reason) << ": " << line.refusal->detail;
  std::cout << '\n';
}

/// The device's own copy, and the news told.
Status keep_report(const StickResult& result, const Options& options) {
  const auto folder = UpdateFolder::open(options.places.data / "update");
  if (!folder) return fail(folder.error());
  const Status kept = folder->write_last_report(result.report.for_device(result.device));
  return kept && !result.device.news.empty() ? folder->clear_news() : kept;
}

/// The stick's copy where the unit fetches it.
Status leave_report(const StickResult& result, const Options& options) {
  if (options.report.empty()) return {};
  return replace_durably(options.report, result.report.for_stick(result.device));
}

Status tell_restart(const StickResult& result, const Options& options) {
  if (!result.restart || options.restart_file.empty()) return {};
  const bool now = *result.restart == RestartMoment::Wanted::kNow;
  return replace_durably(options.restart_file, now ? "now\n" : "when-idle\n");
}

Exit apply(const Options& options) {
  const SystemClock clock;
  SpawnProcessRunner runner;
  Rauc rauc(runner, options.places.keyring);
  const auto version = running_version(options.places.version_file);
  if (!version) return unusable(version.error());
  const StickPlaces places{.mount = options.mount,
                           .data = options.places.data,
                           .factory = options.places.factory_config,
                           .keyring = options.places.keyring,
                           .work = options.work,
                           .version = *version,
                           .boot_id = running_boot_id()};
  const auto result = apply_stick(places, rauc, NoticeBoard(options.places.run, clock), clock);
  if (!result) return unusable(result.error());
  for (const StickReport::Line& line : result->report.lines()) print(line, options);
  // Each on its own: a device whose storage is full still tells the stick.
  for (const Status& told :
       {leave_report(*result, options), tell_restart(*result, options), keep_report(*result, options)})
    if (!told) return unusable(told.error());
  return result->report.any_refused() ? Exit::kRefused : Exit::kAccepted;
}

}  // namespace

CLI::App& add_stick_command(CLI::App& app, Exit& exit) {
  const auto options = std::make_shared<Options>();
  CLI::App* stick = app.add_subcommand("stick", "a USB stick with settings, lists, passes and an update");
  stick->require_subcommand(1);
  CLI::App* command = stick->add_subcommand("apply", "take what is on a stick; exit 1 when something was refused");
  command->add_option("--mount", options->mount, "where the stick is mounted")->required();
  add_device_places(*command, options->places);
  command->add_option("--work", options->work, "a folder in memory for copies")->capture_default_str();
  command->add_option("--report", options->report, "write the report for the stick here");
  command->add_option("--restart-file", options->restart_file,
                      "write \"now\" or \"when-idle\" here when something needs a restart");
  command->add_flag("--json", options->json, "one JSON object per line");
  command->callback([options, &exit] { exit = apply(*options); });
  return *stick;
}

}  // namespace gate
