#include "terminal/notice_file.h"

#include <gtest/gtest.h>

#include <sys/stat.h>

#include <fstream>

#include "common/iso_time.h"
#include "fakes/temporary_folder.h"

namespace gate {
namespace {

using namespace std::chrono_literals;

const std::string kGood =
    R"({"kind": "update_running", "until": "2021-12-03T09:30:00Z", "text": "Aktualisierung läuft"})";

TEST(Notice, IsReadWhole) {
  const auto notice = parse_notice(kGood);
  ASSERT_TRUE(notice) << notice.error().message;
  EXPECT_EQ(notice->kind, NoticeKind::kUpdateRunning);
  EXPECT_EQ(notice->until, parse_iso_time("2021-12-03T09:30:00Z").value());
  EXPECT_EQ(notice->text, "Aktualisierung läuft");
}

TEST(Notice, EveryKindHasItsName) {
  for (const NoticeKind kind : kNoticeKinds) {
    const auto notice =
        parse_notice(R"({"until": "2021-12-03T09:30:00Z", "kind": ")" + std::string(to_string(kind)) + "\"}");
    ASSERT_TRUE(notice) << to_string(kind);
    EXPECT_EQ(notice->kind, kind);
    EXPECT_EQ(notice->text, "");
  }
}

TEST(Notice, AnythingElseIsRefused) {
  const std::string until = R"("until": "2021-12-03T09:30:00Z")";
  for (const std::string& text : {
           std::string(),
           std::string("{}"),
           std::string("[]"),
           std::string("null"),
           std::string("{"),
           "{" + until + "}",
           std::string(R"({"kind": "update_running"})"),
           R"({"kind": "open_the_gate", )" + until + "}",
           R"({"kind": 1, )" + until + "}",
           std::string(R"({"kind": "update_running", "until": "soon"})"),
           std::string(R"({"kind": "update_running", "until": 1638523800})"),
           R"({"kind": "update_running", "lock_release": true, )" + until + "}",
           R"({"kind": "update_running", "kind": "import_done", )" + until + "}",
           R"({"kind": "update_running", "text": ["a"], )" + until + "}",
           R"({"kind": "update_running", "text": "a\nb", )" + until + "}",
           R"({"kind": "update_running", "text": "a\u001b[2J", )" + until + "}",
           R"({"kind": "update_running", "text": ")" + std::string(Notice::kLongestText + 1, 'a') + "\", " + until +
               "}",
           "{\"kind\": \"update_running\", \"text\": \"\xFF\", " + until + "}",
       }) {
    const auto notice = parse_notice(text);
    ASSERT_FALSE(notice) << text;
    EXPECT_EQ(notice.error().code, ErrorCode::kInvalidInput) << text;
  }
}

class NoticeFileTest : public testing::Test {
 protected:
  void write(const std::string& text) const { std::ofstream(file_) << text; }
  static std::string until(WallTime time) { return R"({"kind": "import_done", "until": ")" + iso_time(time) + "\"}"; }

  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_ / "notice.json";
  const WallTime now_ = SystemClock().wall_now();
};

TEST_F(NoticeFileTest, NoFileIsNoNotice) {
  const auto notice = read_notice(file_, now_);
  ASSERT_TRUE(notice);
  EXPECT_FALSE(*notice);
}

TEST_F(NoticeFileTest, ItCountsUntilItIsOver) {
  write(until(now_ + 10s));
  ASSERT_TRUE(read_notice(file_, now_).value());
  EXPECT_TRUE(read_notice(file_, now_ + 9s).value());
  EXPECT_FALSE(read_notice(file_, now_ + 10s).value());
}

TEST_F(NoticeFileTest, ItCountsForADayAtMost) {
  write(until(now_ + 24h * 365));
  EXPECT_TRUE(read_notice(file_, now_ + 23h).value());
  EXPECT_FALSE(read_notice(file_, now_ + 25h).value());
}

TEST_F(NoticeFileTest, HugeFilesAndPipesAreRefusedWithoutBlocking) {
  write(std::string(5000, ' '));
  EXPECT_EQ(read_notice(file_, now_).error().code, ErrorCode::kInvalidInput);
  std::filesystem::remove(file_);
  ASSERT_EQ(mkfifo(file_.c_str(), 0600), 0);
  EXPECT_EQ(read_notice(file_, now_).error().code, ErrorCode::kInvalidInput);
}

TEST_F(NoticeFileTest, AnErrorNamesTheFile) {
  write("{");
  EXPECT_NE(read_notice(file_, now_).error().message.find("notice.json"), std::string::npos);
}

}  // namespace
}  // namespace gate
