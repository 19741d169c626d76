#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "common/result.h"
#include "encoding/bytes.h"

namespace gate {

/// A VDS-NC as read: nothing about it is trusted. Plain data.
struct VdsNcSeal {
  nlohmann::json data;    ///< what is signed, in its canonical form
  std::string type;       ///< hdr.t
  std::int64_t version;   ///< hdr.v
  std::string issuer;     ///< hdr.is: one to three letters (Doc 9303-3, 5)
  std::string algorithm;  ///< sig.alg
  Bytes certificate;      ///< sig.cer: the signer's, DER
  Bytes signature;        ///< sig.sigvl: r then s

  /// From a seal's JSON, or that inside an array of one (Japan's app). kInvalidInput, naming the member and never its
  /// value, when one is missing or malformed. Reentrant.
  static Result<VdsNcSeal> read(const nlohmann::json& json);
};

}  // namespace gate
