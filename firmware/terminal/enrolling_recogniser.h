#pragma once

#include <atomic>

#include "common/mailbox.h"
#include "config/config.h"
#include "enrolment/on_site_authority.h"
#include "enrolment/on_site_enrolment.h"
#include "terminal/visitor_recogniser.h"

namespace gate {

/// Lets staff enrol a visitor at the gate; between enrolments the visitors' recogniser looks at every frame. Owner: the
/// recognition thread; thread-bound.
class EnrollingRecogniser final : public Recogniser {
 public:
  struct Parts {
    VisitorRecogniser& visitors;
    GateVision& vision;
    OnSiteAuthority authority;
    /// A connection of its own: what it writes is news to the loader's.
    std::shared_ptr<PassStore> store;
    const Clock& clock;
    Mailbox<EnrolmentOrder>& commands;                   ///< from the console
    Mailbox<std::string>& codes;                         ///< filled by the code watch …
    std::atomic<bool>& codes_wanted;                     ///< … while this is set, where it looks for none otherwise
    std::function<void(const EnrolmentState&)> changed;  ///< must not block
    std::function<void(const Error&)> failed;            ///< from the issuing thread as well
  };
  EnrollingRecogniser(Parts parts, const EnrolmentConfig& settings);

  Sighting look(const Frame& frame) override;
  /// What staff ask and what takes too long ends it too.
  void idle() override;

 private:
  OnSiteEnrolment::Desk desk();
  bool visitor_begins(const Sighting& sighting);
  std::optional<EnrolmentRefusal> may_begin();
  OnSiteEnrolment::Check check(const std::string& code);
  std::future<OnSiteEnrolment::Outcome> issue(Pass pass);
  void enrol(const Frame& frame);
  void look_at_face(const Frame& frame, const Sight& sight);
  EnrolmentView view();
  void tell();

  const Parts parts_;
  const EnrolmentConfig settings_;
  OnSiteEnrolment enrolment_;
  VisitorTrack track_;
  std::uint64_t sampled_ = 0;                 ///< whose face the samples are of, as `track_` counts
  std::optional<MonotonicTime> asked_about_;  ///< the decision that last was asked whether it begins one
  EnrolmentState told_;
  std::shared_ptr<const std::string> drawn_;  ///< the code that is …
  cv::Mat picture_;                           ///< … this picture
};

}  // namespace gate
