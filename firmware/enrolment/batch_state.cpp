#include "enrolment/batch_state.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "common/iso_time.h"
#include "encoding/bounded_file.h"
#include "encoding/durable_file.h"
#include "encoding/hex.h"
#include "encoding/json_text.h"

namespace gate {

namespace {

using nlohmann::json;

constexpr JsonLimits kLineLimits{.bytes = 16UL * 1024, .depth = 2, .text = 8192, .items = 32};

std::string text_of(const json& line, const char* key) {
  const auto found = line.find(key);
  return found != line.end() && found->is_string() ? found->get<std::string>() : "";
}

std::optional<Sha256> digest_of(const json& line, const char* key) {
  Sha256 digest{};
  return decode_hex(text_of(line, key), digest) ? std::optional(digest) : std::nullopt;
}

std::optional<RowRecord::Issued> issued_of(const json& line) {
  const auto pass = parse_pass_id(text_of(line, "pass"));
  const auto content = digest_of(line, "content");
  const auto expires = line.find("expires");
  if (!pass || !content || expires == line.end() || !expires->is_number_integer()) return std::nullopt;
  const auto seconds = expires->get<std::int64_t>();
  if (seconds < 0 || seconds > kLatestSecond) return std::nullopt;
  return RowRecord::Issued{*pass, *content, WallTime{std::chrono::seconds{seconds}}};
}

std::optional<IssueRefusal> refusal_of(const json& line) {
  const auto reason = parse_issue_reason(text_of(line, "refused"));
  return reason ? std::optional(IssueRefusal{*reason, text_of(line, "what")}) : std::nullopt;
}

std::optional<std::pair<std::string, RowRecord>> read_line(std::string_view text) {
  const auto line = parse_json(text, kLineLimits);
  if (!line || !line->is_object()) return std::nullopt;
  const auto inputs = digest_of(*line, "inputs");
  RowRecord record{inputs.value_or(Sha256{}), issued_of(*line), refusal_of(*line)};
  std::string reference = text_of(*line, "reference");
  if (!inputs || reference.empty() || record.issued.has_value() == record.refusal.has_value()) return std::nullopt;
  return std::pair{std::move(reference), std::move(record)};
}

/// A line is written before its pass, and the pass before goes after that: where a run was killed between, the pass
/// that is there stands, and its row is done again.
void settle_superseded(BatchRecords& records, const BatchFolder& folder) {
  const auto there = [&](const RowRecord& r) { return folder.holds(r.issued->pass, r.issued->content); };
  for (auto at = records.superseded.rbegin(); at != records.superseded.rend(); ++at) {
    auto& [reference, before] = *at;
    RowRecord& newest = records.rows.at(reference);
    if (newest.issued && !there(newest) && there(before))
      newest = std::move(before);
    else
      folder.remove_pass(before.issued->pass);
  }
  records.superseded.clear();
}

}  // namespace

BatchRecords read_batch_records(std::string_view text) {
  BatchRecords records;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) break;  // cut short
    auto line = read_line(text.substr(0, end));
    text.remove_prefix(end + 1);
    if (!line) continue;
    auto& [reference, record] = *line;
    const auto before = records.rows.find(reference);
    if (before != records.rows.end() && before->second.issued) records.superseded.emplace_back(*before);
    records.rows.insert_or_assign(std::move(reference), std::move(record));
  }
  // The same pass once more is no other pass.
  std::set<PassId> current;
  for (const auto& [reference, record] : records.rows)
    if (record.issued) current.insert(record.issued->pass);
  std::erase_if(records.superseded, [&](const auto& before) { return current.contains(before.second.issued->pass); });
  return records;
}

std::string batch_record_line(std::string_view reference, const RowRecord& record) {
  json line{{"reference", reference}, {"inputs", to_hex(record.inputs)}};
  if (record.issued) {
    line["pass"] = to_string(record.issued->pass);
    line["content"] = to_hex(record.issued->content);
    line["expires"] = std::chrono::floor<std::chrono::seconds>(record.issued->expires_at).time_since_epoch().count();
  } else if (record.refusal) {
    line["refused"] = to_string(record.refusal->reason);
    line["what"] = record.refusal->what;
  }
  // File names need not be UTF-8.
  return line.dump(-1, ' ', false, json::error_handler_t::replace) + '\n';
}

Result<std::unique_ptr<BatchState>> BatchState::open(const BatchFolder& folder) {
  const std::filesystem::path file = folder.path(kBatchStateFile);
  const auto text = read_bounded_file(file, kMaxBatchStateBytes);
  if (!text && text.error().code != ErrorCode::kNotFound) return fail(text.error());
  BatchRecords records = text ? read_batch_records(*text) : BatchRecords{};
  settle_superseded(records, folder);
  std::string lines;
  for (const auto& [reference, record] : records.rows) lines += batch_record_line(reference, record);
  if (auto written = folder.write(kBatchStateFile, bytes_of(lines)); !written) return fail(written.error());
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0)
    return fail(ErrorCode::kIo, file.string() + ": cannot be opened: " + std::generic_category().message(errno));
  return std::unique_ptr<BatchState>(new BatchState(file, std::move(records), descriptor));
}

BatchState::~BatchState() { ::close(descriptor_); }

std::optional<RowRecord> BatchState::find(std::string_view reference) const {
  const std::lock_guard lock(mutex_);
  const auto found = records_.rows.find(reference);
  return found == records_.rows.end() ? std::nullopt : std::optional(found->second);
}

Status BatchState::add(std::string_view reference, const RowRecord& record) {
  const std::string line = batch_record_line(reference, record);
  const std::lock_guard lock(mutex_);
  // What a full disk left of the line before is no part of this one.
  const bool written = write_all(descriptor_, bytes_of(half_line_ ? '\n' + line : line));
  half_line_ = !written;
  if (!written || ::fdatasync(descriptor_) != 0)
    return fail(ErrorCode::kIo, file_.string() + ": cannot write: " + std::generic_category().message(errno));
  records_.rows.insert_or_assign(std::string(reference), record);
  return {};
}

}  // namespace gate
