#include "console/console_certificate.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "fakes/fake_clock.h"
#include "fakes/temporary_folder.h"

namespace gate {
namespace {

using std::chrono::days;

TEST(ConsoleCertificate, IsMadeOnceForItsOwnerAlone) {
  const TemporaryFolder folder;
  const FakeClock clock;
  const auto made = ConsoleCertificate::open(folder / "new", "192.0.2.7", clock.wall_now());
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->fingerprint.size(), 32u * 3 - 1);
  using std::filesystem::perms;
  for (const auto& file : {made->key_file, made->certificate_file})
    EXPECT_EQ(std::filesystem::status(file).permissions(), perms::owner_read | perms::owner_write) << file;
  EXPECT_EQ(ConsoleCertificate::open(folder / "new", "192.0.2.7", clock.wall_now())->fingerprint, made->fingerprint);
  EXPECT_EQ(ConsoleCertificate::look(folder / "new")->fingerprint, made->fingerprint);
}

TEST(ConsoleCertificate, IsMadeAnewBeforeItEndsAndWhenTheClockWasWrong) {
  const TemporaryFolder folder;
  const FakeClock clock;
  const auto first = ConsoleCertificate::open(folder.path(), "0.0.0.0", clock.wall_now());
  const auto late = clock.wall_now() + ConsoleCertificate::kValid - ConsoleCertificate::kRenewBefore + days{1};
  const auto second = ConsoleCertificate::open(folder.path(), "0.0.0.0", late);
  EXPECT_NE(second->fingerprint, first->fingerprint);
  const auto third = ConsoleCertificate::open(folder.path(), "0.0.0.0", clock.wall_now());
  EXPECT_NE(third->fingerprint, second->fingerprint) << "not valid yet by this clock";
}

TEST(ConsoleCertificate, IsMadeAnewWithTheSameKeyWhenTheAddressChanges) {
  const TemporaryFolder folder;
  const FakeClock clock;
  const auto key = [&] {
    std::stringstream text;
    text << std::ifstream(folder / "console.key.pem").rdbuf();
    return text.str();
  };
  std::string before = ConsoleCertificate::open(folder.path(), "192.0.2.7", clock.wall_now())->fingerprint;
  const std::string first_key = key();
  for (const char* listen : {"192.0.2.8", "2001:db8::7", "2001:db8::8"}) {
    const auto moved = ConsoleCertificate::open(folder.path(), listen, clock.wall_now());
    ASSERT_TRUE(moved) << moved.error().message;
    EXPECT_NE(moved->fingerprint, before) << listen;
    EXPECT_EQ(ConsoleCertificate::open(folder.path(), listen, clock.wall_now())->fingerprint, moved->fingerprint);
    before = moved->fingerprint;
  }
  EXPECT_EQ(ConsoleCertificate::open(folder.path(), "0.0.0.0", clock.wall_now())->fingerprint, before)
      << "every address: the one named is as good as another";
  EXPECT_EQ(key(), first_key);
}

TEST(ConsoleCertificate, WhatCannotBeUsedIsNamed) {
  const TemporaryFolder folder;
  EXPECT_EQ(ConsoleCertificate::look(folder.path()).error().code, ErrorCode::kNotFound);
  std::ofstream(folder / "console.key.pem") << "no key";
  const auto opened = ConsoleCertificate::open(folder.path(), "0.0.0.0", FakeClock().wall_now());
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().message.find("console.key.pem"), std::string::npos);
  const auto too_long = ConsoleCertificate::open(folder / std::string(300, 'x'), "0.0.0.0", FakeClock().wall_now());
  ASSERT_FALSE(too_long);
  EXPECT_NE(too_long.error().message.find("console.key.pem"), std::string::npos);
}

}  // namespace
}  // namespace gate
