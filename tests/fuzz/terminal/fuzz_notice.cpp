#include <cstdint>
#include <cstdlib>

#include "terminal/notice_file.h"

// Whatever an updater's file holds, what is taken from it is a short line without control characters.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto notice = gate::parse_notice({reinterpret_cast<const char*>(data), size});
  if (!notice) return 0;
  if (notice->text.size() > gate::Notice::kLongestText) std::abort();
  for (const unsigned char c : notice->text)
    if (c < 0x20 || c == 0x7F) std::abort();
  return 0;
}
