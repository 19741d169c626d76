#include "terminal/presented_code.h"

#include <gtest/gtest.h>

#include "passes/qr_pass_codec.h"
#include "unit/passes/venue.h"

namespace gate {
namespace {

using std::chrono::seconds;

const MonotonicTime kStart{seconds{100}};

class PresentedCodeTest : public testing::Test {
 protected:
  ShownCode kind() const { return code.kind(venue.verifier.certificates(), Venue::kNow); }

  Venue venue;
  PresentedCode code;
};

TEST_F(PresentedCodeTest, IsWhatItIs) {
  EXPECT_EQ(kind(), ShownCode::kNone);
  EXPECT_TRUE(code.present("https://example.org/menu", kStart));
  EXPECT_EQ(kind(), ShownCode::kUnknown);
  EXPECT_TRUE(code.present(venue.certificate, kStart));
  EXPECT_EQ(kind(), ShownCode::kCertificate);
  std::string forged = venue.certificate;
  forged[forged.size() / 2] ^= 1;
  EXPECT_TRUE(code.present(forged, kStart));
  EXPECT_EQ(kind(), ShownCode::kUnknown) << "a certificate that does not verify is nothing to send to the desk";
  const std::string pass = issue_qr_pass(venue.pass(), venue.authority).value();
  EXPECT_TRUE(code.present(pass, kStart));
  EXPECT_EQ(kind(), ShownCode::kPass);
  EXPECT_TRUE(std::ranges::equal(code.bytes(), bytes_of(pass)));
  EXPECT_TRUE(code.present("GATE1:", kStart));
  EXPECT_EQ(kind(), ShownCode::kPass) << "it claims to be one; whether it holds is the verifier's to say";
}

TEST_F(PresentedCodeTest, TheSameCodeAgainIsNoNewOne) {
  EXPECT_TRUE(code.present("GATE1:A", kStart));
  EXPECT_FALSE(code.present("GATE1:A", kStart + seconds{1}));
  EXPECT_TRUE(code.present("GATE1:B", kStart + seconds{1}));
}

TEST_F(PresentedCodeTest, WhatIsNoPassDoesNotReplaceOne) {
  EXPECT_TRUE(code.present("GATE1:A", kStart));
  EXPECT_FALSE(code.present("a poster on the wall", kStart + seconds{1}));
  EXPECT_EQ(kind(), ShownCode::kPass);
  code.expire(kStart + PresentedCode::kHeldFor);
  EXPECT_EQ(kind(), ShownCode::kNone) << "nor does the poster keep it alive";
}

TEST_F(PresentedCodeTest, IsForgottenSomeTimeAfterItWasLastRead) {
  code.present("GATE1:A", kStart);
  code.present("GATE1:A", kStart + seconds{5});
  code.expire(kStart + seconds{5} + PresentedCode::kHeldFor - std::chrono::milliseconds{1});
  EXPECT_EQ(kind(), ShownCode::kPass);
  code.expire(kStart + seconds{5} + PresentedCode::kHeldFor);
  EXPECT_EQ(kind(), ShownCode::kNone);
  EXPECT_TRUE(code.bytes().empty());
  EXPECT_TRUE(code.present("GATE1:A", kStart + seconds{60}));
  code.forget();
  EXPECT_EQ(kind(), ShownCode::kNone);
}

}  // namespace
}  // namespace gate
