#pragma once

#include <memory>
#include <string>

#include "certificates/statement_kinds.h"
#include "common/clock.h"
#include "common/result.h"
#include "encoding/bytes.h"
#include "signatures/ecdsa_key.h"

struct x509_st;

namespace gate {

/// The certificate a seal carries of its own signer (ICAO: barcode signer). Read, but not trusted: that is for
/// VdsNcAuthorities to say. Plain data; reentrant.
struct VdsNcSigner {
  std::shared_ptr<x509_st> certificate;
  EcdsaKey key;
  std::string key_id;   ///< first 8 bytes of SHA-256 over the DER, lower-case hex
  std::string country;  ///< of its subject, upper case, two letters by rule; empty when not stated
  Bytes serial;
  WallTime not_before;
  WallTime not_after;
  /// What it may sign. Nothing without the extended key usage 2.23.136.1.1.14.2, which the report demands and no
  /// passport's signer has; of what is left, what its document types (2.23.136.1.1.6.2) list, where it has such a list:
  /// NT tests, NV vaccinations. Nothing either when its key usage leaves out signing.
  StatementKinds scope;

  /// kInvalidInput when it is unreadable, kUnsupported when its key is not EC on a curve that ICAO names or it has a
  /// critical extension that we do not understand.
  static Result<VdsNcSigner> from_der(ByteView der);
};

}  // namespace gate
