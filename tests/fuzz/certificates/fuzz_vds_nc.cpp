#include <cstdlib>

#include "certificates/certificate_verifier.h"
#include "certificates/vds_nc/vds_nc.h"
#include "certificates/vds_nc/vds_nc_content.h"
#include "certificates/vds_nc/vds_nc_seal.h"
#include "certificates/vds_nc/vds_nc_signer.h"
#include "encoding/base64.h"
#include "encoding/json_text.h"
#include "unit/certificates/test_seal.h"

namespace {

void read_content(std::string_view text) {
  const auto json = gate::parse_json(text, {.bytes = gate::kMaxVdsNcTextBytes, .depth = 12});
  if (!json) return;
  static_cast<void>(gate::VdsNcSeal::read(*json));
  static_cast<void>(gate::read_vds_nc_content(gate::SealType::kVaccination, *json));
  static_cast<void>(gate::read_vds_nc_content(gate::SealType::kTest, *json));
}

}  // namespace

// The input as text, as the signer's certificate inside a well-formed one, and as content: nobody signed any of it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const gate::TestSigner authority(gate::authority_options());
  static const gate::CertificateVerifier verifier(gate::trust_authority(authority));
  static const gate::WallTime now = std::chrono::sys_days(std::chrono::year(2021) / 12 / 1);
  static nlohmann::json envelope =
      gate::seal(gate::test_vaccination_seal_data(), gate::TestSigner(gate::seal_signer_options(authority)));
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (verifier.verify(text, now).verified) std::abort();
  envelope["sig"]["cer"] = gate::encode_base64url({data, size});
  if (verifier.verify(envelope.dump(), now).verified) std::abort();
  static_cast<void>(gate::VdsNcSigner::from_der({data, size}));
  read_content(text);
  return 0;
}
