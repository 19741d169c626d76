#include "certificates/revocation/dcc_revocation_hashes.h"

#include <algorithm>
#include <string>

#include "signatures/sha256.h"

namespace gate {

namespace {

RevocationHash hash(ByteView bytes) {
  const Sha256 digest = sha256(bytes);
  RevocationHash first;
  std::copy_n(digest.begin(), first.size(), first.begin());
  return first;
}

}  // namespace

DccRevocationHashes dcc_revocation_hashes(std::string_view identifier, std::string_view country, ByteView signature,
                                          SignatureAlgorithm algorithm) {
  const std::string with_country = std::string(country).append(identifier);
  const bool two_numbers = algorithm == SignatureAlgorithm::kEs256;
  return {hash(bytes_of(identifier)), hash(bytes_of(with_country)),
          hash(two_numbers ? signature.first(signature.size() / 2) : signature)};
}

}  // namespace gate
