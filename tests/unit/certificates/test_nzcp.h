#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "certificates/trust_store.h"
#include "encoding/cbor_value.h"
#include "unit/signatures/test_signer.h"

namespace gate {

inline const std::string kNzcpIssuer = "did:web:test.nz";

/// The parts of a pass as signed; a test changes what it is about.
struct TestNzcp {
  CborMap protected_header;
  CborMap unprotected_header;
  CborMap claims;
};

/// Valid from 2021-11-01 to 2022-11-01, key "key-1" of kNzcpIssuer.
TestNzcp make_test_nzcp();
CborMap test_credential();  ///< claim "vc"
CborMap test_subject();     ///< its credentialSubject

Bytes sign_nzcp(const TestNzcp& pass, const TestSigner& signer);  ///< COSE_Sign1 under tag 18
std::string nzcp_text(ByteView cose);                             ///< "NZCP:/1/" and base32

/// The issuer's DID document with this signer's key as "key-1".
nlohmann::json did_document(const TestSigner& signer);
/// A trust directory that believes this document.
std::shared_ptr<const TrustStore> trust_document(const nlohmann::json& document);

}  // namespace gate
