#pragma once

#include <optional>
#include <vector>

#include "certificates/statement_kinds.h"
#include "common/clock.h"
#include "common/result.h"
#include "encoding/bytes.h"
#include "signatures/key_id.h"
#include "signatures/public_key.h"

namespace gate {

/// A document signer's X.509 certificate, parsed once. Plain data; reentrant.
struct SignerCertificate {
  KeyId key_id{};                ///< first 8 bytes of SHA-256 over the DER
  std::optional<PublicKey> key;  ///< nothing when the key is of a kind we do not verify with, for example P-384
  WallTime not_before;
  WallTime not_after;
  /// What it may sign, by its extended key usages: 1.3.6.1.4.1.1847.2021.1.1 tests, .2 vaccinations, .3 recoveries (EU
  /// DCC technical specifications, volume 1, annex; also seen as 1.3.6.1.4.1.0.1847…). Without any of them: everything.
  StatementKinds scope = StatementKinds::all();

  /// kInvalidInput when unreadable.
  static Result<SignerCertificate> from_der(ByteView der);
  /// Every certificate of a PEM text, in order; other PEM blocks are passed over. kInvalidInput when there is none or
  /// one is unreadable.
  static Result<std::vector<SignerCertificate>> all_from_pem(std::string_view pem);
};

}  // namespace gate
