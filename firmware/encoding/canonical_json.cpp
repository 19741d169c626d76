#include "encoding/canonical_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>
#include <vector>

#include "encoding/bytes.h"
#include "encoding/utf8.h"

namespace gate {

namespace {

using nlohmann::json;

tl::unexpected<Error> impossible(std::string_view what) {
  return fail(ErrorCode::kInvalidInput, "no canonical JSON: " + std::string(what));
}

// UTF-16 puts what it needs surrogates for (lead bytes F0 to F4) before U+E000 to U+FFFF (lead bytes EE and EF); UTF-8
// puts it behind.
int utf16_rank(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0xf0 ? byte - 2 : byte >= 0xee ? byte + 5 : byte;
}

bool before(std::string_view a, std::string_view b) {
  return std::ranges::lexicographical_compare(a, b, {}, utf16_rank, utf16_rank);
}

// The shortest digits that read back as this number, and where the point is: 0.d1d2d3… * 10^exponent.
struct Decimal {
  std::string digits;
  int exponent;
};

Decimal shortest(double magnitude) {
  std::array<char, 32> buffer{};
  const auto written =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), magnitude, std::chars_format::scientific);
  const std::string_view text(buffer.data(), written.ptr);
  const std::size_t e = text.find('e');
  Decimal decimal{std::string(text.substr(0, e)), 0};
  std::erase(decimal.digits, '.');
  const std::size_t sign = text[e + 1] == '+' ? 1 : 0;
  std::from_chars(text.data() + e + 1 + sign, text.data() + text.size(), decimal.exponent);
  ++decimal.exponent;
  return decimal;
}

std::string with_exponent(const Decimal& decimal) {
  std::string text = decimal.digits.substr(0, 1);
  if (decimal.digits.size() > 1) text += "." + decimal.digits.substr(1);
  const int exponent = decimal.exponent - 1;
  return text + (exponent < 0 ? "e-" : "e+") + std::to_string(std::abs(exponent));
}

// Number::toString (ECMAScript 2019, 7.1.12.1): plain between 1e-6 and 1e21.
std::string number_text(double number) {
  if (number == 0) return "0";  // minus nought as well
  const std::string sign = number < 0 ? "-" : "";
  const Decimal decimal = shortest(std::abs(number));
  const int count = static_cast<int>(decimal.digits.size());
  if (decimal.exponent > 21 || decimal.exponent <= -6) return sign + with_exponent(decimal);
  if (decimal.exponent <= 0) {
    return sign + "0." + std::string(static_cast<std::size_t>(-decimal.exponent), '0') + decimal.digits;
  }
  if (count <= decimal.exponent) {
    return sign + decimal.digits + std::string(static_cast<std::size_t>(decimal.exponent - count), '0');
  }
  const auto whole = static_cast<std::size_t>(decimal.exponent);
  return sign + decimal.digits.substr(0, whole) + "." + decimal.digits.substr(whole);
}

void append_escaped(char c, std::string& out) {
  constexpr std::string_view kShort = "\b\t\n\f\r\"\\";
  constexpr std::string_view kLetters = "btnfr\"\\";
  if (const std::size_t at = kShort.find(c); at != std::string_view::npos) {
    out += '\\';
    out += kLetters[at];
  } else if (static_cast<unsigned char>(c) < 0x20) {
    const auto byte = static_cast<std::uint8_t>(c);
    out += "\\u00" + to_hex({&byte, 1});
  } else {
    out += c;
  }
}

Status append_text(const std::string& text, std::string& out) {
  if (!is_utf8(bytes_of(text))) return impossible("a text is not UTF-8");
  out += '"';
  for (const char c : text) append_escaped(c, out);
  out += '"';
  return {};
}

Status append(const json& value, std::string& out);

Status append_array(const json& array, std::string& out) {
  out += '[';
  for (std::size_t i = 0; i < array.size(); ++i) {
    if (i > 0) out += ',';
    if (Status appended = append(array[i], out); !appended) return appended;
  }
  out += ']';
  return {};
}

Status append_object(const json& object, std::string& out) {
  std::vector<json::const_iterator> members;
  for (auto member = object.begin(); member != object.end(); ++member) members.push_back(member);
  std::ranges::sort(members, before, [](const auto& member) -> std::string_view { return member.key(); });
  out += '{';
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i > 0) out += ',';
    if (Status appended = append_text(members[i].key(), out); !appended) return appended;
    out += ':';
    if (Status appended = append(members[i].value(), out); !appended) return appended;
  }
  out += '}';
  return {};
}

Status append(const json& value, std::string& out) {
  switch (value.type()) {
    case json::value_t::null: out += "null"; return {};
    case json::value_t::boolean: out += value.get<bool>() ? "true" : "false"; return {};
    case json::value_t::string: return append_text(value.get_ref<const std::string&>(), out);
    case json::value_t::array: return append_array(value, out);
    case json::value_t::object: return append_object(value, out);
    case json::value_t::number_integer:
    case json::value_t::number_unsigned:
    case json::value_t::number_float: break;
    case json::value_t::binary:
    case json::value_t::discarded: return impossible("bytes");
  }
  const auto number = value.get<double>();
  if (!std::isfinite(number)) return impossible("not a finite number");
  out += number_text(number);
  return {};
}

}  // namespace

Result<std::string> canonical_json(const json& value) {
  std::string out;
  if (Status appended = append(value, out); !appended) return fail(std::move(appended).error());
  return out;
}

}  // namespace gate
