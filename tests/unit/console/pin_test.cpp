#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "console/pin_file.h"
#include "fakes/temporary_folder.h"

namespace gate {
namespace {

TEST(PinHash, MatchesItsPinAlone) {
  const PinHash pin = PinHash::of("271828").value();
  EXPECT_TRUE(pin.matches("271828"));
  for (const char* other : {"271829", "27182", "2718281", "", "271828 "}) EXPECT_FALSE(pin.matches(other)) << other;
}

TEST(PinHash, IsSaltedAndGoesThroughText) {
  const PinHash pin = PinHash::of("271828").value();
  EXPECT_NE(pin.text(), PinHash::of("271828").value().text());
  EXPECT_EQ(pin.text().find("271828"), std::string::npos);
  EXPECT_TRUE(PinHash::parse(pin.text()).value().matches("271828"));
}

TEST(PinHash, TakesSixToTwelveDigits) {
  for (const char* bad : {"", "12345", "1234567890123", "12345a", "１２３４５６"})
    EXPECT_EQ(PinHash::of(bad).error().code, ErrorCode::kInvalidInput) << bad;
  EXPECT_TRUE(PinHash::of("123456789012"));
}

/// A process that gets no more memory hashes no PIN: it says so, lets nobody in and lives on.
TEST(PinHash, WithoutMemoryNothingMatches) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "a sanitizer ends a process without memory";
#endif
  const PinHash pin = PinHash::of("271828").value();
  constexpr int kNotBounded = 77;
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_AS, &none);
    constexpr std::size_t kPage = 4096;
    if (::mmap(nullptr, kPage, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED) ::_exit(kNotBounded);
    void* volatile kept = nullptr;  // what earlier tests gave back to malloc alone
    do kept = std::malloc(1 << 20);
    while (kept != nullptr);
    ::_exit(!pin.matches("271828") && !PinHash::of("271828") ? EXIT_SUCCESS : EXIT_FAILURE);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status)) << "ended by signal " << WTERMSIG(status);
  if (WEXITSTATUS(status) == kNotBounded) GTEST_SKIP() << "this kernel or emulator bounds no memory";
  EXPECT_EQ(WEXITSTATUS(status), EXIT_SUCCESS);
}

TEST(PinHash, AnyOtherTextIsRefused) {
  const std::string good = PinHash::of("271828").value().text();
  for (std::size_t i = 0; i < good.size(); ++i) {
    EXPECT_FALSE(PinHash::parse(good.substr(0, i))) << i;
    std::string changed = good;
    changed[i] = 'x';
    EXPECT_FALSE(PinHash::parse(changed)) << i;
  }
  EXPECT_FALSE(PinHash::parse(good + "0"));
}

TEST(PinFile, KeepsEveryRolesPinForItsOwnerAlone) {
  const TemporaryFolder folder;
  const PinFile file(folder / "new/console-pins.json");
  EXPECT_TRUE(file.read().value().empty()) << "no file, no PINs";
  ASSERT_TRUE(file.set(Role::kStaff, PinHash::of("111111").value()));
  ASSERT_TRUE(file.set(Role::kTechnician, PinHash::of("222222").value()));
  ASSERT_TRUE(file.set(Role::kStaff, PinHash::of("333333").value()));
  const Pins pins = file.read().value();
  ASSERT_EQ(pins.size(), 2u);
  EXPECT_TRUE(pins.at(Role::kStaff).matches("333333"));
  EXPECT_TRUE(pins.at(Role::kTechnician).matches("222222"));
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(file.path()).permissions(), perms::owner_read | perms::owner_write);
}

/// gatectl runs as root, the terminal as the owner of the folder.
TEST(PinFile, SetByRootBelongsToWhomItsFolderBelongs) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  const TemporaryFolder folder;
  constexpr uid_t kUser = 12345, kGroup = 12346;
  ASSERT_EQ(::chown(folder.path().c_str(), kUser, kGroup), 0);
  const PinFile file(folder / "pins.json");
  ASSERT_TRUE(file.set(Role::kStaff, PinHash::of("111111").value()));
  struct stat own {};
  ASSERT_EQ(::stat(file.path().c_str(), &own), 0);
  EXPECT_EQ(own.st_uid, kUser);
  EXPECT_EQ(own.st_gid, kGroup);
  EXPECT_EQ(own.st_mode & 0777, 0600u);
}

TEST(PinFile, WhatIsWrongInItIsNamed) {
  const TemporaryFolder folder;
  const PinFile file(folder / "pins.json");
  for (const char* text : {"[]", "{", R"({"staff": "1234"})", R"({"boss": "x"})", R"({"staff": 5})"}) {
    std::ofstream(folder / "pins.json") << text;
    const auto pins = file.read();
    ASSERT_FALSE(pins) << text;
    EXPECT_EQ(pins.error().code, ErrorCode::kInvalidInput);
    EXPECT_NE(pins.error().message.find("pins.json"), std::string::npos) << pins.error().message;
  }
}

}  // namespace
}  // namespace gate
