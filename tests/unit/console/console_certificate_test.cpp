#include "console/console_certificate.h"

#include <gtest/gtest.h>

#include <fstream>

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

TEST(ConsoleCertificate, WhatCannotBeUsedIsNamed) {
  const TemporaryFolder folder;
  EXPECT_EQ(ConsoleCertificate::look(folder.path()).error().code, ErrorCode::kNotFound);
  std::ofstream(folder / "console.key.pem") << "no key";
  const auto opened = ConsoleCertificate::open(folder.path(), "0.0.0.0", FakeClock().wall_now());
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().message.find("console.key.pem"), std::string::npos);
}

}  // namespace
}  // namespace gate
