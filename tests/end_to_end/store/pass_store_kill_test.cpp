// What power loss does to a program: killed at random moments of imports, again and again, and with a full disk.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <set>
#include <thread>

#include "../../unit/passes/venue.h"
#include "passes/gallery_loader.h"

namespace gate {
namespace {

constexpr int kKills = 60;
constexpr std::size_t kPasses = 400;

class PassStoreKillTest : public testing::Test {
 protected:
  PassStoreKillTest() {
    for (std::size_t i = 0; i < kPasses; ++i) passes.push_back(venue.verified(venue.pass()));
  }

  /// The child: imports pass after pass, and says so of each only once import() has accepted it.
  [[noreturn]] void import_for_ever(int report) const {
    const auto store = PassStore::open(file, key);
    if (!store) _exit(1);
    for (std::size_t i = 0;; i = (i + 1) % kPasses) {
      if (!(*store)->import({&passes[i], 1})) _exit(1);
      if (::write(report, passes[i].pass().id.bytes.data(), 16) != 16) _exit(1);
    }
  }

  /// Runs a child for a moment and kills it; what it said it had imported goes into `accepted`.
  void import_and_kill(std::chrono::microseconds after) {
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe(pipe.data()), 0);
    const pid_t child = ::fork();
    if (child == 0) import_for_ever(pipe[1]);
    ::close(pipe[1]);
    std::this_thread::sleep_for(after);  // the moment of the kill is what is random here; nothing waits on it
    ::kill(child, SIGKILL);
    for (PassId id; ::read(pipe[0], id.bytes.data(), 16) == 16;) accepted.insert(id);
    ::close(pipe[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child could not open or write the store after a kill";
  }

  Venue venue;
  std::filesystem::path file = venue.folder.path() / "passes.db";
  DeviceKey key = DeviceKey::create(venue.folder.path() / "device.key").value();
  std::vector<VerifiedPass> passes;
  std::set<PassId> accepted;
};

TEST_F(PassStoreKillTest, LosesNothingAcceptedAndBelievesNothingHalfWritten) {
  std::uniform_int_distribution<int> moment(500, 60'000);
  for (int i = 0; i < kKills; ++i) {
    ASSERT_NO_FATAL_FAILURE(import_and_kill(std::chrono::microseconds{moment(venue.random)}));
    const auto store = PassStore::open(file, key);
    ASSERT_TRUE(store) << store.error().message;
    for (const PassId& id : accepted) ASSERT_TRUE((*store)->load(id)) << "kill " << i;
    const auto loaded = load_gallery(**store, venue.verifier, Venue::kComparisons, Venue::kNow);
    ASSERT_TRUE(loaded);
    EXPECT_TRUE(loaded->left_out.empty()) << loaded->left_out.front().detail;
  }
  EXPECT_FALSE(accepted.empty());
  RecordProperty("accepted", static_cast<int>(accepted.size()));
}

TEST_F(PassStoreKillTest, AFullDiskIsAnErrorAndLosesNothing) {
  const auto store = PassStore::open(file, key).value();
  ASSERT_TRUE(store->import(std::span(passes).first(10)));
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const rlimit full{200'000, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &full);
  const auto refused = store->import(std::span(passes).subspan(10));
  setrlimit(RLIMIT_FSIZE, &before);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kIo) << refused.error().message;
  EXPECT_EQ(store->list()->size(), 10u);
  EXPECT_TRUE(store->import(std::span(passes).subspan(10)));
  EXPECT_EQ(store->list()->size(), kPasses);
}

}  // namespace
}  // namespace gate
