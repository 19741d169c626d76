#include "passes/pass_id.h"

#include <algorithm>

#include "encoding/bytes.h"

namespace gate {
namespace {

int digit(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; }

}  // namespace

std::string to_string(const PassId& id) { return to_hex(id.bytes); }

Result<PassId> parse_pass_id(std::string_view text) {
  PassId id;
  const auto bad = [](char c) { return digit(c) < 0; };
  if (text.size() != 2 * id.bytes.size() || std::any_of(text.begin(), text.end(), bad))
    return fail(ErrorCode::kInvalidInput, "a pass id is 32 lower-case hex digits");
  for (std::size_t i = 0; i < id.bytes.size(); ++i)
    id.bytes[i] = static_cast<std::uint8_t>(digit(text[2 * i]) << 4 | digit(text[2 * i + 1]));
  return id;
}

}  // namespace gate
