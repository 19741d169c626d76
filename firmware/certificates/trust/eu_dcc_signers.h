#pragma once

#include <filesystem>
#include <map>
#include <vector>

#include "certificates/trust/signer_list.h"
#include "certificates/trust_list.h"
#include "signatures/public_key.h"

namespace gate {

/// The EU DCC signers a terminal believes, by key id. Thread-safe: const once read.
class EuDccSigners {
 public:
  /// Reads `folder`: *.pem, *.der, *.cer, *.crt, *.txt, *.b64 and *.json, whatever form their content is in; a signed
  /// list is in force only when a key of `folder`/anchors/*.pem signed it. What cannot be used is a list with its
  /// problem; the others are in force. Blocks: milliseconds per thousand signers.
  static EuDccSigners read(const std::filesystem::path& folder, std::vector<TrustList>& lists);

  /// One file, of any form but the signed one, which has no anchor here.
  static EuDccSigners read_file(const std::filesystem::path& file, std::vector<TrustList>& lists);

  /// All with this key id, be it their own or the one their list states; empty when it is unknown. Microseconds.
  std::vector<SignerCertificate> find(ByteView key_id) const;

  std::size_t size() const { return signers_; }

 private:
  void add(const std::filesystem::path& file, const std::vector<PublicKey>& anchors, std::vector<TrustList>& lists);

  std::multimap<KeyId, SignerCertificate> by_id_;
  std::size_t signers_ = 0;
};

/// The keys that sign national lists: each a public key, or a certificate with one, EC on P-256.
std::vector<PublicKey> read_list_anchors(const std::filesystem::path& folder, std::vector<TrustList>& lists);

/// The list inside `content`, when it is unsigned or one of `anchors` signed it. kUntrusted otherwise.
Result<std::string_view> genuine_list(std::string_view content, const std::vector<PublicKey>& anchors);

}  // namespace gate
