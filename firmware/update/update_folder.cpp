#include "update/update_folder.h"

#include <algorithm>

#include "common/iso_time.h"
#include "encoding/bounded_file.h"
#include "encoding/durable_file.h"
#include "encoding/json_text.h"

namespace gate {

namespace fs = std::filesystem;

namespace {

using nlohmann::json;

constexpr std::size_t kMaxSmallBytes = 4096;
constexpr std::size_t kMaxReportBytes = 256 * 1024;
constexpr std::size_t kMaxNewsBytes = 4096;  // months of updates that fell back, with nobody plugging in a stick

std::string text_of(const fs::path& file, std::size_t most) { return read_bounded_file(file, most).value_or(""); }

std::optional<SemanticVersion> version_in(const fs::path& file) {
  std::string text = text_of(file, kMaxSmallBytes);
  while (text.ends_with('\n')) text.pop_back();
  const auto version = SemanticVersion::parse(text);
  return version ? std::optional(*version) : std::nullopt;
}

std::optional<std::string> text_in(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

}  // namespace

Result<UpdateFolder> UpdateFolder::open(fs::path folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return fail(ErrorCode::kIo, folder.string() + ": " + error.message());
  return UpdateFolder(std::move(folder));
}

SemanticVersion UpdateFolder::floor(const SemanticVersion& running) const {
  return version_in(folder_ / "floor").value_or(running);
}

Status UpdateFolder::raise_floor(const SemanticVersion& version) const {
  const auto written = version_in(folder_ / "floor");
  if (written && *written >= version) return {};
  return replace_durably(folder_ / "floor", version.text() + "\n");
}

std::optional<PendingUpdate> UpdateFolder::pending() const {
  const auto document = parse_json(text_of(folder_ / "pending.json", kMaxSmallBytes));
  if (!document || !document->is_object()) return std::nullopt;
  const auto version = text_in(*document, "version");
  const auto slot = text_in(*document, "slot");
  if (!version || !slot) return std::nullopt;
  const auto at = parse_iso_time(text_in(*document, "installed_at").value_or(""));
  return PendingUpdate{*version, *slot, at ? std::optional(*at) : std::nullopt,
                       text_in(*document, "boot_id").value_or("")};
}

Status UpdateFolder::write_pending(const PendingUpdate& pending) const {
  json document{{"version", pending.version}, {"slot", pending.slot}, {"boot_id", pending.boot_id}};
  document["installed_at"] = pending.installed_at ? json(iso_time(*pending.installed_at)) : json();
  return replace_durably(folder_ / "pending.json", document.dump(-1, ' ', true, json::error_handler_t::replace) + "\n");
}

Status UpdateFolder::clear_pending() const { return remove_durably(folder_ / "pending.json"); }

Status UpdateFolder::add_news(std::string_view line) const {
  std::string text = news() + std::string(line) + "\n";
  if (text.size() > kMaxNewsBytes) text.erase(0, text.find('\n', text.size() - kMaxNewsBytes) + 1);
  if (Status written = replace_durably(folder_ / "news.txt", text); !written) return written;
  return write_last_report(last_report() + "[later]    " + std::string(line) + "\r\n");
}

std::string UpdateFolder::news() const { return text_of(folder_ / "news.txt", kMaxNewsBytes * 2); }

Status UpdateFolder::clear_news() const { return remove_durably(folder_ / "news.txt"); }

Status UpdateFolder::write_last_report(std::string_view report) const {
  return replace_durably(folder_ / "last-report.txt", report);
}

std::string UpdateFolder::last_report() const { return text_of(folder_ / "last-report.txt", kMaxReportBytes); }

}  // namespace gate
