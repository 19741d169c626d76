#include "certificates/country_codes.h"

#include <gtest/gtest.h>

namespace gate {
namespace {

TEST(CountryCodes, ThreeLettersBecomeTwo) {
  EXPECT_EQ(two_letter_country("AUS"), "AU");
  EXPECT_EQ(two_letter_country("JPN"), "JP");
  EXPECT_EQ(two_letter_country("NZL"), "NZ");
}

TEST(CountryCodes, TravelDocumentsHaveSomeOfTheirOwn) {
  EXPECT_EQ(two_letter_country("D"), "DE");
  EXPECT_EQ(two_letter_country("EUE"), "EU");
  EXPECT_EQ(two_letter_country("UTO"), "UT");
}

TEST(CountryCodes, WhatIsNotKnownIsEmpty) {
  for (const char* code : {"", "AU", "aus", "XXX", "AUST"}) EXPECT_EQ(two_letter_country(code), "") << code;
}

}  // namespace
}  // namespace gate
