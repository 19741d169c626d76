#pragma once

#include <functional>
#include <future>
#include <memory>
#include <variant>

#include "access/enrolment_state.h"
#include "access/reason.h"
#include "common/clock.h"
#include "enrolment/issued_pass.h"
#include "enrolment/sample_choice.h"
#include "passes/pass.h"

namespace gate {

/// From the certificate that a visitor shows to a pass of their own, at the gate, with staff beside them:
///
///   kOff ─begin─▶ kShowCertificate ─its code─▶ kCompare ─confirm─▶ kLook ─8 good frames─▶ kIssuing ─▶ kDone ─▶ kOff
///     every step ─cancel, too late, or what is wrong─▶ kRefused ─▶ kOff
///
/// Pure logic: no camera, no nets, no store. It holds personal data between kCompare and kIssuing, in memory alone, and
/// drops it on the way out. Owner: the recognition thread; thread-bound.
class OnSiteEnrolment {
 public:
  /// A certificate that may be bound to a face, as a pass that lacks its samples.
  struct Checked {
    Pass pass;
    std::string initial;     ///< of the given name
    std::string birth_year;  ///< empty when it is not stated
  };
  /// Or a refusal's name, of static storage; or nothing, when the text is no certificate at all (a poster).
  using Check = std::variant<std::monostate, Checked, std::string_view>;

  using Outcome = std::variant<IssuedPass, EnrolmentRefusal>;

  /// What it works with.
  struct Desk {
    std::function<std::optional<EnrolmentRefusal>()> may_begin;  ///< nothing: it may
    std::function<Check(const std::string& code)> check;
    /// Must not block: signing and storing are somebody else's thread.
    std::function<std::future<Outcome>(Pass)> issue;
  };

  static constexpr std::size_t kFrames = 8;  ///< good ones that samples are chosen from
  static constexpr std::chrono::seconds kShowWithin{60}, kConfirmWithin{120}, kLookWithin{30};
  static constexpr std::chrono::seconds kRefusalShown{8};

  /// `code_shown`: how long kDone lasts with the code to take away; 0: there is none to see. Without one: kDoneShown.
  OnSiteEnrolment(Desk desk, const Clock& clock, std::chrono::seconds code_shown);
  static constexpr std::chrono::seconds kDoneShown{3};

  /// What makes no sense now is passed over, and so is a confirmation of another holder than the one shown.
  void on(const EnrolmentOrder& order);
  /// A code the camera has read; wiped.
  void on_code(std::string text);
  /// Nobody usable is in front now, and what they can change; nothing: all is well.
  void guide(std::optional<Reason> guidance);
  /// The visitor wears a mask; until a good frame shows that they do not.
  void see_mask();
  /// Of a good frame; with vectors of all models that passes here hold.
  void add_sample(FaceTemplate sample);
  /// Somebody else looks into the camera than in the samples before: these are dropped.
  void start_samples_over() { samples_ = {}; }
  /// Time passes; call it every frame.
  void tick();

  bool active() const { return step_ != EnrolmentStep::kOff; }
  bool wants_code() const { return step_ == EnrolmentStep::kShowCertificate; }
  bool wants_face() const { return step_ == EnrolmentStep::kLook || step_ == EnrolmentStep::kTakeMaskOff; }

  EnrolmentState state() const;
  /// While they look: what to change.
  std::optional<Reason> guidance() const { return guidance_; }
  /// While kDone: the QR pass to take away; null where it does not fit.
  std::shared_ptr<const std::string> code() const { return issued_ ? issued_->code : nullptr; }

 private:
  void enter(EnrolmentStep step);
  void refuse(std::string_view why);
  void refuse(EnrolmentRefusal why) { refuse(to_string(why)); }
  void finish_samples();
  void take_outcome();
  std::chrono::seconds limit() const;

  const Desk desk_;
  const Clock& clock_;
  const std::chrono::seconds code_shown_;
  EnrolmentStep step_ = EnrolmentStep::kOff;
  MonotonicTime since_{};
  std::string_view refusal_;
  std::optional<Reason> guidance_;
  std::optional<Checked> checked_;
  std::uint32_t comparisons_ = 0;  ///< so far
  SampleChoice samples_;
  std::future<Outcome> issuing_;
  std::optional<IssuedPass> issued_;
};

}  // namespace gate
