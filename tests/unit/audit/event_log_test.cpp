#include "audit/event_log.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "audit/event_fields.h"
#include "audit/log_verifier.h"
#include "fakes/fake_clock.h"

namespace gate {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

class EventLogTest : public testing::Test {
 protected:
  EventLogTest() {
    std::string name = (fs::temp_directory_path() / "gate-log-XXXXXX").string();
    folder = ::mkdtemp(name.data());
  }
  ~EventLogTest() override { fs::remove_all(folder); }

  std::unique_ptr<EventLog> open() { return EventLog::open({folder, 16384, 3}, key, clock.wall_now()).value(); }
  void append(EventLog& log, int count) {
    for (int i = 0; i < count; ++i)
      ASSERT_TRUE(log.append({{"type", "decision"}, {"reason", "no_face"}, {"distance", 0.1 * i}}, clock.wall_now()));
  }
  LogVerification verify() const { return verify_log(folder, &key).value(); }
  /// "file:line" of the first fault, or "intact".
  std::string first_fault() const {
    const auto fault = verify().fault;
    return fault ? fault->file + ":" + std::to_string(fault->line) : "intact";
  }
  fs::path file(int number) const { return folder / ("events-00000" + std::to_string(number) + ".jsonl"); }
  std::vector<std::string> lines(int number = 1) const {
    std::ifstream in(file(number));
    std::vector<std::string> all;
    for (std::string line; std::getline(in, line);) all.push_back(line);
    return all;
  }
  void write(const std::vector<std::string>& all, int number = 1) const {
    std::ofstream out(file(number));
    for (const auto& line : all) out << line << '\n';
  }

  fs::path folder;
  LogKey key{1, 2, 3};
  FakeClock clock;
};

TEST_F(EventLogTest, IsIntactAcrossReopening) {
  append(*open(), 3);
  append(*open(), 3);
  EXPECT_EQ(first_fault(), "intact");
  EXPECT_EQ(verify().lines, 6u);
  EXPECT_TRUE(verify().seal_checked);
  EXPECT_FALSE(verify_log(folder, nullptr)->fault);
}

TEST_F(EventLogTest, NamesTheFirstLineOfEveryEditDeletionSwapInsertionAndTruncation) {
  append(*open(), 6);
  const auto whole = lines();
  for (std::size_t i = 0; i < whole.size(); ++i) {
    const std::string here = file(1).filename().string() + ":" + std::to_string(i + 1);
    const std::string next = file(1).filename().string() + ":" + std::to_string(i + 2);
    const auto expect = [&](std::vector<std::string> changed, const std::string& fault) {
      write(changed);
      EXPECT_EQ(first_fault(), fault) << "line " << i + 1;
    };
    for (const std::size_t at : {whole[i].find("no_face"), whole[i].find("\"seq\":") + 6, whole[i].size() - 1}) {
      auto edited = whole;
      edited[i][at] ^= 1;
      expect(edited, here);
    }
    auto spaced = whole;
    spaced[i] += ' ';
    expect(spaced, here);
    auto shorter = whole;
    shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(i));
    expect(shorter, here);
    auto twice = whole;
    twice.insert(twice.begin() + static_cast<std::ptrdiff_t>(i), whole[i]);
    expect(twice, next);
    expect({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(i)}, here);
    if (i == 0) continue;
    auto swapped = whole;
    std::swap(swapped[i - 1], swapped[i]);
    expect(swapped, file(1).filename().string() + ":" + std::to_string(i));
  }
  write(whole);
  EXPECT_EQ(first_fault(), "intact");
}

TEST_F(EventLogTest, SeesALogThatWasRewrittenAsAWhole) {
  append(*open(), 3);
  fs::rename(folder, folder.string() + "-true");
  LogKey forger{9};
  append(*EventLog::open({folder, 16384, 3}, forger, clock.wall_now()).value(), 3);
  EXPECT_EQ(first_fault(), "head.json:1");
  fs::remove_all(folder.string() + "-true");
}

TEST_F(EventLogTest, ATruncationStaysVisibleAfterTheLogWentOn) {
  append(*open(), 5);
  auto cut = lines();
  cut.pop_back();
  cut.pop_back();
  write(cut);
  append(*open(), 2);
  EXPECT_EQ(first_fault(), file(2).filename().string() + ":1");
  EXPECT_NE(lines(2)[0].find("log_damaged"), std::string::npos);
}

TEST_F(EventLogTest, AnIncompleteLastLineIsSetAsideAndRecorded) {
  append(*open(), 3);
  std::ofstream(file(1), std::ios::app) << R"({"event":{"type":"dec)";
  EXPECT_EQ(first_fault(), file(1).filename().string() + ":4");
  append(*open(), 1);
  EXPECT_EQ(first_fault(), "intact");
  ASSERT_EQ(lines().size(), 5u);
  EXPECT_NE(lines()[3].find(R"("bytes":21)"), std::string::npos) << lines()[3];
  const auto aside = std::count_if(fs::directory_iterator(folder), fs::directory_iterator(),
                                   [](auto& entry) { return entry.path().filename().string().starts_with("torn-"); });
  EXPECT_EQ(aside, 1);
}

TEST_F(EventLogTest, ARecordThatTheHeadMissedIsTaken) {
  append(*open(), 3);
  std::ostringstream head;
  head << std::ifstream(folder / kHeadFile).rdbuf();
  append(*open(), 1);
  std::ofstream(folder / kHeadFile) << head.str();  // killed between the record and its head
  EXPECT_EQ(first_fault(), "intact");
  append(*open(), 1);
  EXPECT_EQ(first_fault(), "intact");
  EXPECT_NE(lines()[4].find("log_recovered"), std::string::npos);
}

TEST_F(EventLogTest, RotatesAndKeepsTheNewestFiles) {
  const auto log = open();
  append(*log, 200);
  EXPECT_EQ(first_fault(), "intact");
  EXPECT_EQ(verify().files, 3u);
  std::set<std::string> names;
  std::uint64_t bytes = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    bytes += entry.file_size();
    names.insert(entry.path().filename().string());
  }
  EXPECT_LE(bytes, 3 * 16384u + 1024u);
  fs::remove(folder / *names.begin());
  EXPECT_EQ(first_fault(), *names.begin() + ":1");
}

TEST_F(EventLogTest, RefusesWhatIsNotOnTheList) {
  const auto log = open();
  for (const json& event : {json{{"type", "decision"}, {"name", "erika"}}, json{{"reason", "no_face"}}, json::array(),
                            json{{"type", "Erika Musterfrau"}}, json{{"type", "decision"}, {"distance", {0.1, 0.2}}},
                            json{{"type", "decision"}, {"pass", "erika"}}, json{{"type", "decision"}, {"count", -1}},
                            json{{"type", "decision"}, {"latency_ms", {{"detect", "x"}}}}}) {
    const auto status = log->append(event, clock.wall_now());
    ASSERT_FALSE(status) << event;
    EXPECT_EQ(status.error().code, ErrorCode::kInvalidInput);
    EXPECT_EQ(status.error().message.find("erika"), std::string::npos);
  }
  EXPECT_TRUE(lines().empty());
  EXPECT_EQ(log->dropped(), 0u);
  EXPECT_TRUE(log->append({{"type", "decision"},
                           {"verdict", "admit"},
                           {"pass", "000102030405060708090a0b0c0d0e0f"},
                           {"distance", 0.31},
                           {"captured_at", "2021-12-03T09:00:00.000Z"},
                           {"latency_ms", {{"detect", 8.1}, {"embed", 9.0}}}},
                          clock.wall_now()));
}

TEST_F(EventLogTest, GoesOnAfterTheDiskWasFullAndSaysHowMuchIsMissing) {
  const auto log = open();
  append(*log, 2);
  std::signal(SIGXFSZ, SIG_IGN);  // so that the limit is an error, as a full disk is
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const rlimit full{fs::file_size(file(1)) + 20, before.rlim_max};  // a part of the next record still fits
  setrlimit(RLIMIT_FSIZE, &full);
  const auto first = log->append({{"type", "fault"}}, clock.wall_now());
  const auto second = log->append({{"type", "fault"}}, clock.wall_now());
  setrlimit(RLIMIT_FSIZE, &before);
  ASSERT_FALSE(first);
  EXPECT_EQ(first.error().code, ErrorCode::kIo);
  ASSERT_FALSE(second);
  EXPECT_EQ(log->dropped(), 2u);
  EXPECT_EQ(lines().size(), 2u);
  append(*log, 1);
  EXPECT_EQ(first_fault(), "intact");
  ASSERT_EQ(lines().size(), 4u);
  EXPECT_NE(lines()[2].find(R"("count":2,"type":"events_dropped")"), std::string::npos) << lines()[2];
}

TEST_F(EventLogTest, HasOneWriter) {
  const auto log = open();
  EXPECT_EQ(EventLog::open({folder, 16384, 3}, key, clock.wall_now()).error().code, ErrorCode::kIo);
}

TEST_F(EventLogTest, ThereMustBeALogToVerify) {
  EXPECT_EQ(verify_log(folder / "none", &key).error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace gate
