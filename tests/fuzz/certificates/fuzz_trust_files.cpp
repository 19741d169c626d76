#include <cstdlib>

#include "fakes/temporary_folder.h"
#include "unit/certificates/test_seal.h"

namespace {

// With an authority that is in force, whatever lies beside it.
std::filesystem::path trust_folder() {
  static const gate::TemporaryFolder folder;
  gate::write_trust_file(folder.path() / "vds-nc/a.der", gate::TestSigner(gate::authority_options()).certificate_der());
  return folder.path();
}

}  // namespace

// The input as a DID document, or as an authority's certificate and a revocation list: whatever is brought on a USB
// stick, what is no key is said to be none, and the one that was there stays.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::filesystem::path folder = trust_folder();
  const gate::Bytes bytes(data, data + size);
  if (size > 0 && data[0] == '{') {
    gate::write_trust_file(folder / "nzcp/d.json", bytes);
  } else {
    gate::write_trust_file(folder / "vds-nc/b.cer", bytes);
    gate::write_trust_file(folder / "vds-nc/c.crl", bytes);
  }
  const auto store = gate::TrustStore::open(folder);
  if (!store || (*store)->vds_nc().count() == 0) std::abort();
  return 0;
}
