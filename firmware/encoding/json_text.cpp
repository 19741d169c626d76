#include "encoding/json_text.h"

#include <cstdint>
#include <limits>
#include <set>
#include <vector>

namespace gate {
namespace {

using nlohmann::json;

/// Leaves the parser from within its callback; caught below.
struct Refused {
  std::string why;
};

/// What the parser itself lets through: repeated keys (the last would win unseen) and excess.
class Strictness {
 public:
  explicit Strictness(const JsonLimits& limits) : limits_(limits) {}

  bool operator()(int depth, json::parse_event_t event, const json& parsed) {
    if (depth > limits_.depth) throw Refused{"nested deeper than " + std::to_string(limits_.depth) + " levels"};
    if (++items_ > 2 * limits_.items) throw Refused{"more than " + std::to_string(limits_.items) + " items"};
    switch (event) {
      case json::parse_event_t::object_start: keys_.emplace_back(); break;
      case json::parse_event_t::object_end: keys_.pop_back(); break;
      case json::parse_event_t::key: add_key(parsed.get_ref<const std::string&>()); break;
      case json::parse_event_t::value: check_value(parsed); break;
      case json::parse_event_t::array_start:
      case json::parse_event_t::array_end: break;
    }
    return true;
  }

 private:
  void add_key(const std::string& key) {
    check_length(key);
    if (!keys_.back().insert(key).second)
      throw Refused{"the key " + json(key).dump() + " is there twice in one object"};
  }
  void check_value(const json& value) const {
    if (value.is_string()) check_length(value.get_ref<const std::string&>());
    if (value.is_number_unsigned() && value.get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max())
      throw Refused{"the number " + value.dump() + " is too large"};
  }
  void check_length(const std::string& text) const {
    if (text.size() > limits_.text) throw Refused{"a text is longer than " + std::to_string(limits_.text) + " bytes"};
  }

  const JsonLimits limits_;
  std::size_t items_ = 0;  ///< parser events: at most two an item
  std::vector<std::set<std::string>> keys_;
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
    return json::parse(text, Strictness{limits});
  } catch (const Refused& refused) {
    return fail(ErrorCode::kInvalidInput, refused.why);
  } catch (const json::exception& exception) {
    return fail(ErrorCode::kInvalidInput, plain(exception.what()));
  }
}

}  // namespace gate
