#include "enrolment/organiser_list.h"

#include <gmock/gmock.h>

namespace gate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

OrganiserList read(std::string_view csv) {
  auto list = read_organiser_list(csv, "/lists");
  EXPECT_TRUE(list) << list.error().message;
  return list.value_or(OrganiserList{});
}
std::string error(std::string_view csv) {
  const auto list = read_organiser_list(csv, "/lists");
  return list ? "" : list.error().message;
}

TEST(OrganiserListTest, ReadsColumnsInAnyOrder) {
  const OrganiserList list = read(
      "Photo,e-mail,BIRTH_DATE,reference, Certificate ,initials,family_name,given_name,video\r\n"
      "a.jpg; b.jpg ,x@example.org,1980-01-01, T-1 ,c/1.txt,A.B.,Test,Anna,\r\n"
      "\r\n"
      ",,,T-2,/elsewhere/2.txt,,,,v.mp4\r\n");
  ASSERT_EQ(list.rows.size(), 2U);
  const OrganiserRow& first = list.rows[0];
  EXPECT_FALSE(first.refusal);
  EXPECT_EQ(first.row, 2U);
  EXPECT_EQ(first.reference, "T-1");
  EXPECT_THAT(first.faces.photos, ElementsAre("/lists/a.jpg", "/lists/b.jpg"));
  EXPECT_EQ(first.certificate, "/lists/c/1.txt");
  EXPECT_EQ(first.initials, "A.B.");
  EXPECT_EQ(first.holder.family_name, "Test");
  EXPECT_EQ(first.holder.birth_date, "1980-01-01");
  EXPECT_EQ(list.rows[1].row, 4U);
  EXPECT_EQ(list.rows[1].faces.video, "/lists/v.mp4");
  EXPECT_EQ(list.rows[1].certificate, "/elsewhere/2.txt");
  EXPECT_THAT(list.unused_columns, ElementsAre("e-mail"));
}

TEST(OrganiserListTest, CutsALongForeignColumnBetweenCharacters) {
  const std::string letters(39, 'x');
  EXPECT_THAT(read("reference,certificate,photo," + letters + "\u65e5\u672c\nA,c,p\n").unused_columns,
              ElementsAre(letters + "..."));
}

TEST(OrganiserListTest, SaysOfARowWhatItLacks) {
  const OrganiserList list = read(
      "reference,certificate,photo,birth_date,initials\n"
      ",c,p\nB,,p\nC,c,\nD\nE,c,p,01.01.1980\nF,c,p,,ABCDEFGHI\n\"G\nG\",c,p\n");
  std::vector<std::string> found;
  for (const OrganiserRow& row : list.rows) {
    ASSERT_TRUE(row.refusal);
    found.push_back(std::string(to_string(row.refusal->reason)) + ": " + row.refusal->what);
  }
  EXPECT_THAT(found, ElementsAre("row_incomplete: reference: is empty", "row_incomplete: certificate: is empty",
                                 "row_incomplete: photo and video: both are empty",
                                 "row_incomplete: certificate: is empty", HasSubstr("row_invalid: birth_date"),
                                 HasSubstr("row_invalid: initials"), HasSubstr("row_invalid: reference")));
  EXPECT_EQ(list.rows.back().reference, "G?G") << "a report can show it";
}

TEST(OrganiserListTest, TakesNoneOfTheRowsThatShareAReference) {
  const OrganiserList list = read("reference,certificate,photo\nA,c,p\nB,d,q\nA,e,r\n");
  EXPECT_EQ(list.rows[0].refusal->reason, IssueReason::kReferenceTwice);
  EXPECT_THAT(list.rows[0].refusal->what, HasSubstr("row 4"));
  EXPECT_FALSE(list.rows[1].refusal);
  EXPECT_THAT(list.rows[2].refusal->what, HasSubstr("row 2"));
}

TEST(OrganiserListTest, RefusesAListThatCannotBeUsed) {
  EXPECT_THAT(error(""), HasSubstr("empty"));
  EXPECT_THAT(error("reference,certificate,photo\n"), HasSubstr("no rows"));
  EXPECT_THAT(error("reference,photo\nA,p\n"), HasSubstr("no column certificate"));
  EXPECT_THAT(error("reference,certificate\nA,c\n"), HasSubstr("neither a column photo nor video"));
  EXPECT_THAT(error("reference;certificate;photo\nA;c;p\n"), HasSubstr("divided by commas"));
  EXPECT_THAT(error("reference,certificate,photo,Photo\nA,c,p,q\n"), HasSubstr("photo is there twice"));
  EXPECT_THAT(error("reference,certificate,photo\nA,\"c,p\n"), HasSubstr("row 2"));
}

}  // namespace
}  // namespace gate
