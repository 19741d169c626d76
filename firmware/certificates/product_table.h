#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gate {

/// A vaccine, under the EU value sets' names (vaccine-products.json, compiled in, with its sources).
struct VaccineProduct {
  std::string product;             ///< "EU/1/20/1528"
  std::string name;                ///< for people: "Comirnaty"
  std::string manufacturer;        ///< "ORG-100030215"
  std::string prophylaxis;         ///< "1119349007"
  int doses_in_series = 0;         ///< of the primary series
  std::vector<std::string> cvx;    ///< CDC codes, as in SMART Health Cards
  std::vector<std::string> icd11;  ///< WHO codes, as in VDS-NC
  std::vector<std::string> names;  ///< lower case words issuers write into free text
};

/// Each gives null for what the table does not know. Reentrant; the table is read once.
const VaccineProduct* find_product(std::string_view product);
const VaccineProduct* find_product_by_cvx(std::string_view code);
const VaccineProduct* find_product_by_icd11(std::string_view code);
/// By a word of free text such as "COVID-19 Vaccine Moderna"; upper and lower case are the same.
const VaccineProduct* find_product_by_name(std::string_view text);

}  // namespace gate
