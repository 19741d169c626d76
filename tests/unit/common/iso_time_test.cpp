#include "common/iso_time.h"

#include <gtest/gtest.h>

namespace gate {
namespace {

using namespace std::chrono_literals;
const WallTime kMorning = std::chrono::sys_days{std::chrono::year{2021} / 12 / 3} + 9h + 30min;

TEST(IsoTime, WritesUtcWithMilliseconds) {
  EXPECT_EQ(iso_time(kMorning + 7ms), "2021-12-03T09:30:00.007Z");
  EXPECT_EQ(iso_time(WallTime{} - 1ms), "1969-12-31T23:59:59.999Z");
}

TEST(IsoTime, ReadsWhatPeopleAndSuitesWrite) {
  EXPECT_EQ(parse_iso_time("2021-12-03T09:30:00Z").value(), kMorning);
  EXPECT_EQ(parse_iso_time("2021-12-03T09:30:00").value(), kMorning);
  EXPECT_EQ(parse_iso_time("2021-12-03t09:30:00z").value(), kMorning);
  EXPECT_EQ(parse_iso_time("2021-12-03T10:30:00+01:00").value(), kMorning);
  EXPECT_EQ(parse_iso_time("2021-12-03T04:00:00-0530").value(), kMorning);
  EXPECT_EQ(parse_iso_time("2021-12-03T09:30:00.1239Z").value(), kMorning + 123ms);
  EXPECT_EQ(parse_iso_time("2021-12-03").value(), kMorning - 9h - 30min);
}

TEST(IsoTime, RefusesEverythingElse) {
  for (const char* text : {"", "now", "2021", "2021-12", "2021-13-01", "2021-02-30", "2021-12-03T",
                           "2021-12-03T9:30:00Z", "2021-12-03T09:30Z", "2021-12-03T24:30:00Z", "2021-12-03T09:30:00.Z",
                           "2021-12-03T09:30:00ZZ", "2021-12-03T09:30:00+1", "-021-12-03", "2021-12-03T09:30:00Z "})
    EXPECT_FALSE(parse_iso_time(text)) << text;
}

}  // namespace
}  // namespace gate
