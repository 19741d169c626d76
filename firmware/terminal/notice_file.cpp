#include "terminal/notice_file.h"

#include <algorithm>

#include "common/iso_time.h"
#include "encoding/bounded_file.h"
#include "encoding/json_text.h"

namespace gate {
namespace {

constexpr std::size_t kMaxBytes = 4096;
constexpr JsonLimits kLimits{.bytes = kMaxBytes, .depth = 1, .text = Notice::kLongestText, .items = 8};
constexpr std::chrono::hours kLongest{24};  // a wrong clock at the updater must not blink at people for months

tl::unexpected<Error> refuse(const char* why) { return fail(ErrorCode::kInvalidInput, why); }

std::optional<std::string> text_of(const nlohmann::json& notice, const char* member) {
  const auto found = notice.find(member);
  return found != notice.end() && found->is_string() ? std::optional(found->get<std::string>()) : std::nullopt;
}

std::optional<NoticeKind> kind_of(const std::string& name) {
  const auto found = std::ranges::find(kNoticeKinds, name, [](NoticeKind kind) { return to_string(kind); });
  return found != kNoticeKinds.end() ? std::optional(*found) : std::nullopt;
}

bool is_printable(const std::string& text) {
  return std::ranges::none_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

}  // namespace

Result<Notice> parse_notice(std::string_view text) {
  const auto notice = parse_json(text, kLimits);
  if (!notice) return fail(notice.error());
  if (!notice->is_object()) return refuse("a notice is an object");
  for (const auto& [name, value] : notice->items())
    if (name != "kind" && name != "until" && name != "text")
      return refuse("a notice has kind, until and text, no more");
  const auto kind = kind_of(text_of(*notice, "kind").value_or(""));
  if (!kind) return refuse("kind: not one of the kinds of a notice");
  const auto until = parse_iso_time(text_of(*notice, "until").value_or(""));
  if (!until) return fail(until.error(), "until");
  if (notice->contains("text") && !text_of(*notice, "text")) return refuse("text: not a text");
  const std::string shown = text_of(*notice, "text").value_or("");
  if (!is_printable(shown)) return refuse("text: not printable");
  return Notice{*kind, *until, shown};
}

Result<std::optional<Notice>> read_notice(const std::filesystem::path& file, WallTime now) {
  const auto text = read_bounded_file(file, kMaxBytes);
  if (!text && text.error().code == ErrorCode::kNotFound) return std::nullopt;
  if (!text) return fail(text.error());
  auto notice = parse_notice(*text);
  if (!notice) return fail(std::move(notice.error()), file.string());
  if (notice->until <= now) return std::nullopt;
  std::error_code error;
  const auto written = std::filesystem::last_write_time(file, error);
  const bool too_long = !error && std::chrono::file_clock::to_sys(written) + kLongest <= now;
  return too_long ? std::nullopt : std::optional(*std::move(notice));
}

}  // namespace gate
