#include "update/reported_status.h"

#include <cerrno>
#include <csignal>

#include "encoding/bounded_file.h"
#include "encoding/json_text.h"

namespace gate {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxStatusBytes = 16 * 1024;

std::string text_in(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

/// Signal 0 asks only; "not yours" is an answer as well.
bool is_alive(std::int64_t pid) { return ::kill(static_cast<pid_t>(pid), 0) == 0 || errno == EPERM; }

}  // namespace

Result<ReportedStatus> read_reported_status(std::string_view text) {
  const auto document = parse_json(text, {.bytes = kMaxStatusBytes, .depth = 4, .text = 1024, .items = 200});
  if (!document) return fail(document.error(), "status");
  if (!document->is_object()) return fail(ErrorCode::kInvalidInput, "status: not an object");
  ReportedStatus status{.state = text_in(*document, "state"),
                        .camera = text_in(*document, "camera"),
                        .gate_io = text_in(*document, "gate_io"),
                        .recognition = text_in(*document, "recognition"),
                        .pid = 0,
                        .at = text_in(*document, "at")};
  const auto pid = document->find("pid");
  const bool numbered = pid != document->end() && pid->is_number_integer();
  if (numbered) status.pid = pid->get<std::int64_t>();
  if (status.pid <= 0 || status.pid > INT32_MAX || status.state.empty())
    return fail(ErrorCode::kInvalidInput, "status: state or pid is missing");
  return status;
}

std::optional<ReportedStatus> StatusWatch::look() {
  const auto text = read_bounded_file(file_, kMaxStatusBytes);
  if (!text) return std::nullopt;
  const auto status = read_reported_status(*text);
  if (!status) return std::nullopt;
  const std::string written = status->at + "/" + std::to_string(status->pid);
  if (written != last_) changed_at_ = clock_.monotonic_now();
  last_ = written;
  if (clock_.monotonic_now() - changed_at_ > kStale || !is_alive(status->pid)) return std::nullopt;
  return *status;
}

}  // namespace gate
