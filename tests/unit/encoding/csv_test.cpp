#include "encoding/csv.h"

#include <gmock/gmock.h>

namespace gate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::vector<std::string>> fields(std::string_view text) {
  std::vector<std::vector<std::string>> rows;
  const auto records = parse_csv(text);
  EXPECT_TRUE(records) << records.error().message;
  for (const CsvRecord& record : records.value_or(std::vector<CsvRecord>{})) rows.push_back(record.fields);
  return rows;
}
std::string error(std::string_view text, const CsvLimits& limits = {}) {
  const auto records = parse_csv(text, limits);
  return records ? "" : records.error().message;
}
std::string written(std::vector<std::string> fields) { return csv_record(fields); }

TEST(Csv, ReadsWhatSpreadsheetsWrite) {
  EXPECT_THAT(fields("\xEF\xBB\xBF"
                     "a,b\r\n1,\"x,\"\"y\"\"\r\nz\"\r\n"),
              ElementsAre(ElementsAre("a", "b"), ElementsAre("1", "x,\"y\"\r\nz")));
  EXPECT_THAT(fields("a, b \n,\"\"\nlast"),
              ElementsAre(ElementsAre("a", " b "), ElementsAre("", ""), ElementsAre("last")));
  EXPECT_THAT(fields(""), ElementsAre());
}

TEST(Csv, CountsRowsAsASpreadsheetDoes) {
  const auto records = parse_csv("head\n\n\"two\nlines\"\n\r\nfive\n");
  ASSERT_TRUE(records);
  ASSERT_EQ(records->size(), 3U);
  EXPECT_EQ((*records)[1].row, 3U);
  EXPECT_EQ((*records)[2].row, 5U) << "empty rows count, lines inside a field do not";
}

TEST(Csv, RefusesWhatIsNotCsvAndSaysWhere) {
  EXPECT_THAT(error("a,b\n1,x\"y\n"), HasSubstr("row 2, field 2: a quote in a field"));
  EXPECT_THAT(error("\"a\"b\n"), HasSubstr("row 1, field 1: something follows"));
  EXPECT_THAT(error("a\n\"b\nc"), HasSubstr("row 2, field 1: a quote that is never closed"));
  EXPECT_THAT(error("a\rb"), HasSubstr("CR without LF"));
  EXPECT_THAT(error("M\xFCller"), HasSubstr("UTF-8"));
  EXPECT_THAT(error(std::string_view("a\0b", 3)), HasSubstr("zero byte"));
}

TEST(Csv, KeepsToItsLimits) {
  constexpr CsvLimits kLimits{.bytes = 40, .records = 3, .fields = 2, .field_bytes = 5};
  EXPECT_EQ(error("a,b\nc,12345\n", kLimits), "");
  EXPECT_THAT(error("a,b,c", kLimits), HasSubstr("more than 2 fields"));
  EXPECT_THAT(error("123456", kLimits), HasSubstr("longer than 5 bytes"));
  EXPECT_THAT(error("\"123456\"", kLimits), HasSubstr("longer than 5 bytes"));
  EXPECT_THAT(error("a\nb\nc\nd", kLimits), HasSubstr("more than 3 rows"));
  EXPECT_THAT(error(std::string(41, '\n'), kLimits), HasSubstr("larger than 40 bytes"));
}

TEST(Csv, KeepsAByteOrderMarkThatBelongsToTheFirstField) {
  EXPECT_EQ(written({"\xEF\xBB\xBFx", "y"}), "\"\xEF\xBB\xBFx\",y\r\n");
}

TEST(Csv, WritesNoFormulas) {
  EXPECT_EQ(written({"a", "b,c", "d\"e", "f\ng"}), "a,\"b,c\",\"d\"\"e\",\"f\ng\"\r\n");
  EXPECT_EQ(written({"=1+1", "+1", "-1", "@x", "\tx"}), "'=1+1,'+1,'-1,'@x,'\tx\r\n");
  EXPECT_EQ(written({"=HYPERLINK(\"x\",\"y\")"}), "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"\r\n");
  EXPECT_EQ(written({"1-2", "a=b", ""}), "1-2,a=b,\r\n");
}

}  // namespace
}  // namespace gate
