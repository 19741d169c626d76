#include "rules/certlogic_time.h"

#include <gtest/gtest.h>

#include <vector>

#include "common/iso_time.h"

namespace gate {
namespace {

std::string read(std::string_view text) {
  const auto time = read_certlogic_time(text);
  return time ? iso_time(*time) : "refused";
}

struct Form {
  std::string_view text;
  std::string_view time;
};

TEST(CertLogicTime, ReadsEveryFormOfTheSpecification) {
  const std::vector<Form> forms{{"2021", "2021-12-31T00:00:00.000Z"},
                                {"2021-02", "2021-02-28T00:00:00.000Z"},
                                {"2020-02", "2020-02-29T00:00:00.000Z"},
                                {"2021-06-01", "2021-06-01T00:00:00.000Z"},
                                {"2021-06-01T12:34:56", "2021-06-01T12:34:56.000Z"},
                                {"2021-06-01T12:34:56Z", "2021-06-01T12:34:56.000Z"},
                                {"2021-06-01T12:34:56+2", "2021-06-01T10:34:56.000Z"},
                                {"2021-06-01T12:34:56+02", "2021-06-01T10:34:56.000Z"},
                                {"2021-06-01T12:34:56-230", "2021-06-01T15:04:56.000Z"},
                                {"2021-06-01T12:34:56+0230", "2021-06-01T10:04:56.000Z"},
                                {"2021-06-01T12:34:56+2:30", "2021-06-01T10:04:56.000Z"},
                                {"2021-06-01T12:34:56-02:30", "2021-06-01T15:04:56.000Z"},
                                {"2021-06-01T12:34:56.7", "2021-06-01T12:34:56.700Z"},
                                {"2021-06-01T12:34:56.7899Z", "2021-06-01T12:34:56.789Z"},
                                {"2021-06-01T12:34:56.000009+1", "2021-06-01T11:34:56.000Z"},
                                {"2021-06-01T00:30:00+01:00", "2021-05-31T23:30:00.000Z"}};
  for (const Form& form : forms) EXPECT_EQ(read(form.text), form.time) << form.text;
}

TEST(CertLogicTime, RefusesEveryOtherForm) {
  for (const char* text : {"",
                           "21",
                           "2021-6",
                           "2021-06-1",
                           "2021-13",
                           "2021-00-01",
                           "2021-02-29",
                           "2021-09-99",
                           "20210601",
                           "2021-06-01T",
                           "2021-06-01 12:34:56",
                           "2021-06-01T12:34",
                           "2021-06-01T24:00:00",
                           "2021-06-01T12:60:00",
                           "2021-06-01T12:34:60",
                           "2021-06-01T12:34:56.",
                           "2021-06-01T12:34:56.Z",
                           "2021-06-01T12:34:56z",
                           "2021-06-01T12:34:56+",
                           "2021-06-01T12:34:56+24",
                           "2021-06-01T12:34:56+0260",
                           "2021-06-01T12:34:56+02:3",
                           "2021-06-01T12:34:56+:30",
                           "2021-06-01T12:34:56+00230",
                           "2021-06-01T12:34:56Z ",
                           "+2021-06-01",
                           "-021-06-01"})
    EXPECT_EQ(read(text), "refused") << text;
  EXPECT_EQ(read("2021-06-01T12:34:56." + std::string(1000, '1')), "refused");
}

TEST(CertLogicTime, ADateOfBirthIsTheLastDayItAllows) {
  EXPECT_EQ(iso_time(read_date_of_birth("2004").value()), "2004-12-31T00:00:00.000Z");
  EXPECT_EQ(iso_time(read_date_of_birth("2004-02").value()), "2004-02-29T00:00:00.000Z");
  EXPECT_EQ(iso_time(read_date_of_birth("2004-02-01").value()), "2004-02-01T00:00:00.000Z");
  EXPECT_FALSE(read_date_of_birth("2004-02-01T00:00:00Z"));
  EXPECT_FALSE(read_date_of_birth(""));
}

std::string plus(std::string_view text, std::int64_t amount, TimeUnit unit) {
  const auto time = plus_time(read_certlogic_time(text).value(), amount, unit);
  return time ? iso_time(*time).substr(0, 13) : "refused";
}

TEST(CertLogicTime, CountsAsTheSpecificationsTableDoes) {
  EXPECT_EQ(plus("2020-02-29", 1, TimeUnit::kDay), "2020-03-01T00");
  EXPECT_EQ(plus("2020-02-29", 1, TimeUnit::kMonth), "2020-03-29T00");
  EXPECT_EQ(plus("2020-02-29", 1, TimeUnit::kYear), "2021-03-01T00");
}

TEST(CertLogicTime, ADayThatTheMonthLacksRunsOver) {
  EXPECT_EQ(plus("2021-01-31", 1, TimeUnit::kMonth), "2021-03-03T00");
  EXPECT_EQ(plus("2021-03-31", -1, TimeUnit::kMonth), "2021-03-03T00");
  EXPECT_EQ(plus("2021-12-15", 2, TimeUnit::kMonth), "2022-02-15T00");
  EXPECT_EQ(plus("2021-01-15", -13, TimeUnit::kMonth), "2019-12-15T00");
  EXPECT_EQ(plus("2021-06-01T10:00:00Z", -11, TimeUnit::kHour), "2021-05-31T23");
  EXPECT_EQ(plus("2021-06-01T10:00:00Z", 0, TimeUnit::kYear), "2021-06-01T10");
}

TEST(CertLogicTime, LeavesNoYearThatCannotBeWritten) {
  EXPECT_EQ(plus("9999-12-31", 0, TimeUnit::kDay), "9999-12-31T00");
  EXPECT_EQ(plus("9999-12-31", 1, TimeUnit::kDay), "refused");
  EXPECT_EQ(plus("0000-01-01", -1, TimeUnit::kHour), "refused");
  for (const TimeUnit unit : {TimeUnit::kHour, TimeUnit::kDay, TimeUnit::kMonth, TimeUnit::kYear}) {
    EXPECT_EQ(plus("2021-06-01", INT64_MAX, unit), "refused");
    EXPECT_EQ(plus("2021-06-01", INT64_MIN, unit), "refused");
  }
}

TEST(CertLogicTime, KnowsFourUnits) {
  EXPECT_EQ(parse_time_unit("month"), TimeUnit::kMonth);
  EXPECT_FALSE(parse_time_unit("minute"));
  EXPECT_FALSE(parse_time_unit("Month"));
}

}  // namespace
}  // namespace gate
