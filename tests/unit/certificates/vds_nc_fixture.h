#pragma once

#include <gtest/gtest.h>

#include "certificates/vds_nc/vds_nc.h"
#include "common/iso_time.h"
#include "fakes/temporary_folder.h"
#include "unit/certificates/test_seal.h"

namespace gate {

using nlohmann::json;
using Refusal = CertificateRefusal;

inline const WallTime kNow = parse_iso_time("2021-12-01T12:00:00Z").value();

/// Seals as a state would sign them, and changed before or after that.
class VdsNcTest : public ::testing::Test {
 protected:
  CertificateVerification verify(const json& text, WallTime now = kNow) const {
    return CertificateVerifier(trust_).verify(text.dump(), now);
  }
  /// The vaccination with one member changed before it is signed; without a value removed.
  std::optional<Refusal> signed_with(const char* pointer, const json& value) const {
    json data = test_vaccination_seal_data();
    data[json::json_pointer(pointer)] = value;
    return verify(seal(data, signer_)).refusal;
  }
  /// A seal whose envelope is changed after it was signed.
  std::optional<Refusal> changed(const char* pointer, const json& value) const {
    json text = seal(test_vaccination_seal_data(), signer_);
    text[json::json_pointer(pointer)] = value;
    return verify(text).refusal;
  }
  std::optional<Refusal> signed_by(const TestSignerOptions& options) const {
    return verify(seal(test_vaccination_seal_data(), TestSigner(options))).refusal;
  }

  TestSigner authority_{authority_options()};
  TestSigner signer_{seal_signer_options(authority_)};
  std::shared_ptr<const TrustStore> trust_ = trust_authority(authority_);
};

}  // namespace gate
