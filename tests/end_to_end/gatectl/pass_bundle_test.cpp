// gatectl pass bundle and revoke-list, as an organiser has them follow one another. No faces: numbers in their place.
#include <gmock/gmock.h>

#include "end_to_end/terminal/gate_site.h"
#include "passes/bundle_writer.h"
#include "passes/pass_codec.h"

namespace gate {
namespace {

namespace fs = std::filesystem;
using std::chrono::days;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class PassBundles : public ::testing::Test {
 protected:
  PassBundles() { fs::create_directories(folder()); }

  fs::path folder() const { return site_.folder / "passes"; }
  std::string file(const std::string& name) const { return (site_.folder / name).string(); }
  fs::path put(std::uint8_t id, WallTime expires) const {
    const auto sample = FaceTemplate::create({FaceVector::create("net/0/5pt", std::array{0.5F, 1.0F}).value()}).value();
    const Pass pass{PassId{{id}}, expires - days{30}, expires, "HC1:", {sample}, "", ""};
    fs::path place = folder() / (to_string(pass.id) + ".pass");
    const Bytes bytes = issue_pass(pass, authority_).value();
    std::ofstream(place, std::ios::binary).write(reinterpret_cast<const char*>(bytes.data()), std::ssize(bytes));
    return place;
  }
  Ended pass(const std::string& what, const std::string& out) const {
    return run_command(GateSite::program("gatectl") + " pass " + what + " --authority " + site_.secret.string() +
                       " --out " + file(out));
  }
  std::vector<PassId> withdrawn(const std::string& bundle) const {
    return read_own_bundle(file(bundle), authority_.public_key()).value().manifest.withdrawn;
  }

  GateSite site_;
  PrivateKey authority_ = PrivateKey::load_pem(site_.secret).value();
  WallTime now_ = std::chrono::floor<std::chrono::seconds>(SystemClock().wall_now());
};

TEST_F(PassBundles, WhatIsMissingAfterARevokeListIsWithdrawn) {
  put(1, now_ + days{1});
  const fs::path returned = put(2, now_ + days{1});
  ASSERT_EQ(pass("bundle " + folder().string() + " --version 1", "1.passes").status, 0);
  ASSERT_EQ(pass("revoke-list " + to_string(PassId{{9}}) + " --after " + file("1.passes"), "2.passes").status, 0);
  fs::remove(returned);
  const std::string third = "bundle " + folder().string() + " --after " + file("2.passes") + " --withdraw-missing ";
  const Ended list = pass(third + file("2.passes"), "3.passes");
  EXPECT_EQ(list.status, 2);
  EXPECT_THAT(list.output, HasSubstr("2.passes has no passes to compare with"));
  const Ended written = pass(third + file("1.passes"), "3.passes");
  ASSERT_EQ(written.status, 0) << written.output;
  EXPECT_THAT(withdrawn("3.passes"), ElementsAre(PassId{{2}}, PassId{{9}}));
}

TEST_F(PassBundles, TheMissingAreThoseOfTheLastBundleWithPasses) {
  put(1, now_ + days{1});
  ASSERT_EQ(pass("bundle " + folder().string() + " --version 1", "1.passes").status, 0);
  ASSERT_EQ(pass("bundle " + folder().string() + " --version 2", "2.passes").status, 0);
  const std::string third = "bundle " + folder().string() + " --version 3 --after ";
  for (const auto& [after, last] : {std::pair("2.passes", "1.passes"), std::pair("1.passes", "2.passes")}) {
    const Ended refused = pass(third + file(after) + " --withdraw-missing " + file(last), "3.passes");
    EXPECT_EQ(refused.status, 2);
    EXPECT_THAT(refused.output, HasSubstr("is not the last one with passes"));
  }
  EXPECT_FALSE(fs::exists(file("3.passes")));
}

TEST_F(PassBundles, AnEmptyFolderDoesNotWithdrawTheVenue) {
  const fs::path only = put(1, now_ + days{1});
  ASSERT_EQ(pass("bundle " + folder().string() + " --version 1", "1.passes").status, 0);
  fs::remove(only);
  put(2, now_ - days{1});
  const Ended refused =
      pass("bundle " + folder().string() + " --after " + file("1.passes") + " --withdraw-missing " + file("1.passes"),
           "2.passes");
  EXPECT_EQ(refused.status, 2);
  EXPECT_THAT(refused.output, HasSubstr("no passes here"));
  EXPECT_FALSE(fs::exists(file("2.passes")));
}

TEST_F(PassBundles, WhatHasExpiredIsLeftOutAndNotWithdrawn) {
  put(1, now_ + days{1});
  const fs::path old = put(2, now_ - days{1});
  const fs::path deleted = put(3, now_ - days{1});
  const auto last_month = write_bundle({1, now_ - days{20}, {old, deleted}, {}}, authority_, file("1.passes"));
  ASSERT_TRUE(last_month) << last_month.error().message;
  fs::remove(deleted);
  const Ended written =
      pass("bundle " + folder().string() + " --after " + file("1.passes") + " --withdraw-missing " + file("1.passes"),
           "2.passes");
  ASSERT_EQ(written.status, 0) << written.output;
  EXPECT_THAT(written.output, HasSubstr("number 2, 1 passes, 0 withdrawn, 1 expired and left out"));
  const Ended named = pass("bundle " + old.string() + " --version 3", "3.passes");
  EXPECT_EQ(named.status, 2);
  EXPECT_THAT(named.output, HasSubstr("the pass has expired"));
}

}  // namespace
}  // namespace gate
