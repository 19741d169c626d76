#include "encoding/json_text.h"

#include <cstdint>
#include <limits>
#include <set>
#include <vector>

#include "encoding/plain_text.h"

namespace gate {
namespace {

using nlohmann::json;

/// What the parser itself lets through: repeated keys (the last would win unseen) and excess. Reads along without
/// building anything; false ends the reading. nlohmann's callback while building is no way: at the end of every array
/// and object it goes through its whole parent, so that 64 KB of "{},{},…" take seconds.
class Strictness final : public nlohmann::json_sax<json> {
 public:
  explicit Strictness(const JsonLimits& limits) : limits_(limits) {}

  const std::string& why() const { return why_; }  ///< empty as long as nothing is refused

  bool null() override { return count(); }
  bool boolean(bool) override { return count(); }
  bool number_integer(number_integer_t) override { return count(); }
  bool number_float(number_float_t, const string_t&) override { return count(); }
  bool string(string_t& text) override { return count() && check_length(text); }
  bool binary(binary_t&) override { return false; }  // not in JSON
  bool start_object(std::size_t) override { return open(); }
  bool start_array(std::size_t) override { return open(); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override { return false; }

  bool number_unsigned(number_unsigned_t number) override {
    if (number > std::numeric_limits<std::int64_t>::max())
      return refuse("the number " + std::to_string(number) + " is too large");
    return count();
  }
  bool key(string_t& key) override {
    if (!count() || !check_length(key)) return false;
    if (keys_.back().insert(key).second) return true;
    return refuse("the key " + json(key).dump() + " is there twice in one object");
  }

 private:
  bool refuse(std::string why) {
    why_ = std::move(why);
    return false;
  }
  bool count() { return ++items_ <= limits_.items || refuse("more than " + std::to_string(limits_.items) + " items"); }
  bool open() {
    keys_.emplace_back();
    if (keys_.size() <= static_cast<std::size_t>(limits_.depth)) return count();
    return refuse("nested deeper than " + std::to_string(limits_.depth) + " levels");
  }
  bool close() {
    keys_.pop_back();
    return true;
  }
  bool check_length(const std::string& text) {
    return text.size() <= limits_.text || refuse("a text is longer than " + std::to_string(limits_.text) + " bytes");
  }

  const JsonLimits limits_;
  std::size_t items_ = 0;
  std::vector<std::set<std::string>> keys_;  ///< of each array and object that is open; an array has none
  std::string why_;
};

/// nlohmann's messages begin with "[json.exception.parse_error.101] "; people need the rest.
std::string plain(std::string_view message) {
  const auto end = message.find("] ");
  return std::string(end == std::string_view::npos ? message : message.substr(end + 2));
}

}  // namespace

Result<json> parse_json(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.bytes)
    return fail(ErrorCode::kInvalidInput, "text too large: more than " + std::to_string(limits.bytes) + " bytes");
  try {
    Strictness strictness(limits);
    if (!json::sax_parse(text, &strictness) && !strictness.why().empty())
      return fail(ErrorCode::kInvalidInput, strictness.why());
    return json::parse(text);  // names line and column of what is not JSON
  } catch (const json::exception& exception) {
    return fail(ErrorCode::kInvalidInput, plain(exception.what()));
  }
}

bool looks_like_json(std::string_view text) {
  text = bare_text(text);
  return text.starts_with('{') || text.starts_with('[');
}

}  // namespace gate
