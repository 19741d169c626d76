#pragma once

#include "access/policy.h"

namespace gate::testing {

inline constexpr auto kCovid = "840539006";
inline constexpr auto kComirnaty = "EU/1/20/1528";
inline constexpr auto kJcovden = "EU/1/20/1525";

inline std::chrono::sys_days day(int year, unsigned month, unsigned day_of_month) {
  return std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(day_of_month);
}

inline Immunisation dose(int number, int of, std::chrono::sys_days date, std::string product = kComirnaty) {
  return {.product = std::move(product),
          .prophylaxis = "1119349007",
          .disease = kCovid,
          .dose_number = number,
          .doses_in_series = of,
          .date = date,
          .country = "JP"};
}

inline TestResult negative_test(WallTime sampled_at, std::string kind = "LP6464-4") {
  return {.kind = std::move(kind), .disease = kCovid, .result = "260415000", .sampled_at = sampled_at, .country = "JP"};
}

inline Recovery recovery(std::chrono::sys_days first, std::chrono::sys_days from, std::chrono::sys_days until) {
  return {.disease = kCovid, .first_positive = first, .valid_from = from, .valid_until = until, .country = "JP"};
}

inline Certificate with(Immunisation immunisation) {
  Certificate certificate;
  certificate.immunisations.push_back(std::move(immunisation));
  return certificate;
}

/// Japan, November 2021.
inline Policy two_doses_14_days() {
  Policy policy;
  policy.vaccination = {{.products = {}, .minimum_doses = 2, .series = Series::kAny, .age = {std::chrono::days{14}}}};
  return policy;
}

}  // namespace gate::testing
