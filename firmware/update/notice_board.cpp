#include "update/notice_board.h"

#include <nlohmann/json.hpp>

#include "common/iso_time.h"
#include "encoding/replaced_file.h"

namespace gate {

namespace fs = std::filesystem;

namespace {

using namespace std::chrono_literals;

/// Long enough for whoever stands there to look up; a running update renews its own.
std::chrono::minutes shown_for(NoticeKind kind) {
  switch (kind) {
    case NoticeKind::kUpdateRunning: return 2min;
    case NoticeKind::kUpdateInstalled: return 10min;
    case NoticeKind::kUpdateRefused: return 5min;
    case NoticeKind::kImportDone: return 1min;
    case NoticeKind::kImportRefused: return 5min;
  }
  return 1min;
}

}  // namespace

Status NoticeBoard::put(NoticeKind kind, std::string_view text) const {
  if (std::error_code missing; !fs::is_directory(folder_, missing)) return {};
  const nlohmann::json notice{
      {"kind", to_string(kind)}, {"until", iso_time(clock_.wall_now() + shown_for(kind))}, {"text", text}};
  return replace_file(folder_ / "notice.json",
                      notice.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace) + "\n");
}

}  // namespace gate
