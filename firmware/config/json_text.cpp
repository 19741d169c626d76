#include "config/json_text.h"

#include <cstdint>
#include <fstream>
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
  bool operator()(int depth, json::parse_event_t event, const json& parsed) {
    if (depth > kMaxConfigDepth) throw Refused{"nested deeper than " + std::to_string(kMaxConfigDepth) + " levels"};
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
  static void check_value(const json& value) {
    if (value.is_string()) check_length(value.get_ref<const std::string&>());
    if (value.is_number_unsigned() && value.get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max())
      throw Refused{"the number " + value.dump() + " is too large"};
  }
  static void check_length(const std::string& text) {
    if (text.size() > kMaxConfigString)
      throw Refused{"a text is longer than " + std::to_string(kMaxConfigString) + " bytes"};
  }

  std::vector<std::set<std::string>> keys_;
};

/// nlohmann's messages begin with "[json.exception.parse_error.101] "; people need the rest.
std::string plain(std::string_view message) {
  const auto end = message.find("] ");
  return std::string(end == std::string_view::npos ? message : message.substr(end + 2));
}

}  // namespace

Result<std::string> read_text_file(const std::filesystem::path& file) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (status.type() == std::filesystem::file_type::not_found)
    return fail(ErrorCode::kNotFound, file.string() + ": no such file");
  if (status.type() != std::filesystem::file_type::regular)
    return fail(ErrorCode::kInvalidInput, file.string() + ": is not a regular file");
  std::ifstream stream(file, std::ios::binary);
  std::string text(kMaxConfigBytes + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (stream.bad() || !stream.is_open()) return fail(ErrorCode::kIo, file.string() + ": cannot be read");
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (text.size() > kMaxConfigBytes)
    return fail(ErrorCode::kInvalidInput,
                file.string() + ": is larger than " + std::to_string(kMaxConfigBytes) + " bytes");
  return text;
}

Result<json> parse_json(std::string_view text) {
  if (text.size() > kMaxConfigBytes) return fail(ErrorCode::kInvalidInput, "text too large");
  try {
    return json::parse(text, Strictness{});
  } catch (const Refused& refused) {
    return fail(ErrorCode::kInvalidInput, refused.why);
  } catch (const json::exception& exception) {
    return fail(ErrorCode::kInvalidInput, plain(exception.what()));
  }
}

}  // namespace gate
