#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "certificates/trust_list.h"
#include "common/result.h"
#include "signatures/public_key.h"

namespace gate {

/// Who may issue New Zealand's passes, from their saved DID documents (W3C DID Core; NZ COVID Pass specification 1,
/// "Issuer Identifier"). Immutable once read. Thread-safe.
class NzcpIssuers {
 public:
  NzcpIssuers() = default;

  /// Reads every *.json in `folder` as one DID document. Adds a list a file to `lists`; what cannot be believed is left
  /// out and said there. A missing folder is none. Blocks for file reading.
  static NzcpIssuers read(const std::filesystem::path& folder, std::vector<TrustList>& lists);

  /// Whether there is a document of this issuer. `issuer`: "did:web:…".
  bool knows(std::string_view issuer) const { return issuers_.contains(issuer); }

  /// The issuer's key by its relative name. Nothing unless the issuer's own document lists it under assertionMethod and
  /// gives it as a JsonWebKey2020 on P-256.
  std::optional<PublicKey> key(std::string_view issuer, std::string_view key_id) const;

  std::size_t key_count() const { return keys_.size(); }

 private:
  Status add_document(const std::string& content, TrustList& list);
  Status add_key(const std::string& issuer, const std::string& id, const nlohmann::json& method);

  std::set<std::string, std::less<>> issuers_;
  std::map<std::string, PublicKey, std::less<>> keys_;  ///< by "did:web:…#name"
};

}  // namespace gate
