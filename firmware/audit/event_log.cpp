#include "audit/event_log.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "audit/event_fields.h"
#include "audit/log_files.h"

namespace gate {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

void flush_directory(const fs::path& directory) {
  // A new name is on disk only when its folder is. A file system that cannot do this has no more to give.
  if (const auto opened = Descriptor::open(directory, O_RDONLY | O_DIRECTORY); opened) ::fsync(opened->get());
}

/// The last record of a file, when its last line is one.
Result<LogLine> last_record(const fs::path& file) {
  const auto content = read_file(file, kMaxLogFileBytes);
  if (!content) return fail(content.error());
  std::string_view text = *content;
  if (!text.ends_with('\n')) return fail(ErrorCode::kInvalidInput, file.string() + ": ends without a whole record");
  text.remove_suffix(1);
  return LogLine::parse(text.substr(text.rfind('\n') + 1));  // npos + 1 is 0
}

std::uint64_t first_seq_of(const fs::path& file) {
  const auto content = read_file(file, kMaxLogFileBytes);
  const auto first = content ? LogLine::parse(std::string_view(*content).substr(0, content->find('\n')))
                             : Result<LogLine>(fail(content.error()));
  return first ? first->seq : 0;
}

/// Whether the log may end so: where the head says, or one record further, which power loss or a kill between the two
/// writes leaves.
bool continues(const LogHead& head, const LogLine& last) {
  return (last.seq == head.seq && last.hash == head.hash) || (last.seq == head.seq + 1 && last.prev == head.hash);
}

}  // namespace

Result<std::unique_ptr<EventLog>> EventLog::open(EventLogOptions options, const LogKey& key, WallTime now) {
  if (options.file_bytes < 4 * kMaxLineBytes || options.file_bytes > kMaxLogFileBytes || options.files_kept < 2)
    return fail(ErrorCode::kInvalidInput, "event log: files of 16 KiB to 64 MiB, at least 2 of them");
  std::error_code error;
  fs::create_directories(options.directory, error);
  auto head_file = Descriptor::open(options.directory / kHeadFile, O_RDWR | O_CREAT);
  if (!head_file) return fail(head_file.error());
  if (::flock(head_file->get(), LOCK_EX | LOCK_NB) != 0)
    return fail(ErrorCode::kIo, options.directory.string() + ": another process writes this event log");
  std::unique_ptr<EventLog> log(new EventLog(std::move(options), key));
  log->head_file_ = *std::move(head_file);
  if (auto resumed = log->resume(now); !resumed) return fail(resumed.error(), "event log");
  return log;
}

EventLog::~EventLog() { explicit_bzero(key_.data(), key_.size()); }

fs::path EventLog::path(std::uint64_t number) const { return options_.directory / log_file_name(number); }

Status EventLog::resume(WallTime now) {
  const auto content = read_file(options_.directory / kHeadFile, kMaxLineBytes);
  const auto head = content ? read_head(*content, &key_) : std::nullopt;
  auto numbers = log_file_numbers(options_.directory);
  // Power loss between making a file and its first record leaves it empty.
  while (!numbers.empty() && fs::is_empty(path(numbers.back()))) {
    fs::remove(path(numbers.back()));
    numbers.pop_back();
  }
  if (numbers.empty() && !head) return start_file(1);
  if (numbers.empty()) return resume_after_damage(0, head, now);
  const auto torn_bytes = set_torn_line_aside(numbers.back());
  if (!torn_bytes) return fail(torn_bytes.error());
  const auto last = last_record(path(numbers.back()));
  if (!head || !last || !continues(*head, *last)) return resume_after_damage(numbers.back(), head, now);

  const std::uint64_t unsealed = last->seq - head->seq;
  head_ = {head->first_file, head->first_seq, numbers.back(), last->seq, last->hash};
  if (last->event.value("type", "") != "log_closed") {
    auto file = Descriptor::open(path(head_.file), O_RDWR);
    if (!file) return fail(file.error());
    file_ = *std::move(file);
    size_ = fs::file_size(path(head_.file));
  }
  if (*torn_bytes == 0 && unsealed == 0) return {};
  return write_record({{"type", "log_recovered"}, {"bytes", *torn_bytes}, {"lines", unsealed}}, now);
}

Status EventLog::resume_after_damage(std::uint64_t last_file, const std::optional<LogHead>& head, WallTime now) {
  // The new file's first record follows what the head vouches for; where that is not what the files hold, the chain
  // has a gap that stays visible.
  head_ = head.value_or(LogHead{.first_seq = 0});
  if (!head && last_file != 0) head_.first_file = log_file_numbers(options_.directory).front();
  if (auto started = start_file(std::max(last_file, head_.file) + 1); !started) return started;
  return write_record({{"type", "log_damaged"}}, now);
}

Result<std::uint64_t> EventLog::set_torn_line_aside(std::uint64_t number) {
  const auto content = read_file(path(number), kMaxLogFileBytes);
  if (!content) return fail(content.error());
  const std::uint64_t whole = content->rfind('\n') + 1;  // npos + 1 is 0
  if (whole == content->size()) return 0;
  const fs::path aside = options_.directory / ("torn-" + log_file_name(number) + "-" + std::to_string(whole));
  const auto copy = Descriptor::open(aside, O_WRONLY | O_CREAT | O_TRUNC);
  if (!copy) return fail(copy.error());
  if (auto copied = copy->write_at(std::string_view(*content).substr(whole), 0); !copied) return fail(copied.error());
  if (::fsync(copy->get()) != 0 || ::truncate(path(number).c_str(), static_cast<off_t>(whole)) != 0)
    return io_error(aside, "cannot set an incomplete record aside");
  return content->size() - whole;
}

Status EventLog::start_file(std::uint64_t number) {
  auto file = Descriptor::open(path(number), O_RDWR | O_CREAT | O_EXCL);
  if (!file) return fail(file.error());
  flush_directory(options_.directory);
  file_ = *std::move(file);
  size_ = 0;
  head_.file = number;
  return {};
}

Status EventLog::write_record(const json& event, WallTime now) {
  const LogLine line = LogLine::make(head_.seq + 1, now, event, head_.hash);
  const std::string text = line.text() + '\n';
  if (unclean_ && ::ftruncate(file_.get(), static_cast<off_t>(size_)) != 0)
    return io_error(path(head_.file), "cannot cut off a half-written record");
  unclean_ = true;
  Status kept = file_.write_at(text, size_);
  if (kept) kept = file_.flush();
  if (!kept) {
    unclean_ = ::ftruncate(file_.get(), static_cast<off_t>(size_)) != 0;
    return fail(kept.error(), path(head_.file).string());
  }
  unclean_ = false;
  size_ += text.size();
  head_.seq = line.seq;
  head_.hash = line.hash;
  // The record is safe. A head that lags by this one is caught up with by the next.
  std::ignore = write_head(head_file_, head_, key_);
  return {};
}

Status EventLog::rotate(WallTime now) {
  const std::uint64_t next = head_.file + 1;
  if (file_.is_open()) {
    if (auto closed = write_record({{"type", "log_closed"}, {"next", log_file_name(next)}}, now); !closed)
      return closed;
    file_ = Descriptor();
  }
  if (auto started = start_file(next); !started) return started;
  return retire_old_files();
}

Status EventLog::retire_old_files() {
  if (head_.file - head_.first_file < options_.files_kept) return {};
  const std::uint64_t first = head_.file - options_.files_kept + 1;
  head_.first_seq = first_seq_of(path(first));
  const std::uint64_t from = std::exchange(head_.first_file, first);
  // The head first: a crash in between leaves files too many, not a head that misses them.
  if (auto written = write_head(head_file_, head_, key_); !written) return written;
  for (std::uint64_t number = from; number < first; ++number) fs::remove(path(number));
  return {};
}

Status EventLog::write_event(const json& event, WallTime now) {
  // Room for the closing record is always left.
  if (!file_.is_open() || size_ + 2 * kMaxLineBytes > options_.file_bytes) {
    if (auto rotated = rotate(now); !rotated) return rotated;
  }
  return write_record(event, now);
}

Status EventLog::append(const json& event, WallTime now) {
  if (auto checked = check_event(event); !checked) return checked;
  const std::lock_guard lock(mutex_);
  if (dropped_ > 0) {
    if (auto noted = write_event({{"type", "events_dropped"}, {"count", dropped_}}, now); !noted) {
      ++dropped_;
      return noted;
    }
    dropped_ = 0;
  }
  auto written = write_event(event, now);
  if (!written) ++dropped_;
  return written;
}

std::uint64_t EventLog::dropped() const {
  const std::lock_guard lock(mutex_);
  return dropped_;
}

}  // namespace gate
