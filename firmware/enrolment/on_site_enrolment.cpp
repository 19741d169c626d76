#include "enrolment/on_site_enrolment.h"

#include <cstring>
#include <utility>

namespace gate {

using Step = EnrolmentStep;

OnSiteEnrolment::OnSiteEnrolment(Desk desk, const Clock& clock, std::chrono::seconds code_shown)
    : desk_(std::move(desk)), clock_(clock), code_shown_(code_shown) {}

void OnSiteEnrolment::on(const EnrolmentOrder& order) {
  switch (order.command) {
    case EnrolmentCommand::kBegin:
      if (active() && step_ != Step::kRefused && step_ != Step::kDone) return;
      if (const auto why_not = desk_.may_begin()) return refuse(*why_not);
      return enter(Step::kShowCertificate);
    case EnrolmentCommand::kConfirm:
      if (step_ == Step::kCompare && order.comparison == comparisons_) enter(Step::kLook);
      return;
    case EnrolmentCommand::kCancel:
      if (step_ == Step::kDone || step_ == Step::kRefused) return enter(Step::kOff);
      // What is being signed cannot be called back; it is done in a moment, and can be revoked.
      if (active() && step_ != Step::kIssuing) refuse(EnrolmentRefusal::kCancelled);
      return;
  }
}

void OnSiteEnrolment::on_code(std::string text) {
  if (wants_code()) {
    Check checked = desk_.check(text);
    if (const auto* why_not = std::get_if<std::string_view>(&checked)) refuse(*why_not);
    if (auto* good = std::get_if<Checked>(&checked)) {
      enter(Step::kCompare);
      ++comparisons_;
      checked_ = std::move(*good);
    }
  }
  explicit_bzero(text.data(), text.size());
}

void OnSiteEnrolment::guide(std::optional<Reason> guidance) {
  if (wants_face()) guidance_ = guidance;
}

void OnSiteEnrolment::see_mask() {
  if (wants_face()) step_ = Step::kTakeMaskOff;
}

void OnSiteEnrolment::add_sample(FaceTemplate sample) {
  if (!wants_face()) return;
  step_ = Step::kLook;
  guidance_.reset();
  samples_.add_frame(std::move(sample));
  if (samples_.frames() >= kFrames) finish_samples();
}

void OnSiteEnrolment::finish_samples() {
  EnrolmentSamples chosen = std::exchange(samples_, {}).choose();
  if (chosen.refusal)
    return refuse(chosen.refusal->reason == IssueReason::kPicturesOfTwoPeople ? EnrolmentRefusal::kPicturesOfTwoPeople
                                                                              : EnrolmentRefusal::kPicturesUnusable);
  Pass pass = std::move(checked_->pass);
  pass.samples = std::move(chosen.samples);
  enter(Step::kIssuing);
  issuing_ = desk_.issue(std::move(pass));
}

void OnSiteEnrolment::take_outcome() {
  if (issuing_.wait_for(std::chrono::seconds{0}) != std::future_status::ready) return;
  auto outcome = issuing_.get();
  if (const auto* why_not = std::get_if<EnrolmentRefusal>(&outcome)) return refuse(*why_not);
  enter(Step::kDone);
  issued_ = std::get<IssuedPass>(std::move(outcome));
  if (code_shown_ == std::chrono::seconds{0}) issued_->code.reset();
}

void OnSiteEnrolment::tick() {
  if (step_ == Step::kIssuing) return take_outcome();
  if (!active() || clock_.monotonic_now() - since_ < limit()) return;
  switch (step_) {
    case Step::kShowCertificate:
    case Step::kCompare: return refuse(EnrolmentRefusal::kTimedOut);
    case Step::kLook:
    case Step::kTakeMaskOff: return refuse(EnrolmentRefusal::kPicturesUnusable);
    default: return enter(Step::kOff);
  }
}

std::chrono::seconds OnSiteEnrolment::limit() const {
  switch (step_) {
    case Step::kShowCertificate: return kShowWithin;
    case Step::kCompare: return kConfirmWithin;
    case Step::kLook:
    case Step::kTakeMaskOff: return kLookWithin;
    case Step::kDone: return issued_ && issued_->code ? code_shown_ : kDoneShown;
    default: return kRefusalShown;
  }
}

/// What belongs to the steps before is dropped; from comparing to looking the certificate is kept.
void OnSiteEnrolment::enter(EnrolmentStep step) {
  if (step != Step::kLook) checked_.reset();
  step_ = step;
  since_ = clock_.monotonic_now();
  guidance_.reset();
  samples_ = {};
  issued_.reset();
  refusal_ = {};
}

void OnSiteEnrolment::refuse(std::string_view why) {
  enter(Step::kRefused);
  refusal_ = why;
}

EnrolmentState OnSiteEnrolment::state() const {
  EnrolmentState state{.step = step_, .refusal = refusal_};
  if (step_ == Step::kCompare && checked_) {
    state.initial = checked_->initial;
    state.birth_year = checked_->birth_year;
    state.comparison = comparisons_;
  }
  if (issued_) state.pass = issued_->id;
  return state;
}

}  // namespace gate
