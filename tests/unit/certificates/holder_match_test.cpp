#include "certificates/holder_match.h"

#include <gtest/gtest.h>

namespace gate {
namespace {

Holder person(std::string family, std::string given, std::string birth_date = "1964-08-12") {
  return {std::move(family), std::move(given), "", "", std::move(birth_date)};
}

Holder certified(std::string family, std::string given, std::string family_icao, std::string given_icao,
                 std::string birth_date = "1964-08-12") {
  return {std::move(family), std::move(given), std::move(family_icao), std::move(given_icao), std::move(birth_date)};
}

bool same_family(std::string stated, std::string written, std::string icao = "") {
  Holder asked;
  asked.family_name = std::move(stated);
  return compare_holders(asked, certified(std::move(written), "", std::move(icao), "")) == HolderMatch::kMatches;
}

TEST(HolderMatch, NamesCompareAsInAMachineReadableZone) {
  EXPECT_TRUE(same_family("Musterfrau", "", "MUSTERFRAU"));
  EXPECT_TRUE(same_family("müller-lüdenscheidt", "Müller-Lüdenscheidt", "MUELLER<LUEDENSCHEIDT"));
  EXPECT_TRUE(same_family("MUELLER<LUEDENSCHEIDT", "", "MUELLER<LUEDENSCHEIDT"));
  EXPECT_TRUE(same_family("Muller Ludenscheidt", "Müller-Lüdenscheidt"));
  EXPECT_TRUE(same_family("Mueller", "Müller"));
  EXPECT_TRUE(same_family("Müller", "MULLER"));
  EXPECT_TRUE(same_family("MUXXLLER", "Müller"));
  EXPECT_TRUE(same_family("Straße", "Strasse"));
  EXPECT_TRUE(same_family("d'Arsøns - van Halen", "", "DARSOENS<VAN<HALEN"));
  EXPECT_TRUE(same_family("D’Arsons van Halen", "d'Arsøns - van Halen"));
  EXPECT_TRUE(same_family("Nuñez", "Nunez"));
  EXPECT_TRUE(same_family("Nu\u0303nez", "Nunez")) << "a combining accent";
  EXPECT_TRUE(same_family("Þórsdóttir", "", "THORSDOTTIR"));
  EXPECT_TRUE(same_family("Łęcka", "Lecka"));
  EXPECT_TRUE(same_family("Åse", "", "AASE"));
  EXPECT_TRUE(same_family("Åse", "", "ASE"));
  EXPECT_TRUE(same_family("Nguyễn", "", "NGUYEN"));
  EXPECT_TRUE(same_family("Щеглова", "", "SHCHEGLOVA"));
  EXPECT_TRUE(same_family("Юлия", "", "IULIIA"));
  EXPECT_TRUE(same_family("山田", "山田", "YAMADA"));
}

TEST(HolderMatch, OtherNamesAreOtherNames) {
  EXPECT_FALSE(same_family("Musterfrau", "Mustermann", "MUSTERMANN"));
  EXPECT_FALSE(same_family("Muster", "", "MUSTERFRAU"));
  EXPECT_FALSE(same_family("Musterfrau", "", "MUSTER"));
  EXPECT_FALSE(same_family("Müller", "Moeller", "MOELLER"));
  EXPECT_FALSE(same_family("山田", "田中", "TANAKA"));
  EXPECT_FALSE(same_family("-", "", "")) << "nothing left to compare";
  EXPECT_FALSE(same_family("Musterfrau", "", ""));
  EXPECT_FALSE(same_family("\xff\xfe", "\xff\xfd")) << "broken text stands for itself";
}

TEST(HolderMatch, NamesTheFirstFieldThatDiffers) {
  const Holder certificate = certified("Musterfrau", "Erika Maria", "MUSTERFRAU", "ERIKA<MARIA");
  EXPECT_EQ(compare_holders(person("Musterfrau", "Erika-Maria"), certificate), HolderMatch::kMatches);
  EXPECT_EQ(compare_holders(person("Musterfrau", ""), certificate), HolderMatch::kMatches) << "not stated";
  EXPECT_EQ(compare_holders(Holder{}, certificate), HolderMatch::kMatches);
  EXPECT_EQ(compare_holders(person("Mustermann", "Max"), certificate), HolderMatch::kFamilyNameDiffers);
  EXPECT_EQ(compare_holders(person("Musterfrau", "Erika"), certificate), HolderMatch::kGivenNameDiffers);
  EXPECT_EQ(compare_holders(person("Musterfrau", "Erika Maria", "1964-08-13"), certificate),
            HolderMatch::kBirthDateDiffers);
  EXPECT_EQ(to_string(HolderMatch::kBirthDateDiffers), "birth date differs");
}

TEST(HolderMatch, OneFieldMayHoldTheWholeName) {
  EXPECT_EQ(compare_holders(person("Musterfrau", "Erika"), certified("Erika Musterfrau", "", "", "")),
            HolderMatch::kMatches);
  EXPECT_EQ(compare_holders(person("Musterfrau", "Erika"), certified("", "", "MUSTERFRAU<<ERIKA", "")),
            HolderMatch::kMatches);
  EXPECT_EQ(compare_holders(person("Musterfrau", "Erika"), certified("Eva Musterfrau", "", "", "")),
            HolderMatch::kFamilyNameDiffers);
  EXPECT_EQ(compare_holders(person("Musterfrau", "Erika"), certified("Musterfrau", "", "", "")),
            HolderMatch::kGivenNameDiffers);
}

struct Dates {
  const char* stated;
  const char* certified;
  bool same;
};

TEST(HolderMatch, SomePeopleHaveOneNameInEitherField) {
  const Holder given_only = certified("", "Änne", "", "AENNE");
  EXPECT_EQ(compare_holders(person("", "Anne"), given_only), HolderMatch::kMatches);
  EXPECT_EQ(compare_holders(person("Änne", ""), given_only), HolderMatch::kMatches);
  EXPECT_EQ(compare_holders(person("", "Änne"), certified("Änne", "", "AENNE", "")), HolderMatch::kMatches);
  EXPECT_NE(compare_holders(person("Otto", ""), given_only), HolderMatch::kMatches);
  EXPECT_NE(compare_holders(person("Otto", "Änne"), given_only), HolderMatch::kMatches);
}

TEST(HolderMatch, PartialBirthDatesMatchTheirPrefix) {
  for (const Dates& dates : {Dates{"1964-08-12", "1964-08-12", true},
                             {"1964-08-12", "1964-08", true},
                             {"1964-08-12", "1964", true},
                             {"1964-08-12", "", true},
                             {"1964", "1964-08-12", true},
                             {"1964-08-12", "1964-09", false},
                             {"1964-08-12", "1965", false}}) {
    const auto match = compare_holders(person("A", "B", dates.stated), person("A", "B", dates.certified));
    EXPECT_EQ(match == HolderMatch::kMatches, dates.same) << dates.stated << " " << dates.certified;
  }
}

TEST(HolderMatch, ABirthDateIsADayThatExists) {
  for (const char* good : {"1964", "1964-08", "1964-08-12", "2000-02-29"}) EXPECT_TRUE(is_birth_date(good)) << good;
  for (const char* bad : {"", "64", "12.08.1964", "1964-13", "1964-02-30", "1964-8-12", "1964-08-12T", "1964-08-1"})
    EXPECT_FALSE(is_birth_date(bad)) << bad;
}

}  // namespace
}  // namespace gate
