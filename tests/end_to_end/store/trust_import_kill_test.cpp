// Imports killed at random moments, again and again: every list is the old one or the new one, whole.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <map>
#include <random>
#include <thread>

#include "certificates/trust/trust_import.h"
#include "certificates/trust_store.h"
#include "demo/demo_health_authority.h"
#include "fakes/temporary_folder.h"

namespace gate {
namespace {

namespace fs = std::filesystem;

constexpr int kKills = 60;
constexpr WallTime kNow = std::chrono::sys_days{std::chrono::year{2100} / 1 / 1};
constexpr std::size_t kFew = 20;
constexpr std::size_t kMany = 300;

class TrustImportKillTest : public testing::Test {
 protected:
  /// A PEM of so many signers, all the same one; it is their number that tells the two lists apart.
  fs::path signers(const std::string& name, std::size_t count) const {
    const std::string pem = DemoHealthAuthority::create("JP").value().certificate_pem();
    std::ofstream file(folder / name);
    for (std::size_t i = 0; i < count; ++i) file << pem;
    return folder / name;
  }

  fs::path revocations(const std::string& name, std::size_t count) const {
    std::ofstream file(folder / name);
    for (std::size_t i = 0; i < count; ++i) file << 10'000'000 + i << "00112233445566778899aabb" << '\n';
    return folder / name;
  }

  Status import(const fs::path& list, const fs::path& hashes) const {
    TrustImport signers;
    signers.files = {list};
    signers.hints.name = "signers.pem";
    signers.older = TrustImport::Older::kTake;  // the few were written before the many
    if (auto done = import_trust(trust, signers, kNow); !done) return fail(done.error());
    TrustImport revoked;
    revoked.files = {hashes};
    revoked.kind = TrustFileKind::kEuDccRevocations;
    revoked.revocations = TrustImport::Revocations::kReplace;
    revoked.older = TrustImport::Older::kTake;
    if (auto done = import_trust(trust, revoked, kNow); !done) return fail(done.error());
    return {};
  }

  enum class First { kFewSigners, kManySigners };
  /// A child that imports the many and the few in turn, killed after a moment.
  void import_and_kill(std::chrono::microseconds after, First first) const {
    const pid_t child = ::fork();
    if (child == 0) {
      for (bool few = first == First::kFewSigners;; few = !few)
        if (!import(few ? few_signers : many_signers, few ? few_hashes : many_hashes)) _exit(1);
    }
    std::this_thread::sleep_for(after);  // the moment of the kill is what is random here; nothing waits on it
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child could not import after a kill";
  }

  TemporaryFolder folder;
  fs::path trust = folder / "trust";
  fs::path few_signers = signers("few.pem", kFew);
  fs::path many_signers = signers("many.pem", kMany);
  fs::path few_hashes = revocations("few.txt", kFew);
  fs::path many_hashes = revocations("many.txt", kMany);
};

TEST_F(TrustImportKillTest, EveryListIsTheOldOneOrTheNewOne) {
  // Within two of this machine's slowest imports, so that kills come before, in and after one.
  const auto begin = std::chrono::steady_clock::now();
  ASSERT_TRUE(import(many_signers, many_hashes));
  const auto twice =
      2 * std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin);
  ASSERT_TRUE(import(few_signers, few_hashes));
  std::mt19937 random(1);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same every run
  std::uniform_int_distribution<std::int64_t> moment(500, twice.count());
  std::map<std::size_t, int> seen;
  for (int i = 0; i < kKills; ++i) {
    ASSERT_NO_FATAL_FAILURE(import_and_kill(std::chrono::microseconds{moment(random)},
                                            i % 2 == 0 ? First::kManySigners : First::kFewSigners));
    const auto store = TrustStore::open(trust).value();
    ASSERT_EQ(store->lists().size(), 2u) << "kill " << i;
    for (const TrustList& list : store->lists()) {
      EXPECT_EQ(list.problem, "") << "kill " << i;
      EXPECT_TRUE(list.entries == kFew || list.entries == kMany) << list.kind << ": " << list.entries;
      ++seen[list.entries];
    }
  }
  EXPECT_EQ(seen.size(), 2u) << "no import was ever finished between two kills";
}

}  // namespace
}  // namespace gate
