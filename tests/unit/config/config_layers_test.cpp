#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/config/memory_files.h"

namespace gate {
namespace {

using namespace gate::testing;
using ::testing::HasSubstr;

TEST(ConfigLayers, AFileIsMergedOverTheOneItExtends) {
  const auto files = MemoryFiles{}
                         .add("etc/base.json", minimal(R"("gate": {"open_ms": 7000, "cool_down_ms": 10},)"))
                         .add("etc/boards/b.json", R"({"extends": "../base.json", "gate": {"open_ms": 600}})");
  const Config config = load_config("etc/boards/b.json", files.reader()).value();
  EXPECT_EQ(config.gate.open.count(), 600);
  EXPECT_EQ(config.gate.cool_down.count(), 10);
}

TEST(ConfigLayers, PathsAreRelativeToTheFileThatNamesThem) {
  const auto files = MemoryFiles{}
                         .add("etc/base.json", minimal())
                         .add("etc/boards/b.json", R"({"extends": "../base.json", "policy": "mine.json",
                                                       "clock_floor": "/var/floor", "events": "-"})");
  const Config config = load_config("etc/boards/b.json", files.reader()).value();
  EXPECT_EQ(config.recognition.curve, "etc/c.json");
  EXPECT_EQ(config.policy, "etc/boards/mine.json");
  EXPECT_EQ(config.clock_floor, "/var/floor");
  EXPECT_EQ(config.events, "-") << "standard output is no file";
}

TEST(ConfigLayers, NullRemovesWhatTheBaseSays) {
  const auto files = MemoryFiles{}
                         .add("base.json", minimal(R"("gate": {"open_ms": 7000},)"))
                         .add("b.json", R"({"extends": "base.json", "gate": {"open_ms": null}})");
  EXPECT_EQ(load_config("b.json", files.reader())->gate.open, GateTimings{}.open);
  const auto typo = MemoryFiles{files}.add("b.json", R"({"extends": "base.json", "gate": {"opn_ms": null}})");
  EXPECT_THAT(load_config("b.json", typo.reader()).error().message, HasSubstr("/gate/opn_ms"));
}

TEST(ConfigLayers, AnErrorNamesTheFileItIsIn) {
  const auto files = MemoryFiles{}
                         .add("base.json", minimal(R"("log_level": "loud",)"))
                         .add("b.json", R"({"extends": "base.json", "log_level": "info"})");
  EXPECT_THAT(load_config("b.json", files.reader()).error().message, HasSubstr("base.json: /log_level"));
  const auto missing = MemoryFiles{}.add("b.json", R"({"extends": "no.json"})");
  EXPECT_THAT(load_config("b.json", missing.reader()).error().message, HasSubstr("b.json: /extends: no.json"));
}

TEST(ConfigLayers, CirclesAndLongChainsAreRefused) {
  const auto circle =
      MemoryFiles{}.add("a.json", R"({"extends": "b.json"})").add("b.json", R"({"extends": "./a.json"})");
  EXPECT_THAT(load_config("a.json", circle.reader()).error().message, HasSubstr("leads in a circle to a.json"));
  MemoryFiles chain;
  for (int i = 0; i < 20; ++i)
    chain.add(std::to_string(i) + ".json", R"({"extends": ")" + std::to_string(i + 1) + R"(.json"})");
  EXPECT_THAT(load_config("0.json", chain.reader()).error().message, HasSubstr("more than 8 files"));
}

TEST(ConfigLayers, PoliciesExtendToo) {
  const auto files =
      MemoryFiles{}
          .add("base.json", R"({"name": "base", "vaccination": [{"minimum_doses": 2}], "utc_offset_minutes": 540})")
          .add("p.json", R"({"extends": "base.json", "name": "mine", "vaccination": [{"minimum_doses": 3}]})");
  const Policy policy = load_policy("p.json", files.reader()).value();
  EXPECT_EQ(policy.name, "mine");
  ASSERT_EQ(policy.vaccination.size(), 1U);
  EXPECT_EQ(policy.vaccination[0].minimum_doses, 3);
  EXPECT_EQ(policy.utc_offset, std::chrono::minutes{540});
}

}  // namespace
}  // namespace gate
