#include "console/console_message.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "encoding/json_text.h"

namespace gate {
namespace {

bool equal_but_for_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

ConsoleResponse refusal(int status, std::string_view error) {
  return {.status = status, .body = nlohmann::json{{"error", error}}.dump()};
}

nlohmann::json body_of(const ConsoleRequest& request) {
  constexpr JsonLimits kLimits{.bytes = 1024, .depth = 2, .text = 128, .items = 8};
  if (!request.content_type.starts_with("application/json")) return nullptr;
  const auto body = parse_json(request.body, kLimits);
  return body && body->is_object() ? *body : nlohmann::json(nullptr);
}

std::string text_of(const nlohmann::json& body, const char* member) {
  const auto found = body.find(member);
  return found != body.end() && found->is_string() ? found->get<std::string>() : "";
}

std::string_view cookie_value(std::string_view header, std::string_view name) {
  std::string_view value;
  while (!header.empty()) {
    const auto end = std::min(header.find(';'), header.size());
    const std::string_view pair = trimmed(header.substr(0, end));
    header.remove_prefix(std::min(end + 1, header.size()));
    if (pair.size() <= name.size() || !pair.starts_with(name) || pair[name.size()] != '=') continue;
    if (!value.empty()) return {};  // somebody slipped in a second one: which is ours cannot be told
    value = pair.substr(name.size() + 1);
  }
  return value;
}

bool is_same_origin(std::string_view origin, std::string_view host) {
  constexpr std::string_view kScheme = "https://";
  return !host.empty() && origin.starts_with(kScheme) && equal_but_for_case(origin.substr(kScheme.size()), host);
}

}  // namespace gate
