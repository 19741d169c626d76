#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/clock.h"
#include "enrolment/batch_folder.h"
#include "enrolment/issue_reason.h"

namespace gate {

/// What became of a row the last time it was worked on.
struct RowRecord {
  Sha256 inputs{};  ///< row_inputs() then
  struct Issued {
    PassId pass;
    Sha256 content{};  ///< of the pass file
    WallTime expires_at;
  };
  std::optional<Issued> issued;
  std::optional<IssueRefusal> refusal;  ///< when it was not
};

/// Everything a batch remembers, by reference.
struct BatchRecords {
  std::map<std::string, RowRecord, std::less<>> rows;
  /// Issued records that a later line of the same reference took the place of, with it, as they follow one another.
  std::vector<std::pair<std::string, RowRecord>> superseded;
};

/// The file's text: JSON, one object a line. A line that cannot be read, as the last one after a power cut, is passed
/// over: its row is done again. Bounded; reentrant.
BatchRecords read_batch_records(std::string_view text);
std::string batch_record_line(std::string_view reference, const RowRecord& record);

/// What a batch has done, so that another run goes on where this one stopped: `batch.state`. Rewritten at once when it
/// is opened, then a line a row, each on the disk before add() returns. Thread-safe.
class BatchState {
 public:
  /// Reads the state of `folder`, which must outlive it; removes passes that another, which is there, or a refusal has
  /// taken the place of. kIo.
  static Result<std::unique_ptr<BatchState>> open(const BatchFolder& folder);
  ~BatchState();

  /// Nothing when the row was never worked on.
  std::optional<RowRecord> find(std::string_view reference) const;
  /// Notes what becomes of a row. To be called before its pass is written: then no pass lies there that nobody knows
  /// of.
  Status add(std::string_view reference, const RowRecord& record);

 private:
  BatchState(std::filesystem::path file, BatchRecords records, int descriptor)
      : file_(std::move(file)), records_(std::move(records)), descriptor_(descriptor) {}

  const std::filesystem::path file_;
  mutable std::mutex mutex_;
  BatchRecords records_;
  int descriptor_;
  bool half_line_ = false;  ///< the file may end in one
};

inline constexpr std::string_view kBatchStateFile = "batch.state";
inline constexpr std::size_t kMaxBatchStateBytes = 64 * 1024 * 1024;

}  // namespace gate
