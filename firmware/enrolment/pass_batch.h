#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "certificates/trust_store.h"
#include "common/clock.h"
#include "enrolment/batch_folder.h"
#include "enrolment/enrolment_samples.h"
#include "enrolment/organiser_list.h"
#include "signatures/private_key.h"

namespace gate {

/// What to issue with, the same for every row.
struct BatchOrder {
  const PrivateKey& authority;
  std::shared_ptr<const TrustStore> trust;  ///< certificates that do not verify are refused
  int valid_days = 30;
  std::size_t threads = 1;
  WallTime now;
  /// Opens what looks at pictures: once a thread, when the first picture comes.
  std::function<Result<std::unique_ptr<FaceSource>>()> open_faces;
  /// What a certificate's file, a regular one, holds. Called by several threads at once.
  std::function<Result<std::string>(const std::filesystem::path&)> read_certificate;
};

/// What became of a row.
struct RowOutcome {
  enum class Result { kIssued, kSkipped, kRefused };  ///< skipped: issued by an earlier run, and nothing has changed
  std::size_t row = 0;
  std::string reference;
  Result result = Result::kRefused;
  std::optional<IssueRefusal> refusal;  ///< of kRefused
  std::optional<PassId> pass;           ///< of the others
  std::vector<std::string> notes;       ///< pictures left out, and why

  /// For whoever issues to look into; the pass is issued all the same.
  struct Warning {
    enum class Kind { kSameCertificate, kSameFace };
    Kind kind{};
    std::string what;
  };
  std::optional<Warning> warning;
};

/// "issued", "skipped", "refused"; "same_certificate", "same_face".
std::string_view to_string(RowOutcome::Result result);
std::string_view to_string(RowOutcome::Warning::Kind kind);
std::string_view advice_for(RowOutcome::Warning::Kind kind);

/// How far a batch is.
struct BatchMoment {
  enum class Step { kChecking, kIssuing };  ///< files and certificates first, then faces
  Step step{};
  std::size_t done = 0;  ///< rows
  std::size_t refused = 0;
};

/// Called from one thread at a time, not always the same one.
using BatchProgress = std::function<void(const BatchMoment&)>;

/// Issues a pass for every row of a list that may have one, into `folder`. What an earlier run did is not done again
/// unless the row, a file of it, or the order has changed, or its pass has expired or is not there as it was written;
/// certificates are judged anew each time. So a run that was killed goes on where it stopped, at most the rows that
/// were in work are repeated. One certificate for several faces refuses all its rows; one face under several references
/// is a warning. An Error when the folder or the nets cannot be used: what was issued until then stays. Outcomes are in
/// the order of the rows. Blocks: about 0.5 s a photograph and thread.
Result<std::vector<RowOutcome>> issue_batch(const std::vector<OrganiserRow>& rows, const BatchOrder& order,
                                            const BatchFolder& folder, const BatchProgress& progress = {});

}  // namespace gate
