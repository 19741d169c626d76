#include <cstdlib>

#include "update/site_manifest.h"

/// Whatever is read holds to the bounds the header promises, and is written as it was read.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto manifest = gate::parse_site_manifest({reinterpret_cast<const char*>(data), size});
  if (!manifest) return 0;
  std::uint64_t bytes = 0;
  for (const gate::SiteFile& file : manifest->files) {
    bytes += file.bytes;
    if (!gate::is_site_path(file.path) || file.path.find("..") == 0 || file.path.front() == '/') std::abort();
  }
  if (manifest->files.size() > gate::kMaxSiteFiles || bytes > gate::kMaxSiteBytes || manifest->version < 1)
    std::abort();
  const std::string text = gate::site_manifest_text(*manifest);
  const auto again = gate::parse_site_manifest(text);
  if (!again || gate::site_manifest_text(*again) != text) std::abort();
  return 0;
}
