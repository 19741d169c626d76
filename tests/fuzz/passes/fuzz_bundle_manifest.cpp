#include <algorithm>
#include <cstdlib>

#include "passes/pass_bundle.h"

// What the reader takes is exactly what the writer would have written: there is one form of every manifest. The same
// bytes as the beginning of a file never claim more than the cap.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const gate::ByteView input(data, size);
  constexpr std::size_t kAround = 128;  // headers and signature
  if (const auto length = gate::bundle_manifest_length(input);
      length && (size < gate::kBundleHeadBytes || *length > gate::kMaxBundleManifestBytes + kAround))
    std::abort();
  const auto manifest = gate::read_bundle_manifest(input);
  if (!manifest) return 0;
  if (manifest->passes.size() > gate::kMaxBundlePasses || manifest->sequence < 1) std::abort();
  const auto written = gate::write_bundle_manifest(*manifest);
  if (!written || !std::ranges::equal(*written, input)) std::abort();
  return 0;
}
