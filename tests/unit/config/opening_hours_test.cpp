#include "config/opening_hours.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "unit/config/memory_files.h"

namespace gate {
namespace {

using namespace std::chrono_literals;
using std::chrono::Friday;
using std::chrono::Monday;
using std::chrono::Saturday;
using std::chrono::Sunday;

const std::vector<OpeningHours> kWeek{{{Monday, Friday}, 9h, 18h}, {{Saturday}, 22h, 2h}};

TEST(OpeningHours, HoldFromTheFirstMinuteAndUpToTheLast) {
  EXPECT_FALSE(is_open(kWeek, {Monday, 8h + 59min}));
  EXPECT_TRUE(is_open(kWeek, {Monday, 9h}));
  EXPECT_TRUE(is_open(kWeek, {Monday, 17h + 59min}));
  EXPECT_FALSE(is_open(kWeek, {Monday, 18h}));
  EXPECT_FALSE(is_open(kWeek, {Sunday, 12h}));
  EXPECT_FALSE(is_open({}, {Monday, 12h}));
}

TEST(OpeningHours, OverMidnightBelongToTheDayTheyBeginOn) {
  EXPECT_FALSE(is_open(kWeek, {Saturday, 1h}));
  EXPECT_TRUE(is_open(kWeek, {Saturday, 23h}));
  EXPECT_TRUE(is_open(kWeek, {Sunday, 1h + 59min}));
  EXPECT_FALSE(is_open(kWeek, {Sunday, 2h}));
  EXPECT_FALSE(is_open(kWeek, {Sunday, 23h}));
}

TEST(OpeningHours, AreReadFromTheConfigurationAndWrittenBack) {
  const Config config = testing::config_of(testing::minimal(R"("time_zone": "CET-1CEST,M3.5.0,M10.5.0/3",
      "opening_hours": [{"days": ["mon", "sun"], "from": "00:00", "to": "24:00"}],)"))
                            .value();
  ASSERT_EQ(config.opening_hours.size(), 1U);
  EXPECT_TRUE(is_open(config.opening_hours, {Sunday, 23h + 59min}));
  EXPECT_EQ(config.time_zone, "CET-1CEST,M3.5.0,M10.5.0/3");
  EXPECT_EQ(to_json(config)["opening_hours"].dump(), R"([{"days":["mon","sun"],"from":"00:00","to":"24:00"}])");
}

TEST(OpeningHours, NonsenseIsRefused) {
  for (const char* span :
       {R"({"days": ["mon"], "from": "9:00", "to": "18:00"})", R"({"days": ["mon"], "from": "24:00", "to": "18:00"})",
        R"({"days": ["mon"], "from": "09:00", "to": "24:01"})", R"({"days": ["mon"], "from": "09:00", "to": "09:00"})",
        R"({"days": ["monday"], "from": "09:00", "to": "18:00"})", R"({"days": [], "from": "09:00", "to": "18:00"})"})
    EXPECT_FALSE(testing::config_of(testing::minimal("\"opening_hours\": [" + std::string(span) + "],"))) << span;
  EXPECT_FALSE(testing::config_of(testing::minimal(R"("time_zone": "Europe Berlin",)")));
}

}  // namespace
}  // namespace gate
