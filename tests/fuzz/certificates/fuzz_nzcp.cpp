#include <cstdlib>

#include "certificates/certificate_verifier.h"
#include "certificates/nzcp/nzcp_claims.h"
#include "certificates/nzcp/nzcp_content.h"
#include "encoding/cbor_reader.h"
#include "unit/certificates/test_nzcp.h"

namespace {

void read_content(gate::ByteView payload) {
  const auto value = gate::read_cbor(payload);
  if (!value) return;
  static_cast<void>(gate::NzcpClaims::read(*value));
  static_cast<void>(gate::read_nzcp_content(*value));
}

}  // namespace

// The input as text, as the COSE inside a well-formed text, and as content: nobody signed any of it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const gate::TestSigner signer;
  static const gate::CertificateVerifier verifier(gate::trust_document(gate::did_document(signer)));
  static const gate::WallTime now = std::chrono::sys_days(std::chrono::year(2021) / 12 / 1);
  const gate::ByteView bytes(data, size);
  if (verifier.verify({reinterpret_cast<const char*>(data), size}, now).verified) std::abort();
  if (verifier.verify(gate::nzcp_text(bytes), now).verified) std::abort();
  read_content(bytes);
  return 0;
}
