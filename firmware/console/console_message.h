#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace gate {

/// One HTTP request, already parsed and bounded by the server. The views are valid while it is answered.
struct ConsoleRequest {
  std::string_view method, target, host;
  std::string_view origin, cookie, authorization, content_type;  ///< headers; empty when they are not there
  std::string_view body;
  std::string address;  ///< whose it is, for the hold-off of PINs
};

struct ConsoleResponse {
  int status = 200;
  std::string_view type = "application/json";  ///< of static storage
  std::string body{};
  std::string set_cookie{};  ///< empty: none
  long retry_after_s = 0;    ///< 0: not said
  std::string watcher{};     ///< not empty: the session whose page is to be sent events; `body` is the first one
};

/// A file on its way in.
struct ConsoleUpload {
  std::filesystem::path place;  ///< it is written here, in memory alone, at most `most` bytes …
  std::uint64_t most = 0;
  std::function<ConsoleResponse()> arrived;  ///< … then this is called, on a thread that may wait for the pass store
  std::shared_ptr<void> turn;                ///< nobody else brings one while this is held; then it is gone
};

/// {"error": "…"}.
ConsoleResponse refusal(int status, std::string_view error);
/// The JSON object in a body that says it is one, small and flat; null for anything else.
nlohmann::json body_of(const ConsoleRequest& request);
/// A member of it; empty when it is no text.
std::string text_of(const nlohmann::json& body, const char* member);

/// The value of one cookie of a Cookie header; empty when it is not there, or twice. Reentrant.
std::string_view cookie_value(std::string_view header, std::string_view name);

/// Whether an Origin header names this very server: "https://" and what the Host header says. Both must be there.
bool is_same_origin(std::string_view origin, std::string_view host);

}  // namespace gate
