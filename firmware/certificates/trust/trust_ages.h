#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "certificates/certificate.h"
#include "certificates/trust_list.h"
#include "common/clock.h"

namespace gate {

/// How old what authorities publish may be. Signers and revocations are published anew every day; a week means that
/// somebody should look, a month that too many revocations may be missing to go on.
struct TrustAgeLimits {
  std::chrono::days warn_after{7};     ///< staff are told
  std::chrono::days refuse_after{30};  ///< certificates that depend on it are refused: trust_store_stale
};

/// How old a trust store's lists are, kind by kind. What counts: every kind of list about a certificate format of which
/// at least one list is in force, by its newest one; not what the venue itself puts there (enrolment authorities,
/// revoked ones, anchors). A list that is not published every day counts from when it should have been replaced: a
/// CSCA's revocation list 90 days after its date (ICAO Doc 9303-12). A list dated in the future counts as today's.
/// Plain data; reentrant.
class TrustAges {
 public:
  TrustAges() = default;
  TrustAges(const std::vector<TrustList>& lists, TrustAgeLimits limits);

  struct Age {
    std::string kind;  ///< as in TrustList
    std::chrono::days age;
    bool refuses = false;  ///< past the second limit
    bool warns = true;     ///< past the first limit
    bool operator==(const Age&) const = default;
  };
  /// Every kind.
  std::vector<Age> all(WallTime now) const;
  /// Every kind past the first limit.
  std::vector<Age> stale(WallTime now) const;

  /// Whether certificates of this format may be believed: its lists are there and none of their kinds is past the
  /// second limit. Without a format, because none could be told: whether that holds for all that is there.
  bool fresh(std::optional<CertificateFormat> format, WallTime now) const;

 private:
  struct Newest {
    std::string kind;
    WallTime dated;
  };
  std::vector<Newest> newest_;
  TrustAgeLimits limits_;
};

}  // namespace gate
