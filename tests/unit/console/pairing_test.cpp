#include "console/pairing.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "fakes/fake_clock.h"
#include "fakes/temporary_folder.h"

namespace gate {
namespace {

using namespace std::chrono_literals;

class PairingTest : public ::testing::Test {
 protected:
  Pairing open() {
    return Pairing::open(file, {clock, [this](const std::string& digits) { shown.push_back(digits); }}).value();
  }
  /// A browser's token, got as whoever sees the screen does.
  std::string pair(Pairing& pairing) {
    EXPECT_EQ(pairing.ask(), 0s);
    return pairing.answer(shown.back()).value().value_or("");
  }
  std::string kept() const {
    std::stringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
  }

  FakeClock clock;
  TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "console-browsers.json";
  std::vector<std::string> shown;
};

TEST_F(PairingTest, WhoSeesTheScreenIsKnownFromThenOnAlsoAfterARestart) {
  std::string token;
  {
    Pairing pairing = open();
    token = pair(pairing);
    ASSERT_EQ(token.size(), 43U) << "256 bits in base64url";
    EXPECT_TRUE(pairing.knows(token));
    EXPECT_EQ(shown.back(), "") << "the digits are taken away";
    const std::string other = pair(pairing);
    std::filesystem::rename(file, folder.path() / "aside");
    EXPECT_FALSE(pairing.knows(token)) << "removing the file unpairs them all, at once …";
    EXPECT_NE(pair(pairing), "");
    EXPECT_FALSE(pairing.knows(other)) << "… and for good";
    std::filesystem::rename(folder.path() / "aside", file);
  }
  EXPECT_TRUE(open().knows(token));
  EXPECT_FALSE(open().knows(""));
  EXPECT_FALSE(open().knows(token + "x"));
  EXPECT_EQ(kept().find(token), std::string::npos) << "its hash alone is kept";
  EXPECT_EQ(std::filesystem::status(file).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  std::filesystem::remove(file);
  EXPECT_FALSE(open().knows(token));
}

TEST_F(PairingTest, DigitsAreSixAndDifferEachTime) {
  std::set<std::string> all;
  for (int i = 0; i < 20; ++i) {
    Pairing pairing = open();
    pairing.ask();
    EXPECT_EQ(shown.back().size(), 6U);
    EXPECT_EQ(shown.back().find_first_not_of("0123456789"), std::string::npos);
    all.insert(shown.back());
  }
  EXPECT_GT(all.size(), 15U);
}

TEST_F(PairingTest, ThreeWrongGuessesVoidTheDigitsAndSoDoesAMinute) {
  Pairing pairing = open();
  pairing.ask();
  const std::string digits = shown.back();
  const std::string wrong = digits == "000000" ? "000001" : "000000";
  for (int i = 0; i < Pairing::kGuesses; ++i) EXPECT_FALSE(pairing.answer(wrong).value());
  EXPECT_FALSE(pairing.answer(digits).value());
  EXPECT_EQ(shown.back(), "");
  pairing.ask();
  clock.advance(Pairing::kShown);
  EXPECT_FALSE(pairing.answer(shown.back()).value());
  EXPECT_FALSE(open().answer("").value()) << "and none are none";
}

TEST_F(PairingTest, AskingAgainChangesNothingThatIsShown) {
  Pairing pairing = open();
  pairing.ask();
  pairing.ask();
  EXPECT_EQ(shown.size(), 1U) << "whoever asks cannot take another's digits away";
}

TEST_F(PairingTest, TheScreenIsLeftInPeaceWhenNobodyAnswers) {
  Pairing pairing = open();
  for (int i = 0; i < Pairing::kAskedInVain; ++i) {
    EXPECT_EQ(pairing.ask(), 0s) << i;
    clock.advance(Pairing::kShown);
  }
  EXPECT_GT(pairing.ask(), 50min);
  EXPECT_EQ(shown.size(), static_cast<std::size_t>(Pairing::kAskedInVain));
  clock.advance(Pairing::kPeace);
  for (int i = 0; i < Pairing::kAskedInVain; ++i, clock.advance(Pairing::kShown)) EXPECT_EQ(pairing.ask(), 0s);
  EXPECT_GT(pairing.ask(), 110min) << "longer each time, for whoever guesses without seeing them";
  for (int round = 0; round < 20; ++round) {
    clock.advance(Pairing::kLongestPeace);
    for (int i = 0; i < Pairing::kAskedInVain; ++i, clock.advance(Pairing::kShown)) EXPECT_EQ(pairing.ask(), 0s);
  }
  EXPECT_LE(pairing.ask(), Pairing::kLongestPeace);
  clock.advance(Pairing::kLongestPeace);
  EXPECT_NE(pair(pairing), "");
  for (int i = 0; i < Pairing::kAskedInVain; ++i, clock.advance(Pairing::kShown)) EXPECT_EQ(pairing.ask(), 0s);
  EXPECT_LE(pairing.ask(), Pairing::kPeace) << "until somebody has paired";
}

TEST_F(PairingTest, TheBrowserKnownLongestGivesWay) {
  Pairing pairing = open();
  const std::string first = pair(pairing);
  for (std::size_t i = 1; i < Pairing::kMostBrowsers; ++i) pair(pairing);
  EXPECT_TRUE(pairing.knows(first));
  const std::string last = pair(pairing);
  EXPECT_FALSE(pairing.knows(first));
  EXPECT_TRUE(pairing.knows(last));
}

TEST_F(PairingTest, AFileThatIsNoneIsNamedAndABrowserThatCannotBeKeptIsNotKnown) {
  for (const char* text : {"{", "[]", "{\"browsers\": [7]}", "{\"browsers\": [\"zz\"]}"}) {
    std::ofstream(file) << text;
    const auto opened = Pairing::open(file, {clock, [](const std::string&) {}});
    ASSERT_FALSE(opened) << text;
    EXPECT_NE(opened.error().message.find(file.string()), std::string::npos);
  }
  file = folder.path() / "later" / "console-browsers.json";
  Pairing pairing = open();
  std::ofstream(folder.path() / "later") << "a file where a folder should be";
  pairing.ask();
  EXPECT_EQ(pairing.answer(shown.back()).error().code, ErrorCode::kIo);
}

}  // namespace
}  // namespace gate
