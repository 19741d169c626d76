#include "passes/pass_import.h"

#include <algorithm>

#include "encoding/bounded_file.h"
#include "passes/pass_codec.h"

namespace gate {

namespace fs = std::filesystem;
using Outcome = PassFileOutcome::Result;

namespace {

constexpr std::size_t kBatch = 256;  // passes a transaction: one flush of the disk, some megabytes of memory

}  // namespace

PassImport::PassImport(PassStore& store, const PassVerifier& verifier, WallTime now, Tell tell)
    : store_(store), verifier_(verifier), now_(now), tell_(std::move(tell)) {}

void PassImport::take(const fs::path& file) {
  const auto bytes = read_bounded_file(file, kMaxPassBytes);
  if (!bytes) {
    const bool refused = bytes.error().code == ErrorCode::kInvalidInput;  // too large, or no file
    return refuse(file, refused ? Outcome::kRefused : Outcome::kUnreadable, "file_unreadable", bytes.error().message);
  }
  auto checked = verifier_.verify(bytes_of(*bytes), now_);
  if (!checked.verified) return refuse(file, Outcome::kRefused, to_string(*checked.refusal), checked.detail);
  batch_.push_back(*std::move(checked.verified));
  files_.push_back(file);
  if (batch_.size() == kBatch) flush();
}

void PassImport::flush() {
  const auto outcomes = store_.import(batch_);
  for (std::size_t i = 0; i < batch_.size(); ++i) {
    if (outcomes)
      settle(files_[i], batch_[i].pass().id, (*outcomes)[i]);
    else
      refuse(files_[i], Outcome::kStoreFailed, "store_failed", outcomes.error().message);
  }
  batch_.clear();
  files_.clear();
}

void PassImport::settle(const fs::path& file, const PassId& pass, ImportOutcome outcome) const {
  if (outcome == ImportOutcome::kRevoked)
    return refuse(file, Outcome::kRefused, to_string(PassRefusal::kRevoked),
                  "this terminal's list of revoked passes names it");
  tell_({file, outcome == ImportOutcome::kAdded ? Outcome::kAdded : Outcome::kReplaced, pass, "", ""});
}

void PassImport::refuse(const fs::path& file, Outcome result, std::string_view reason, std::string detail) const {
  tell_({file, result, std::nullopt, std::string(reason), std::move(detail)});
}

bool is_pass_file(const fs::path& file) { return file.extension() == ".pass"; }

}  // namespace gate
