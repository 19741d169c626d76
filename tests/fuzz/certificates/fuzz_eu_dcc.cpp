#include <cstdlib>

#include "certificates/certificate_verifier.h"
#include "certificates/eu_dcc/eu_dcc_claims.h"
#include "certificates/eu_dcc/eu_dcc_schema.h"
#include "encoding/cbor_reader.h"
#include "unit/certificates/test_dcc.h"

namespace {

void read_content(gate::ByteView payload) {
  const auto value = gate::read_cbor(payload);
  if (!value) return;
  static_cast<void>(gate::EuDccClaims::read(*value));
  static_cast<void>(gate::read_eu_dcc_content(*value));
}

}  // namespace

// The input as text, as the COSE inside a well-formed text, and as content: nobody signed any of it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const gate::TestSigner signer;
  static const gate::CertificateVerifier verifier(gate::trust({&signer}));
  const gate::ByteView bytes(data, size);
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (verifier.verify(text, gate::WallTime()).verified) std::abort();
  if (verifier.verify(gate::dcc_text(bytes), gate::WallTime()).verified) std::abort();
  read_content(bytes);
  return 0;
}
