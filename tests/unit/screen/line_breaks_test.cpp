#include "screen/line_breaks.h"

#include <gtest/gtest.h>

namespace gate {
namespace {

using Lines = std::vector<std::u32string>;

/// Letters as wide as one, Latin ones half.
int measure(std::u32string_view line) {
  int width = 0;
  for (const char32_t letter : line) width += letter < 0x3000 ? 1 : 2;
  return width;
}

Lines broken(std::u32string_view text, int width) { return break_lines(text, width, measure); }

TEST(LineBreaks, LatinBreaksAtSpacesEvenly) {
  EXPECT_EQ(broken(U"Come closer, please", 40), (Lines{U"Come closer, please"}));
  EXPECT_EQ(broken(U"Come closer, please", 18), (Lines{U"Come closer,", U"please"}));
  EXPECT_EQ(broken(U"a b c d e f g h", 14), (Lines{U"a b c d", U"e f g h"})) << "not \"a b c d e f g\" and \"h\"";
}

TEST(LineBreaks, AWordThatIsTooWideStaysWhole) {
  EXPECT_EQ(broken(U"to unbelievable places", 8), (Lines{U"to", U"unbelievable", U"places"}));
}

TEST(LineBreaks, JapaneseBreaksAnywhereButNotAgainstKinsoku) {
  EXPECT_EQ(broken(U"もう少し近づいて", 8), (Lines{U"もう少し", U"近づいて"}));
  for (const Lines& lines : {broken(U"確認しました。お待ちください。", 12), broken(U"チェック中です、少々お待ち", 6)})
    for (const std::u32string& line : lines) {
      EXPECT_EQ(std::u32string_view(U"。、ッョー").find(line.front()), std::u32string_view::npos);
      EXPECT_NE(line.back(), U'「');
    }
  for (const std::u32string& line : broken(U"係員「受付」へどうぞ", 6)) EXPECT_NE(line.back(), U'「');
}

TEST(LineBreaks, MarksSayWhereAndAreNotShown) {
  EXPECT_EQ(broken(U"もう少し|近づいてください", 18), (Lines{U"もう少し", U"近づいてください"}));
  EXPECT_EQ(broken(U"もう少し|近づいてください", 60), (Lines{U"もう少し近づいてください"}));
  EXPECT_EQ(broken(U"あ|いうえおかきくけこ", 10), broken(U"あいうえおかきくけこ", 10))
      << "a piece that is too wide: as if there were no marks";
  EXPECT_EQ(without_marks(U"USBを|抜く"), U"USBを抜く");
}

TEST(LineBreaks, MarksAreKeptWhileEveryPieceFitsAndWhereThereAreNone) {
  EXPECT_TRUE(keeps_marks(U"もう少し|近づいてください", 18, measure));
  EXPECT_FALSE(keeps_marks(U"もう少し|近づいてください", 10, measure));
  EXPECT_TRUE(keeps_marks(U"もう少し近づいてください", 18, measure)) << "two lines, as they come";
}

TEST(LineBreaks, NoTextNoLetters) { EXPECT_EQ(broken(U"", 10), Lines{}); }

}  // namespace
}  // namespace gate
