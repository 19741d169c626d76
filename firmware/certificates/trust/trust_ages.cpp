#include "certificates/trust/trust_ages.h"

#include <algorithm>
#include <array>

namespace gate {

namespace {

constexpr std::array kFormats{CertificateFormat::kEuDcc, CertificateFormat::kSmartHealthCard, CertificateFormat::kVdsNc,
                              CertificateFormat::kNzcp};

bool is_about(std::string_view kind, CertificateFormat format) { return kind.starts_with(to_string(format)); }

bool counts(const TrustList& list) {
  const bool published = list.kind != "eu_dcc_anchors" &&
                         std::ranges::any_of(kFormats, [&](auto format) { return is_about(list.kind, format); });
  return published && list.dated && (list.entries > 0 || list.problem.empty());
}

std::chrono::days published_every(std::string_view kind) {
  return std::chrono::days{kind == "vds_nc_revocations" ? 90 : 0};
}

std::chrono::days age_of(WallTime dated, WallTime now) {
  return std::chrono::floor<std::chrono::days>(std::max(now - dated, WallTime::duration::zero()));
}

}  // namespace

TrustAges::TrustAges(const std::vector<TrustList>& lists, TrustAgeLimits limits) : limits_(limits) {
  for (const TrustList& list : lists) {
    if (!counts(list)) continue;
    const WallTime dated = *list.dated + published_every(list.kind);
    const auto known = std::ranges::find(newest_, list.kind, &Newest::kind);
    if (known == newest_.end())
      newest_.push_back({list.kind, dated});
    else
      known->dated = std::max(known->dated, dated);
  }
}

std::vector<TrustAges::Age> TrustAges::all(WallTime now) const {
  std::vector<Age> ages;
  for (const Newest& newest : newest_)
    ages.push_back({newest.kind, age_of(newest.dated, now), now - newest.dated > limits_.refuse_after,
                    now - newest.dated > limits_.warn_after});
  return ages;
}

std::vector<TrustAges::Age> TrustAges::stale(WallTime now) const {
  std::vector<Age> ages = all(now);
  std::erase_if(ages, [](const Age& age) { return !age.warns; });
  return ages;
}

bool TrustAges::fresh(std::optional<CertificateFormat> format, WallTime now) const {
  const auto concerns = [&](const Newest& newest) { return !format || is_about(newest.kind, *format); };
  const auto too_old = [&](const Newest& newest) {
    return concerns(newest) && now - newest.dated > limits_.refuse_after;
  };
  return std::ranges::any_of(newest_, concerns) && std::ranges::none_of(newest_, too_old);
}

}  // namespace gate
