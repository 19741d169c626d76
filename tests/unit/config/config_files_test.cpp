#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "config/schema.h"
#include "unit/config/memory_files.h"

namespace gate {
namespace {

using namespace gate::testing;
using nlohmann::json;
namespace fs = std::filesystem;

const fs::path kConfigDir = fs::path(GATE_SOURCE_DIR) / "config";

/// Every JSON file of the folder that is not a schema.
std::vector<fs::path> published_files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(kConfigDir)) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(".json") && !name.ends_with(".schema.json")) files.push_back(entry.path());
  }
  return files;
}

TEST(ConfigFiles, EveryPublishedFileLoads) {
  std::size_t configurations = 0;
  for (const fs::path& file : published_files()) {
    const std::string folder = file.parent_path().filename().string();
    std::optional<Error> error;
    if (folder == "policies") {
      if (auto policy = load_policy(file); !policy) error = policy.error();
    } else if (folder == "curves") {
      if (auto curve = load_curve(file); !curve) error = curve.error();
    } else if (folder != "languages") {  // those are the screen's, and its tests'
      if (auto config = load_config(file); !config) error = config.error();
      ++configurations;
    }
    EXPECT_FALSE(error) << error->message;
  }
  EXPECT_GE(configurations, 5U);
}

TEST(ConfigFiles, WhatTheyNameOfOursIsThere) {
  for (const fs::path& file : published_files()) {
    const auto config = load_config(file);
    if (!config) continue;
    EXPECT_TRUE(load_policy(config->policy)) << file;
    EXPECT_TRUE(load_curve(config->recognition.curve)) << file;
  }
}

TEST(ConfigFiles, OnlyThePolicyThatTakesAnyCertificateTakesAnAttestation) {
  for (const fs::path& file : published_files()) {
    if (file.parent_path().filename() != "policies") continue;
    const bool any = file.filename() == "any-valid-certificate.json";
    EXPECT_EQ(load_policy(file)->attestation.empty(), !any) << file;
  }
}

TEST(ConfigFiles, TheDefaultNeedsNoHardwareAndBoardsDriveLines) {
  EXPECT_EQ(load_config(kConfigDir / "terminal.json")->camera.kind, CameraKind::kReplay);
  EXPECT_EQ(load_config(kConfigDir / "terminal.json")->gate_io.kind, GateIoKind::kSimulated);
  for (const char* board : {"raspberrypi4", "raspberrypi5", "generic"}) {
    const Config config = load_config(kConfigDir / "boards" / (std::string(board) + ".json")).value();
    EXPECT_EQ(config.camera.kind, CameraKind::kV4l2) << board;
    EXPECT_EQ(config.gate_io.kind, GateIoKind::kGpiod) << board;
    for (const GateInput input : kGateInputs) EXPECT_TRUE(config.gate_io.gpiod.of(input)) << board;
    EXPECT_EQ(config.gate_io.gpiod.of(GateInput::kFireAlarm)->bias, GateLine::Bias::kPullUp)
        << "from generic.json: a cut wire is an alarm";
  }
}

/// Calls `visit` with pointer and node of every leaf of a schema.
void each_leaf(const json& root, const json& node, const std::string& pointer,
               const std::function<void(const std::string&, const json&)>& visit) {
  const json& here =
      node.contains("$ref") ? root.at(json::json_pointer(node["$ref"].get<std::string>().substr(1))) : node;
  if (!here.contains("properties")) return visit(pointer, here);
  for (const auto& [key, child] : here["properties"].items()) each_leaf(root, child, pointer + "/" + key, visit);
}

TEST(ConfigSchema, DocumentedDefaultsAreTheCodesDefaults) {
  const json schema = json::parse(kTerminalSchema);
  const json code = to_json(Config{});
  std::size_t compared = 0;
  each_leaf(schema, schema, "", [&](const std::string& pointer, const json& node) {
    const json::json_pointer at(pointer);
    if (pointer.find("puts/") != std::string::npos) return;  // lines: below
    if (!node.contains("default")) {
      const bool nothing = !code.contains(at) || code[at] == "";
      EXPECT_TRUE(nothing) << pointer << " has the undocumented default " << code[at];
      return;
    }
    ASSERT_TRUE(code.contains(at)) << pointer << " is documented but not read";
    ++compared;
    if (code[at].is_number_float()) {
      EXPECT_FLOAT_EQ(code[at].get<float>(), node["default"].get<float>()) << pointer;
    } else {
      EXPECT_EQ(code[at], node["default"]) << pointer;
    }
  });
  EXPECT_GT(compared, 45U);
}

TEST(ConfigSchema, EveryFieldTheCodeReadsIsDocumented) {
  Config config;
  config.camera.replay.size = cv::Size{640, 480};
  config.models.directory = "m";
  config.events = "e";
  config.sound.device = "plughw:0,0";
  config.camera.recording = "r";
  for (const GateOutput output : kGateOutputs) config.gate_io.gpiod.of(output) = GateLine{.line = "1"};
  for (const GateInput input : kGateInputs) config.gate_io.gpiod.of(input) = GateLine{.line = "2"};
  json written = to_json(config);
  for (auto& line : written["gate_io"]["gpiod"]["outputs"]) line.erase("debounce_ms");
  for (auto& line : written["gate_io"]["gpiod"]["inputs"]) line.erase("drive");
  for (const char* path : {"/policy", "/clock_floor", "/recognition/curve", "/store/database", "/store/device_key",
                           "/store/trust_directory", "/audit/directory", "/screen/language_directory"})
    written[json::json_pointer(path)] = "p";
  const auto checked = Schema(kTerminalSchema).check(written);
  EXPECT_TRUE(checked) << checked.error().message;
}

TEST(ConfigSchema, LinesHaveTheCodesDefaults) {
  const Config config = config_of(minimal(R"("gate_io": {"gpiod": {"outputs": {"buzzer": {"line": "4"}}}},)")).value();
  const GateLine& line = config.gate_io.gpiod.of(GateOutput::kBuzzer).value();
  const json schema = json::parse(kTerminalSchema);
  const auto documented = [&](const char* field) {
    return schema["definitions"]["output"]["properties"][field]["default"];
  };
  EXPECT_EQ(documented("active") == "high", line.active == GateLine::Active::kHigh);
  EXPECT_EQ(documented("bias") == "as_is", line.bias == GateLine::Bias::kAsIs);
  EXPECT_EQ(documented("drive") == "push_pull", line.drive == GateLine::Drive::kPushPull);
}

TEST(ConfigSchema, PolicyDefaultsAreTheCodesDefaults) {
  const json schema = json::parse(kPolicySchema);
  const auto files =
      MemoryFiles{}.add("p.json", R"({"name": "n", "vaccination": [{}], "test": [{}], "recovery": [{}]})");
  const Policy policy = load_policy("p.json", files.reader()).value();
  const auto in = [&](const char* pointer) { return schema.at(json::json_pointer(pointer))["default"]; };
  EXPECT_EQ(in("/properties/disease"), policy.disease);
  EXPECT_EQ(in("/properties/utc_offset_minutes"), policy.utc_offset.count());
  EXPECT_EQ(in("/properties/liveness") == "refuse_attacks", policy.liveness == LivenessRule::kRefuseAttacks);
  EXPECT_EQ(in("/properties/vaccination/items/properties/minimum_doses"), policy.vaccination[0].minimum_doses);
  EXPECT_EQ(in("/properties/vaccination/items/properties/series") == "any",
            policy.vaccination[0].series == Series::kAny);
  EXPECT_EQ(in("/properties/vaccination/items/properties/days_since_dose/properties/min"),
            policy.vaccination[0].age.min.count());
  EXPECT_EQ(in("/properties/test/items/properties/maximum_age_hours"), policy.test[0].maximum_age.count());
}

TEST(ConfigSchema, CurveDefaultsAreTheCodesDefaults) {
  const json schema = json::parse(kCurveSchema)["properties"];
  const MatchCurve curve;
  EXPECT_EQ(schema["gallery_size"]["default"], curve.gallery_size);
  EXPECT_FLOAT_EQ(schema["distance_cap"]["default"].get<float>(), curve.distance_cap.value);
  EXPECT_FLOAT_EQ(schema["runner_up"]["properties"]["weight"]["default"].get<float>(), curve.runner_up.weight);
  EXPECT_FLOAT_EQ(schema["runner_up"]["properties"]["reference"]["default"].get<float>(), curve.runner_up.reference);
}

/// Editors complete what is described; and no integer can overflow what it is read into.
TEST(ConfigSchema, EveryFieldIsDescribedAndEveryNumberBounded) {
  for (const std::string_view text : {kTerminalSchema, kPolicySchema, kCurveSchema}) {
    const json schema = json::parse(text);
    const std::function<void(const json&, const std::string&)> check = [&](const json& node, const std::string& at) {
      if (node.contains("$ref")) return;
      const std::string type = node.value("type", "");
      if (type == "integer" || type == "number") {
        EXPECT_TRUE(node.contains("minimum") || node.contains("exclusiveMinimum")) << at;
        EXPECT_TRUE(node.contains("maximum")) << at;
      }
      EXPECT_FALSE(type == "object" && node.value("additionalProperties", true)) << at;
      if (node.contains("items")) check(node["items"], at + "/items");
      const json members = node.value("properties", json::object());
      for (const auto& [key, child] : members.items()) {
        const bool described = child.contains("description") || at.ends_with("runner_up");
        EXPECT_TRUE(described) << at << "/" << key;
        check(child, at + "/" + key);
      }
    };
    check(schema, "");
  }
}

}  // namespace
}  // namespace gate
