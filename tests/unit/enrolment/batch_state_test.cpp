#include "enrolment/batch_state.h"

#include <gmock/gmock.h>
#include <sys/resource.h>

#include <csignal>

#include <fstream>

#include "fakes/temporary_folder.h"

namespace gate {
namespace {

using ::testing::ElementsAre;

RowRecord issued(std::uint8_t pass, const Sha256& content = {2}) {
  return {Sha256{1}, RowRecord::Issued{PassId{{pass}}, content, WallTime{std::chrono::seconds{1'700'000'000}}}, {}};
}
RowRecord refused() {
  return {Sha256{3}, std::nullopt, IssueRefusal{IssueReason::kPicturesUnusable, "a \"picture\"\n\xFF"}};
}

/// Files of this process grow to so many bytes only, as on a full disk.
class SmallFiles {
 public:
  explicit SmallFiles(rlim_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~SmallFiles() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    ::signal(SIGXFSZ, handler_);
  }
  SmallFiles(const SmallFiles&) = delete;
  SmallFiles& operator=(const SmallFiles&) = delete;

 private:
  void (*handler_)(int) = ::signal(SIGXFSZ, SIG_IGN);
  rlimit before_{};
};

TEST(BatchRecordsTest, AreReadAsTheyWereWritten) {
  const BatchRecords records =
      read_batch_records(batch_record_line("A", issued(7)) + batch_record_line("B", refused()));
  ASSERT_EQ(records.rows.size(), 2U);
  const auto& a = records.rows.at("A");
  EXPECT_EQ(a.inputs, Sha256{1});
  EXPECT_EQ(a.issued->pass, (PassId{{7}}));
  EXPECT_EQ(a.issued->expires_at, WallTime{std::chrono::seconds{1'700'000'000}});
  EXPECT_EQ(records.rows.at("B").refusal->reason, IssueReason::kPicturesUnusable);
}

TEST(BatchRecordsTest, ALineCutShortLosesItsRowOnly) {
  const std::string whole = batch_record_line("A", issued(7)) + batch_record_line("B", refused());
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_EQ(read_batch_records(whole.substr(0, size)).rows.size(),
              size < batch_record_line("A", issued(7)).size() ? 0U : 1U);
}

TEST(BatchRecordsTest, TheLastLineOfAReferenceCounts) {
  const BatchRecords records =
      read_batch_records(batch_record_line("A", issued(1)) + batch_record_line("A", issued(2)) +
                         batch_record_line("B", issued(3)) + batch_record_line("B", refused()));
  EXPECT_EQ(records.rows.at("A").issued->pass, (PassId{{2}}));
  EXPECT_TRUE(records.rows.at("B").refusal);
  ASSERT_EQ(records.superseded.size(), 2U);
  EXPECT_EQ(records.superseded[0].second.issued->pass, (PassId{{1}}));
  EXPECT_EQ(records.superseded[1].first, "B");
  EXPECT_EQ(records.superseded[1].second.issued->pass, (PassId{{3}}));
}

TEST(BatchStateTest, GoesOnWhereItStopped) {
  const TemporaryFolder out;
  {
    const auto folder = BatchFolder::open(out.path()).value();
    ASSERT_TRUE(BatchState::open(folder).value()->add("A", issued(2)));
  }
  std::ofstream(out / "batch.state", std::ios::app) << R"({"reference":"B","inp)";
  std::ofstream(out / "x.pass.new") << "half";
  const auto folder = BatchFolder::open(out.path()).value();
  const auto state = BatchState::open(folder).value();
  EXPECT_EQ(state->find("A")->issued->pass, (PassId{{2}}));
  EXPECT_FALSE(state->find("B"));
  EXPECT_FALSE(std::filesystem::exists(out / "x.pass.new"));
  ASSERT_TRUE(state->add("B", refused()));
  EXPECT_EQ(BatchState::open(folder).value()->find("B")->refusal->reason, IssueReason::kPicturesUnusable);
}

/// A row issued once; then `killed` adds to it what a killed run left behind.
template <class Killed>
void leave_behind(const std::filesystem::path& out, Killed killed) {
  const auto folder = BatchFolder::open(out).value();
  const auto state = BatchState::open(folder).value();
  ASSERT_TRUE(state->add("A", issued(1, sha256(bytes_of("one")))));
  ASSERT_TRUE(folder.write_pass(PassId{{1}}, bytes_of("one")));
  killed(folder, *state);
}

TEST(BatchStateTest, APassStandsUntilTheNewOneIsWritten) {
  const TemporaryFolder out;
  leave_behind(out.path(), [](const BatchFolder&, BatchState& state) { ASSERT_TRUE(state.add("A", issued(2))); });
  for (const char* run : {"first", "second"}) {
    const auto folder = BatchFolder::open(out.path()).value();
    const auto state = BatchState::open(folder).value();
    EXPECT_EQ(state->find("A")->issued->pass, (PassId{{1}})) << run;
    EXPECT_THAT(folder.passes().value(), ElementsAre(PassId{{1}})) << run;
  }
}

TEST(BatchStateTest, OfTwoPassesOfARowTheNewOneStays) {
  const TemporaryFolder out;
  leave_behind(out.path(), [](const BatchFolder& folder, BatchState& state) {
    ASSERT_TRUE(state.add("A", issued(2, sha256(bytes_of("two")))));
    ASSERT_TRUE(folder.write_pass(PassId{{2}}, bytes_of("two")));
  });
  const auto folder = BatchFolder::open(out.path()).value();
  EXPECT_EQ(BatchState::open(folder).value()->find("A")->issued->pass, (PassId{{2}}));
  EXPECT_THAT(folder.passes().value(), ElementsAre(PassId{{2}}));
}

TEST(BatchStateTest, APassThatWasTakenBackDoesNotComeAgain) {
  const TemporaryFolder out;
  leave_behind(out.path(), [](const BatchFolder&, BatchState& state) { ASSERT_TRUE(state.add("A", refused())); });
  const auto folder = BatchFolder::open(out.path()).value();
  EXPECT_TRUE(BatchState::open(folder).value()->find("A")->refusal);
  EXPECT_THAT(folder.passes().value(), ElementsAre());
}

TEST(BatchStateTest, HalfALineOnAFullDiskIsNoPartOfTheNext) {
  const TemporaryFolder out;
  const auto folder = BatchFolder::open(out.path()).value();
  const auto state = BatchState::open(folder).value();
  {
    const SmallFiles limit(20);
    EXPECT_FALSE(state->add("A", issued(1)));
  }
  EXPECT_EQ(std::filesystem::file_size(out / "batch.state"), 20U);
  ASSERT_TRUE(state->add("B", issued(2)));
  const auto again = BatchState::open(folder).value();
  EXPECT_FALSE(again->find("A"));
  EXPECT_TRUE(again->find("B"));
}

TEST(BatchFolderTest, IsOneRunsAtATime) {
  const TemporaryFolder out;
  const auto folder = BatchFolder::open(out.path());
  ASSERT_TRUE(folder);
  EXPECT_EQ(BatchFolder::open(out.path()).error().code, ErrorCode::kTimeout);
}

TEST(BatchFolderTest, KnowsAPassByItsContent) {
  const TemporaryFolder out;
  const auto folder = BatchFolder::open(out.path()).value();
  const PassId id{{9}};
  ASSERT_TRUE(folder.write_pass(id, bytes_of("pass")));
  EXPECT_TRUE(folder.holds(id, sha256(bytes_of("pass"))));
  EXPECT_FALSE(folder.holds(id, sha256(bytes_of("another"))));
  EXPECT_THAT(folder.passes().value(), ElementsAre(id));
  namespace fs = std::filesystem;
  EXPECT_EQ(fs::status(folder.path(BatchFolder::name_of(id))).permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
  folder.remove_pass(id);
  EXPECT_FALSE(folder.holds(id, sha256(bytes_of("pass"))));
}

}  // namespace
}  // namespace gate
