#include "certificates/product_table.h"

#include <gtest/gtest.h>

namespace gate {
namespace {

TEST(ProductTable, KnowsOneVaccineByEveryOfItsNames) {
  const VaccineProduct* comirnaty = find_product("EU/1/20/1528");
  ASSERT_NE(comirnaty, nullptr);
  EXPECT_EQ(comirnaty->name, "Comirnaty");
  EXPECT_EQ(comirnaty->doses_in_series, 2);
  EXPECT_EQ(find_product_by_cvx("208"), comirnaty);
  EXPECT_EQ(find_product_by_cvx("300"), comirnaty);
  EXPECT_EQ(find_product_by_icd11("XM8NQ0"), comirnaty);
  EXPECT_EQ(find_product_by_name("Pfizer Comirnaty"), comirnaty);
  EXPECT_EQ(find_product_by_name("COMIRNATY"), comirnaty);
}

TEST(ProductTable, DoesNotGuess) {
  EXPECT_EQ(find_product("EU/1/20/9999"), nullptr);
  EXPECT_EQ(find_product_by_cvx("20"), nullptr);
  EXPECT_EQ(find_product_by_icd11("XM0GQ8"), nullptr);
  EXPECT_EQ(find_product_by_name(""), nullptr);
  EXPECT_EQ(find_product_by_name("modernabcovid"), nullptr);
  EXPECT_EQ(find_product_by_name("a vaccine"), nullptr);
}

}  // namespace
}  // namespace gate
