#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "certificates/trust_store.h"
#include "encoding/cbor_value.h"
#include "unit/signatures/test_signer.h"

namespace gate {

/// The parts of a health certificate as signed; a test changes what it is about.
struct TestDcc {
  CborMap protected_header;  ///< alg and kid by default, see make_test_dcc()
  CborMap unprotected_header;
  CborMap claims;
};

/// A vaccination certificate, issued 2021-11-01, expiring 2022-11-01, with alg and kid of this signer.
TestDcc make_test_dcc(const TestSigner& signer);
CborMap test_vaccination();  ///< an entry for "v"
CborMap test_test();         ///< an entry for "t"
CborMap test_recovery();     ///< an entry for "r"
/// A whole health certificate with this group of entries ("v", "t" or "r").
CborMap test_content(const std::string& group, CborValue entries);

/// Replaces, adds or, without a value, removes a key.
void set(CborMap& map, const CborValue& key, std::optional<CborValue> value);

/// Signed: a COSE_Sign1 under tag 18.
Bytes sign_dcc(const TestDcc& dcc, const TestSigner& signer);
/// The QR text of these COSE bytes: "HC1:" and base45 of zlib.
std::string dcc_text(ByteView cose);
Bytes deflate(ByteView bytes);

/// A trust directory in the test's temporary folder that believes these signers.
std::shared_ptr<const TrustStore> trust(const std::vector<const TestSigner*>& signers);

}  // namespace gate
