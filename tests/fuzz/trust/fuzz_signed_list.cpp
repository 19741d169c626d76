#include <cstdlib>

#include "certificates/trust/eu_dcc_signers.h"
#include "signatures/private_key.h"

// Nobody can write a list that the anchor did not sign.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto kAnchor = gate::PrivateKey::create().value().public_key();
  const std::string_view content(reinterpret_cast<const char*>(data), size);
  const auto list = gate::genuine_list(content, {kAnchor});
  if (list && gate::form_of(content) == gate::SignerListForm::kSignedJson) std::abort();
  return 0;
}
