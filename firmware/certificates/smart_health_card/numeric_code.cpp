#include "certificates/smart_health_card/numeric_code.h"

#include <algorithm>
#include <charconv>

namespace gate {

namespace {

constexpr std::string_view kPrefix = "shc:/";
constexpr int kOffset = 45;       // a digit pair is the character's code less that of '-', the lowest in a JWS
constexpr int kHighestPair = 77;  // 'z'

tl::unexpected<Error> malformed(std::string_view why) {
  return fail(ErrorCode::kInvalidInput, "shc:/ code: " + std::string(why));
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

Result<int> read_chunk_number(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 1 || number > kMaxChunks) {
    return malformed("chunk numbers must be from 1 to " + std::to_string(kMaxChunks));
  }
  return number;
}

// "2/3/" in front of the digits; takes it off `text`.
Status read_chunk_header(std::string_view& text, NumericCode& code) {
  const std::size_t first = text.find('/');
  if (first == std::string_view::npos) return {};
  const std::size_t second = text.find('/', first + 1);
  if (second == std::string_view::npos) return malformed("one chunk number where two belong");
  const auto index = read_chunk_number(text.substr(0, first));
  const auto total = read_chunk_number(text.substr(first + 1, second - first - 1));
  if (!index || !total) return fail(index ? total.error() : index.error());
  code.index = *index;
  code.total = *total;
  text.remove_prefix(second + 1);
  return {};
}

Result<std::string> read_characters(std::string_view digits) {
  if (digits.empty() || digits.size() % 2 != 0) return malformed("an odd number of digits, or none");
  if (!std::ranges::all_of(digits, is_digit)) return malformed("something other than digits");
  std::string characters;
  characters.reserve(digits.size() / 2);
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    const int pair = (digits[i] - '0') * 10 + digits[i + 1] - '0';
    if (pair > kHighestPair) return malformed("digit pair " + std::to_string(i / 2 + 1) + " is past 77");
    characters += static_cast<char>(pair + kOffset);
  }
  return characters;
}

}  // namespace

bool looks_like_numeric_code(std::string_view text) { return text.starts_with(kPrefix); }

Result<NumericCode> read_numeric_code(std::string_view text) {
  if (!looks_like_numeric_code(text)) return malformed("does not begin with shc:/");
  text.remove_prefix(kPrefix.size());
  NumericCode code;
  if (const Status header = read_chunk_header(text, code); !header) return fail(header.error());
  const std::size_t most = code.total > 1 ? kMaxChunkCharacters : kMaxSingleCharacters;
  if (text.size() > 2 * most) {
    return fail(ErrorCode::kUnsupported, "shc:/ code: more than " + std::to_string(most) + " characters in one code");
  }
  auto characters = read_characters(text);
  if (!characters) return fail(characters.error());
  code.characters = std::move(*characters);
  return code;
}

Result<std::string> join_numeric_codes(const std::vector<NumericCode>& codes) {
  if (codes.empty()) return malformed("no chunk at all");
  const auto total = static_cast<std::size_t>(codes.front().total);
  std::vector<const NumericCode*> places(total);
  for (const NumericCode& code : codes) {
    if (code.total != codes.front().total) return malformed("chunks of different cards");
    const auto place = static_cast<std::size_t>(code.index) - 1;
    if (place >= total) return malformed("chunk " + std::to_string(code.index) + " of " + std::to_string(total));
    if (places[place] != nullptr) return malformed("chunk " + std::to_string(code.index) + " twice");
    places[place] = &code;
  }
  const auto missing = std::ranges::find(places, nullptr);
  if (missing != places.end())
    return malformed("chunk " + std::to_string(missing - places.begin() + 1) + " is missing");
  std::string text;
  for (const NumericCode* code : places) text += code->characters;
  return text;
}

}  // namespace gate
