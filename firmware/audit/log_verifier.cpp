#include "audit/log_verifier.h"

#include <algorithm>

#include "audit/log_files.h"

namespace gate {
namespace {

/// One walk along the chain.
class Walk {
 public:
  explicit Walk(const std::optional<LogHead>& head) : head_(head) {
    if (head_ && head_->first_seq != 0) next_seq_ = head_->first_seq;
    if (next_seq_ == 1) prev_ = kNoHash;
    if (head_) next_file_ = head_->first_file;
  }

  /// False when the walk must end.
  bool file(const std::filesystem::path& path, std::uint64_t number) {
    name_ = path.filename().string();
    line_ = 0;
    if (next_file_ && number != *next_file_) return fault_in(log_file_name(*next_file_), 1, "the file is missing");
    next_file_ = number + 1;
    const auto content = read_file(path, kMaxLogFileBytes);
    if (!content) return fault(content.error().message);
    ++out_.files;
    std::string_view rest = *content;
    while (!rest.empty()) {
      const std::size_t end = rest.find('\n');
      ++line_;
      if (end == std::string_view::npos)
        return fault("an incomplete record: power loss, or cut; opening the log sets it aside");
      if (!record(rest.substr(0, end))) return false;
      rest.remove_prefix(end + 1);
    }
    return true;
  }

  /// Whether the log ends where the head says. A writer at work, or one that was killed, may be one record ahead.
  bool end() {
    ++line_;
    if (!head_) return fault_in(std::string(kHeadFile), 1, "the head is missing or its seal does not hold");
    if (out_.lines > 0 && last_seq_ > head_->seq + 1) return fault("records past the sealed end");
    if (last_seq_ < head_->seq)
      return fault(std::to_string(head_->seq - last_seq_) + " records are missing at the end");
    if (last_seq_ == head_->seq && prev_ != head_->hash) return fault("the last record is not the sealed one");
    return true;
  }

  LogVerification result() && { return std::move(out_); }

 private:
  bool record(std::string_view text) {
    const auto parsed = LogLine::parse(text);
    if (!parsed) return fault(parsed.error().message);
    if (prev_ && parsed->prev != *prev_)
      return fault("it does not follow the record before: lines are missing, moved or put in");
    if (next_seq_ && parsed->seq != *next_seq_)
      return fault("record " + std::to_string(parsed->seq) + " where " + std::to_string(*next_seq_) + " is due");
    if (head_ && parsed->seq == head_->seq && parsed->hash != head_->hash)
      return fault("not the record that was sealed");
    prev_ = parsed->hash;
    last_seq_ = parsed->seq;
    next_seq_ = last_seq_ + 1;
    ++out_.lines;
    return true;
  }

  bool fault(std::string what) { return fault_in(name_, line_, std::move(what)); }
  bool fault_in(std::string file, std::uint64_t line, std::string what) {
    out_.fault = LogFault{std::move(file), line, std::move(what)};
    return false;
  }

  const std::optional<LogHead> head_;
  LogVerification out_;
  std::string name_ = log_file_name(1);
  std::uint64_t line_ = 0;
  std::uint64_t last_seq_ = 0;
  std::optional<std::uint64_t> next_file_;
  std::optional<std::uint64_t> next_seq_;
  std::optional<HashText> prev_;
};

}  // namespace

Result<LogVerification> verify_log(const std::filesystem::path& directory, const LogKey* key) {
  // The head before the records: what is written meanwhile only makes the log longer.
  const auto content = read_file(directory / kHeadFile, kMaxLineBytes);
  auto numbers = log_file_numbers(directory);
  if (!content && numbers.empty()) return fail(ErrorCode::kNotFound, directory.string() + ": no event log here");
  const auto head = content ? read_head(*content, key) : std::nullopt;
  if (head) std::erase_if(numbers, [&](std::uint64_t number) { return number < head->first_file; });

  Walk walk(head);
  const bool whole = std::all_of(numbers.begin(), numbers.end(), [&](std::uint64_t number) {
    return walk.file(directory / log_file_name(number), number);
  });
  if (whole) walk.end();
  LogVerification out = std::move(walk).result();
  out.seal_checked = key != nullptr && head.has_value();
  return out;
}

}  // namespace gate
