#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "certificates/smart_health_card/card_revocation_list.h"
#include "certificates/trust_list.h"
#include "common/result.h"
#include "signatures/public_key.h"

namespace gate {

/// What is known of an issuer key's revocations. Points into the SmartHealthCardIssuers it came from.
struct CardRevocations {
  const CardRevocationList* list = nullptr;  ///< null when there is none, or none that can be used
  std::string_view problem;                  ///< why there is one that cannot be used; empty when all is well
};

/// The issuers of SMART Health Cards a terminal believes, and what they have revoked. Immutable once read; thread-safe.
class SmartHealthCardIssuers {
 public:
  /// Reads the trust directory's folder `smart-health-cards/`, which mirrors the issuers' URLs as a recursive download
  /// leaves them: `<host>/<path>/.well-known/jwks.json` are the keys of https://<host>/<path>,
  /// `…/.well-known/crl/<kid>.json` what they have revoked. A `*.json` directly in it is a snapshot of the VCI
  /// directory, which holds both for many. Keys are judged by check_issuer_key(); a bad key, list or file is left out,
  /// with its reason in its TrustList. Where one key has several lists, the one that counts furthest is in force; it
  /// must count as far as the key's own crlVersion says, else nobody knows what is revoked. A folder that cannot be
  /// read is a list with that problem; a missing one is empty. Blocks for the reading: about 0.2 s for the VCI
  /// directory's thousand keys.
  static SmartHealthCardIssuers read(const std::filesystem::path& folder, std::vector<TrustList>& lists);

  /// The issuer's keys with this id; empty when either is unknown.
  std::vector<PublicKey> keys(std::string_view issuer, std::string_view key_id) const;
  CardRevocations revocations(std::string_view issuer, std::string_view key_id) const;
  std::size_t key_count() const;

 private:
  friend class IssuersReader;
  struct Key {
    std::optional<PublicKey> key;
    std::optional<std::int64_t> crl_version;
    std::optional<CardRevocationList> list;
    std::string list_problem;
  };
  const Key* find(std::string_view issuer, std::string_view key_id) const;

  std::map<std::pair<std::string, std::string>, Key> keys_;  ///< by issuer and key id
};

}  // namespace gate
