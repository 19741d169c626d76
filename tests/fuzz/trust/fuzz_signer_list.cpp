#include <cstdlib>

#include "certificates/trust/signer_list.h"
#include "certificates/trust/trust_file_kind.h"

// Whatever is read as a list holds something, and a signed one is never read as if it were not.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view content(reinterpret_cast<const char*>(data), size);
  const auto list = gate::read_signer_list(content);
  if (list && list->signers.empty()) std::abort();
  if (list && gate::form_of(content) == gate::SignerListForm::kSignedJson) std::abort();
  const auto kind = gate::recognise_trust_file(content);
  const auto place = kind ? gate::place_of_trust_file(*kind, content, {.issuer = "https://a.example", .name = {}})
                          : gate::fail(kind.error());
  if (place && place->string().find("..") != std::string::npos) std::abort();
  return 0;
}
