#pragma once

#include <array>
#include <string_view>

namespace gate {

/// What the lamps of an idle gate tell the technician at it. Never in place of anything said to a visitor.
enum class NoticeKind { kUpdateRunning, kUpdateInstalled, kUpdateRefused, kImportDone, kImportRefused };
inline constexpr std::array kNoticeKinds{NoticeKind::kUpdateRunning, NoticeKind::kUpdateInstalled,
                                         NoticeKind::kUpdateRefused, NoticeKind::kImportDone,
                                         NoticeKind::kImportRefused};

/// "update_running", "update_installed", …
std::string_view to_string(NoticeKind kind);

}  // namespace gate
