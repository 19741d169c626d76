#include "enrolment/pass_batch.h"

#include <algorithm>
#include <map>
#include <mutex>

#include "enrolment/batch_state.h"
#include "enrolment/pass_draft.h"
#include "enrolment/row_inputs.h"
#include "enrolment/same_faces.h"
#include "enrolment/worker_threads.h"
#include "passes/pass_codec.h"

namespace gate {
namespace {

/// A row on its way.
struct Work {
  const OrganiserRow* row;
  PassDraft draft;
  Sha256 inputs{};
  std::optional<RowRecord> before;
  bool unchanged = false;             ///< its pass stands, if it is there as it was written
  std::vector<FaceTemplate> samples;  ///< until it is written
};

/// A refusal that looking at the same pictures again would give again.
bool lasts(const IssueRefusal& refusal) {
  return refusal.reason == IssueReason::kPicturesUnusable || refusal.reason == IssueReason::kPicturesOfTwoPeople;
}

class Batch {
 public:
  Batch(const std::vector<OrganiserRow>& rows, const BatchOrder& order, const BatchFolder& folder, BatchState& state,
        const BatchProgress& progress)
      : rows_(rows),
        order_(order),
        folder_(folder),
        state_(state),
        progress_(progress),
        works_(rows.size()),
        outcomes_(rows.size()),
        faces_(rows.size()) {}

  Result<std::vector<RowOutcome>> run() {
    const auto prepared = run_threads(order_.threads, rows_.size(), [this] {
      return [this](std::size_t i) {
        Status settled = prepare(i);
        tell(BatchMoment::Step::kChecking, 1);
        return settled;
      };
    });
    if (!prepared) return fail(prepared.error());
    group();
    done_ = rows_.size() - in_groups_;
    const auto issued = run_threads(order_.threads, groups_.size(), [this] { return GroupWorker{*this, nullptr}; });
    if (!issued) return fail(issued.error());
    warn();
    return std::move(outcomes_);
  }

 private:
  using Group = std::vector<std::size_t>;  // rows of one certificate

  /// A thread's own nets, loaded when they are needed.
  struct GroupWorker {
    Batch& batch;
    std::unique_ptr<FaceSource> faces;
    Status operator()(std::size_t i) { return batch.issue(batch.groups_[i], faces); }
  };

  void tell(BatchMoment::Step step, std::size_t rows) {
    if (!progress_) return;
    const std::lock_guard lock(mutex_);
    done_ += rows;
    progress_({step, done_, refused_});
  }

  /// Takes no earlier pass away: a wrong trust folder, or pictures that are not where they were, must not cost the
  /// passes of a whole venue.
  Status refuse(std::size_t i, IssueRefusal refusal) {
    outcomes_[i].result = RowOutcome::Result::kRefused;
    outcomes_[i].refusal = std::move(refusal);
    const std::lock_guard lock(mutex_);
    ++refused_;
    return {};
  }

  Status prepare(std::size_t i) {
    const OrganiserRow& row = rows_[i];
    outcomes_[i].row = row.row;
    outcomes_[i].reference = row.reference;
    if (row.refusal) return refuse(i, *row.refusal);
    Work work{&row, {}, {}, state_.find(row.reference), false, {}};
    auto certificate = read_certificate(row.certificate);
    if (!certificate) return refuse(i, {IssueReason::kFileUnreadable, certificate.error().message});
    const PassOrder pass{*std::move(certificate), order_.valid_days, row.initials, row.holder};
    const auto inputs = row_inputs(row, pass, order_.authority.public_key().key_id());
    if (!inputs) return refuse(i, {IssueReason::kFileUnreadable, inputs.error().message});
    work.inputs = *inputs;
    auto draft = draft_pass(pass, order_.trust, order_.now);
    if (!draft) return refuse(i, {IssueReason::kPassImpossible, draft.error().message});
    work.draft = *std::move(draft);
    if (const auto& refusal = work.draft.refusal)
      return refusal->reason == IssueReason::kHolderDiffers ? take_back(i, work, *refusal) : refuse(i, *refusal);
    return settle_what_has_not_changed(i, std::move(work));
  }

  Result<std::string> read_certificate(const std::filesystem::path& file) const {
    std::error_code error;
    if (std::filesystem::is_regular_file(file, error)) return order_.read_certificate(file);
    return fail(ErrorCode::kInvalidInput, file.string() + ": no such file, or not a regular one");
  }

  Status settle_what_has_not_changed(std::size_t i, Work work) {
    if (const auto& before = work.before; before && before->inputs == work.inputs) {
      if (before->refusal && lasts(*before->refusal)) return refuse(i, *before->refusal);
      work.unchanged = before->issued && before->issued->expires_at > order_.now;
    }
    works_[i] = std::move(work);
    return {};
  }

  void group() {
    std::map<CertificateIdentity, Group> by_certificate;
    for (std::size_t i = 0; i < works_.size(); ++i) {
      if (works_[i]) by_certificate[*works_[i]->draft.identity].push_back(i);
    }
    for (auto& [certificate, group] : by_certificate) {
      in_groups_ += group.size();
      groups_.push_back(std::move(group));
    }
    // In the list's order, as far as threads keep one.
    std::ranges::sort(groups_, {}, [](const Group& group) { return group.front(); });
  }

  Status issue(const Group& group, std::unique_ptr<FaceSource>& faces) {
    Group good;
    for (const std::size_t i : group) {
      const auto found = find_face(i, faces);
      if (!found) return fail(found.error());
      if (*found) good.push_back(i);
    }
    const bool one_face = share_a_face(good);
    for (const std::size_t i : good) {
      const std::size_t other = i == good.front() ? good.back() : good.front();
      auto settled = one_face ? write(i) : take_back(i, *works_[i], bound_twice(other));
      if (!settled) return settled;
      if (one_face && other != i)
        outcomes_[i].warning = {RowOutcome::Warning::Kind::kSameCertificate,
                                "the same certificate and the same face as " + name_of(other)};
    }
    tell(BatchMoment::Step::kIssuing, group.size());
    return {};
  }

  /// False when the row is refused for its pictures.
  Result<bool> find_face(std::size_t i, std::unique_ptr<FaceSource>& faces) {
    Work& work = *works_[i];
    if (work.unchanged && read_face(i)) return true;
    work.unchanged = false;
    if (!faces) {
      auto opened = order_.open_faces();
      if (!opened) return fail(opened.error());
      faces = *std::move(opened);
    }
    auto found = faces->samples(work.row->faces);
    const auto refused = [](const Status& noted) { return noted ? Result<bool>(false) : fail(noted.error()); };
    if (!found) return refused(refuse(i, {IssueReason::kFileUnreadable, found.error().message}));
    outcomes_[i].notes = std::move(found->notes);
    if (found->refusal) return refused(take_back(i, work, *std::move(found->refusal)));
    work.samples = std::move(found->samples);
    return note_face(i);
  }

  bool read_face(std::size_t i) {
    const RowRecord::Issued& issued = *works_[i]->before->issued;
    const auto bytes = folder_.read_pass(issued.pass);
    if (!bytes || sha256(*bytes) != issued.content) return false;
    auto pass = read_own_pass(*bytes, order_.authority.public_key());
    if (!pass) return false;
    works_[i]->samples = std::move(pass->samples);
    return note_face(i);
  }

  bool note_face(std::size_t i) {
    const auto fused = fuse(works_[i]->samples);
    if (fused) faces_[i] = fused->vectors().front();
    return fused.has_value();
  }

  bool share_a_face(const Group& good) const {
    return std::ranges::all_of(good, [&](std::size_t i) { return same_person(*faces_[good.front()], *faces_[i]); });
  }

  std::string name_of(std::size_t i) const {
    return "row " + std::to_string(rows_[i].row) + " (reference " + rows_[i].reference + ")";
  }
  IssueRefusal bound_twice(std::size_t other) const {
    return {IssueReason::kCertificateBoundTwice, "the same certificate as " + name_of(other) +
                                                     ", but not all of its "
                                                     "rows show one face"};
  }

  /// Refused for what the row says and its files show: an earlier pass, of other files or for somebody else, does not
  /// stand either.
  Status take_back(std::size_t i, const Work& work, IssueRefusal refusal) {
    const Status noted = state_.add(work.row->reference, {work.inputs, std::nullopt, refusal});
    if (noted && work.before && work.before->issued) folder_.remove_pass(work.before->issued->pass);
    faces_[i].reset();
    return noted ? refuse(i, std::move(refusal)) : noted;
  }

  Status write(std::size_t i) {
    Work& work = *works_[i];
    RowOutcome& outcome = outcomes_[i];
    if (work.unchanged) {
      outcome.result = RowOutcome::Result::kSkipped;
      outcome.pass = work.before->issued->pass;
      work.samples.clear();
      return {};
    }
    Pass& pass = work.draft.pass;
    pass.samples = std::move(work.samples);
    const auto bytes = issue_pass(pass, order_.authority);
    if (!bytes) return take_back(i, work, {IssueReason::kPassImpossible, bytes.error().message});
    const RowRecord record{work.inputs, RowRecord::Issued{pass.id, sha256(*bytes), pass.expires_at}, std::nullopt};
    if (auto noted = state_.add(work.row->reference, record); !noted) return noted;
    if (auto written = folder_.write_pass(pass.id, *bytes); !written) return written;
    if (work.before && work.before->issued) folder_.remove_pass(work.before->issued->pass);
    outcome.result = RowOutcome::Result::kIssued;
    outcome.pass = pass.id;
    pass.samples.clear();
    return {};
  }

  void warn() {
    for (const SameFace& pair : find_same_faces(faces_)) {
      auto& warning = outcomes_[pair.row].warning;
      if (!warning) warning = {RowOutcome::Warning::Kind::kSameFace, "the same face as " + name_of(pair.other)};
    }
  }

  const std::vector<OrganiserRow>& rows_;
  const BatchOrder& order_;
  const BatchFolder& folder_;
  BatchState& state_;
  const BatchProgress& progress_;
  std::vector<std::optional<Work>> works_;  ///< by row, as those below; nothing for what is refused already
  std::vector<RowOutcome> outcomes_;
  std::vector<std::optional<FaceVector>> faces_;
  std::vector<Group> groups_;
  std::size_t in_groups_ = 0;
  std::mutex mutex_;  ///< guards what follows
  std::size_t done_ = 0;
  std::size_t refused_ = 0;
};

}  // namespace

std::string_view to_string(RowOutcome::Result result) {
  switch (result) {
    case RowOutcome::Result::kIssued: return "issued";
    case RowOutcome::Result::kSkipped: return "skipped";
    case RowOutcome::Result::kRefused: return "refused";
  }
  return "refused";
}

std::string_view to_string(RowOutcome::Warning::Kind kind) {
  return kind == RowOutcome::Warning::Kind::kSameFace ? "same_face" : "same_certificate";
}

std::string_view advice_for(RowOutcome::Warning::Kind kind) {
  return kind == RowOutcome::Warning::Kind::kSameFace
             ? "Look at both: one photograph sent for two visitors, or one visitor with two references."
             : "Nothing, if one visitor has two references on purpose; else delete one row.";
}

Result<std::vector<RowOutcome>> issue_batch(const std::vector<OrganiserRow>& rows, const BatchOrder& order,
                                            const BatchFolder& folder, const BatchProgress& progress) {
  const auto state = BatchState::open(folder);
  if (!state) return fail(state.error());
  return Batch(rows, order, folder, **state, progress).run();
}

}  // namespace gate
