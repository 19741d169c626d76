#include <algorithm>
#include <cstdlib>

#include "passes/qr_pass_codec.h"

// What the reader takes has one form: the face as it was read is written as it was, and so is the certificate.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const gate::ByteView input(data, size);
  const auto pass = gate::read_qr_pass_claims(input);
  if (!pass) return 0;
  if (pass->samples.size() != 1 || pass->certificate.empty() || pass->form != gate::PassForm::kQrCode) std::abort();
  const auto written = gate::write_qr_pass_claims(*pass);
  // The scale may move by its last bit when it is made anew, never the length or what follows the face.
  if (!written || written->size() != input.size()) std::abort();
  return 0;
}
