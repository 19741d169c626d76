#include "update/semantic_version.h"

#include <gtest/gtest.h>

namespace gate {
namespace {

// semver.org 2.0.0, clauses 11.2 to 11.4, and what lies between.
TEST(SemanticVersion, AreOrderedAsTheirStandardSays) {
  const std::vector<std::string> rising{"0.0.9",       "0.1.0",         "1.0.0-0",
                                        "1.0.0-2",     "1.0.0-10",      "1.0.0-99999999999999999999",
                                        "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta",
                                        "1.0.0-beta",  "1.0.0-beta.2",  "1.0.0-beta.11",
                                        "1.0.0-rc.1",  "1.0.0",         "1.0.1",
                                        "1.2.0",       "1.10.0",        "2.0.0-a-b",
                                        "2.0.0",       "10.0.0"};
  for (std::size_t i = 0; i < rising.size(); ++i)
    for (std::size_t j = 0; j < rising.size(); ++j) {
      const auto a = SemanticVersion::parse(rising[i]).value();
      const auto b = SemanticVersion::parse(rising[j]).value();
      EXPECT_EQ(a < b, i < j) << rising[i] << " " << rising[j];
      EXPECT_EQ(a == b, i == j) << rising[i] << " " << rising[j];
    }
}

TEST(SemanticVersion, BuildsAreNoOrder) {
  EXPECT_EQ(*SemanticVersion::parse("1.2.3+debian.7"), *SemanticVersion::parse("1.2.3"));
  EXPECT_EQ(SemanticVersion::parse("1.2.3-rc.1+x")->text(), "1.2.3-rc.1");
}

TEST(SemanticVersion, AnythingElseIsNone) {
  for (const char* text : {"", "1", "1.2", "1.2.3.4", "1.2.x", "01.2.3", "1.2.3-", "1.2.3-01", "1.2.3-a..b", "1.2.3+",
                           "v1.2.3", " 1.2.3", "1.2.3\n", "1.2.-3", "99999999999.0.0", "1.2.3-ä", "1.2.3+a_b"})
    EXPECT_FALSE(SemanticVersion::parse(text)) << text;
  EXPECT_FALSE(SemanticVersion::parse("1.2.3-" + std::string(100, 'a')));
}

}  // namespace
}  // namespace gate
