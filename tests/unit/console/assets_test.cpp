#include "console/assets.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "access/gate_happening.h"
#include "access/gate_state.h"
#include "access/notice.h"
#include "access/reason.h"
#include "console/device_facts.h"
#include "console/permissions.h"
#include "console/terminal_view.h"

namespace gate {
namespace {

using Json = nlohmann::json;

Json language(const char* path) { return Json::parse(asset_at(path)->text); }

TEST(Assets, AreTheFilesOfTheFolder) {
  const std::string folder = std::string(GATE_SOURCE_DIR) + "/firmware/console/assets";
  for (const Asset& asset : assets()) {
    const std::string name = asset.path == "/" ? "/index.html" : std::string(asset.path);
    std::stringstream file;
    file << std::ifstream(folder + name).rdbuf();
    EXPECT_EQ(asset.text, file.str()) << name;
    EXPECT_FALSE(asset.text.empty()) << name;
  }
}

TEST(Assets, NothingElseIsThere) {
  for (const char* path : {"/index.html", "/../console.css", "//", "", "/console.css/", "/CONSOLE.CSS"})
    EXPECT_EQ(asset_at(path), nullptr) << path;
}

TEST(Assets, NothingIsFetchedFromElsewhereAndNothingStandsInLine) {
  for (const Asset& asset : assets()) {
    const std::string text(asset.text);
    for (const auto& address : {"https://", "http://"}) {
      for (auto at = text.find(address); at != std::string::npos; at = text.find(address, at + 1))
        EXPECT_TRUE(text.substr(at).starts_with("http://www.w3.org/2000/svg")) << asset.path;
    }
    EXPECT_FALSE(std::regex_search(text, std::regex(R"(\son[a-z]+=|\sstyle=|javascript:|innerHTML|eval\()")))
        << asset.path;
  }
}

TEST(Assets, BothLanguagesSayTheSameThings) {
  const Json english = language("/en.json"), japanese = language("/ja.json");
  for (const auto& [key, text] : english.items()) {
    ASSERT_TRUE(japanese.contains(key)) << key;
    const std::regex place(R"(\{\w+\})");
    const std::string a = text.get<std::string>(), b = japanese[key].get<std::string>();
    std::smatch match;
    for (std::sregex_iterator it(a.begin(), a.end(), place), end; it != end; ++it)
      EXPECT_NE(b.find(it->str()), std::string::npos) << key << ": " << it->str();
  }
  EXPECT_EQ(english.size(), japanese.size());
}

TEST(Assets, EverythingTheTerminalSaysHasWords) {
  const Json words = language("/en.json");
  std::set<std::string> wanted;
  for (int reason = 0; reason <= static_cast<int>(Reason::kRuleNotEvaluable); ++reason)
    wanted.insert("reason." + std::string(to_string(Reason{reason})));
  for (const GateState state : kGateStates) {
    wanted.insert("state." + std::string(to_string(state)));
    wanted.insert("state." + std::string(to_string(state)) + ".more");
  }
  for (const ConsoleAction action : kConsoleActions) wanted.insert("action." + std::string(to_string(action)));
  for (const Role role : kRoles) wanted.insert("role." + std::string(to_string(role)));
  for (const NoticeKind kind : kNoticeKinds) wanted.insert("notice." + std::string(to_string(kind)));
  for (int kind = 0; kind <= static_cast<int>(GateHappeningKind::kStaffCommand); ++kind)
    if (is_alarm(GateHappeningKind{kind})) wanted.insert("alarm." + std::string(to_string(GateHappeningKind{kind})));
  for (int step = 0; step <= static_cast<int>(EnrolmentStep::kRefused); ++step)
    wanted.insert("enrolment." + std::string(to_string(EnrolmentStep{step})));
  for (int refusal = 0; refusal <= static_cast<int>(EnrolmentRefusal::kFailed); ++refusal)
    wanted.insert("enrolment.reason." + std::string(to_string(EnrolmentRefusal{refusal})));
  for (const UpdateStage stage : kUpdateStages) wanted.insert("device.update." + std::string(to_string(stage)));
  for (const std::string& key : wanted) EXPECT_TRUE(words.contains(key)) << key;
}

TEST(Assets, EveryConditionSaysWhatToDo) {
  const Json words = language("/en.json");
  TerminalView sick;
  sick.snapshot.camera = TerminalSnapshot::Camera::kLost;
  sick.snapshot.gate_io = TerminalSnapshot::GateLines::kLost;
  sick.snapshot.recognition = TerminalSnapshot::Recognition::kSilent;
  sick.facts.clock_trusted = false;
  sick.tally.audit_failures = 1;
  TerminalView old = sick, well;
  old.snapshot.camera = TerminalSnapshot::Camera::kStarting;
  old.facts = {.passes = 9,
               .trust_lists = 1,
               .trust_ages = {{"x", std::chrono::days{9}, false, true}},
               .gallery_too_large = true};
  TerminalView too_old = old;
  too_old.facts.trust_ages = {{"x", std::chrono::days{99}, true, true}};
  well.snapshot.camera = TerminalSnapshot::Camera::kGood;
  well.facts = {.passes = 9, .trust_lists = 1};
  for (const TerminalView& view : {sick, old, too_old, well}) {
    for (const PartHealth& part : health_of(view)) {
      EXPECT_TRUE(words.contains("health." + std::string(part.code))) << part.code;
      const bool good = part.health == PartHealth::Health::kGood;
      EXPECT_EQ(words.contains("health." + std::string(part.code) + ".do"), !good) << part.code;
    }
  }
  for (const PartHealth& part : health_of(well)) EXPECT_EQ(part.health, PartHealth::Health::kGood) << part.part;
}

}  // namespace
}  // namespace gate
