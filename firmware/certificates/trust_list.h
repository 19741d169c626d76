#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "common/clock.h"

namespace gate {

/// One list of the trust store, as staff see it (`gatectl trust list`). Plain data; no keys in it.
struct TrustList {
  /// "eu_dcc_signers", "eu_dcc_anchors", "eu_dcc_revocations", "smart_health_card_issuers", "vds_nc_authorities",
  /// "nzcp_issuers", "enrolment_authorities", "enrolment_delegations", "revoked_authorities", … Begins with the
  /// CertificateFormat's name when it is about one.
  std::string kind;
  std::filesystem::path file;
  std::size_t entries = 0;        ///< keys or revocations it holds
  std::optional<WallTime> dated;  ///< the list's own date where it states one, else when the file was written
  std::string problem;            ///< why it, or part of it, is not in force; empty when all is well
  std::string note{};             ///< what staff should know of a list that is in force all the same
};

}  // namespace gate
