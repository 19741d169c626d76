#include "terminal/enrolling_recogniser.h"

#include <system_error>
#include <utility>

#include "enrolment/enrolled_face.h"
#include "enrolment/pass_draft.h"
#include "passes/qr_pass_codec.h"
#include "terminal/reasons.h"
#include "vision/code_renderer.h"
#include "vision/mask_detector.h"

namespace gate {
namespace {

using std::chrono::milliseconds;

/// Samples that differ: a quarter of a second apart when the visitor moves, else half. Never decided, so never at rest.
TrackSettings track_settings() {
  TrackSettings settings;
  settings.samples = OnSiteEnrolment::kFrames;
  settings.sample_gap = milliseconds{250};
  settings.still_gap = milliseconds{500};
  return settings;
}

/// The first letter of a UTF-8 text, which the certificate's reader has checked.
std::string first_letter(std::string_view text) {
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  std::size_t end = text.empty() ? 0 : 1;
  while (end < text.size() && !begins(text[end])) ++end;
  return std::string(text.substr(0, end));
}

}  // namespace

EnrollingRecogniser::EnrollingRecogniser(Parts parts, const EnrolmentConfig& settings)
    : parts_(std::move(parts)),
      settings_(settings),
      enrolment_(desk(), parts_.clock, settings.code_shown),
      track_(track_settings()) {}

Sighting EnrollingRecogniser::look(const Frame& frame) {
  idle();
  Sighting sighting;
  if (!enrolment_.active()) {
    sighting = parts_.visitors.look(frame);
    if (visitor_begins(sighting)) enrolment_.on({EnrolmentCommand::kBegin});
  }
  if (enrolment_.active()) {
    enrol(frame);
    sighting = {};
    sighting.enrolment = view();
  }
  tell();
  return sighting;
}

void EnrollingRecogniser::idle() {
  enrolment_.tick();
  if (const auto command = parts_.commands.take(milliseconds{0})) enrolment_.on(*command);
  tell();
}

/// A genuine certificate that no pass here binds to this face begins one. Asked once a decision: where none can begin,
/// or one has just ended, it stays the refusal that it is.
bool EnrollingRecogniser::visitor_begins(const Sighting& sighting) {
  const auto& decision = sighting.decision;
  if (settings_.start != EnrolmentStart::kVisitor || !decision) return false;
  if (decision->reason != Reason::kCodeWithoutFace || asked_about_ == decision->captured_at) return false;
  asked_about_ = decision->captured_at;
  return !may_begin();
}

void EnrollingRecogniser::enrol(const Frame& frame) {
  if (auto code = parts_.codes.take(milliseconds{0})) enrolment_.on_code(*std::move(code));
  if (!enrolment_.wants_face()) return;
  std::vector<AssessedFace> assessed;
  if (const auto faces = parts_.vision.detector.detect(frame))  // a failure sees nobody
    for (const Face& face : *faces) assessed.push_back({face, assess(frame.bgr, face, parts_.vision.quality)});
  look_at_face(frame, track_.observe(assessed, frame.captured_at));
}

void EnrollingRecogniser::look_at_face(const Frame& frame, const Sight& sight) {
  switch (sight.state) {
    case TrackState::kNobody: return enrolment_.guide(Reason::kNoFace);
    case TrackState::kSeveralFaces: return enrolment_.guide(Reason::kSeveralFaces);
    case TrackState::kPoorQuality: return enrolment_.guide(reason_of(*sight.face->quality.issue));
    case TrackState::kWait: return;
    case TrackState::kSample: break;
  }
  if (MaskDetector{}.is_masked(frame.bgr, sight.face->face)) return enrolment_.see_mask();
  auto sample = enrolled_face(parts_.vision.embedders, parts_.vision.masked_embedders, frame.bgr, sight.face->face,
                              Effort::kFrame);
  if (!sample || !track_.add(*sample)) return;
  if (std::exchange(sampled_, track_.visitor()) != track_.visitor()) enrolment_.start_samples_over();
  enrolment_.add_sample(*std::move(sample));
}

// ---- the desk ----------------------------------------------------------------------------------------------------

OnSiteEnrolment::Desk EnrollingRecogniser::desk() {
  return {.may_begin = [this] { return may_begin(); },
          .check = [this](const std::string& code) { return check(code); },
          .issue = [this](Pass pass) { return issue(std::move(pass)); }};
}

std::optional<EnrolmentRefusal> EnrollingRecogniser::may_begin() {
  // What was read before was shown for something else; nobody wants it yet, so that it is wiped.
  if (auto stale = parts_.codes.take(milliseconds{0})) enrolment_.on_code(*std::move(stale));
  track_ = VisitorTrack(track_settings());
  const auto& enrolled = parts_.visitors.enrolled();
  if (!enrolled) return EnrolmentRefusal::kFailed;
  return parts_.authority.refusal(*enrolled->verifier->trust_store(), *parts_.store, parts_.clock.wall_now());
}

OnSiteEnrolment::Check EnrollingRecogniser::check(const std::string& code) {
  const auto& enrolled = parts_.visitors.enrolled();
  if (!enrolled || looks_like_qr_pass(code)) return std::monostate{};
  const WallTime now = parts_.clock.wall_now();
  const auto checked = enrolled->verifier->certificates().verify(code, now);
  if (checked.refusal == CertificateRefusal::kFormatUnknown) return std::monostate{};
  if (const auto why_not = parts_.visitors.judge().objection(checked, enrolled->trust_ages, now))
    return to_string(*why_not);
  const Holder& holder = checked.verified->certificate().holder;
  const std::string initial = first_letter(holder.given_name);
  auto draft = draft_pass({.certificate = code,
                           .valid_days = settings_.pass_days,
                           .initials = initial + first_letter(holder.family_name),
                           .holder = {}},
                          enrolled->verifier->trust_store(), now);
  if (!draft) {
    parts_.failed(draft.error());
    return to_string(EnrolmentRefusal::kFailed);
  }
  return OnSiteEnrolment::Checked{std::move(draft->pass), initial, holder.birth_date.substr(0, 4)};
}

/// On a thread of its own, for the store may be in use for seconds, and recognition must not be silent for so long.
std::future<OnSiteEnrolment::Outcome> EnrollingRecogniser::issue(Pass pass) {
  auto sign_and_store = [this, pass = std::move(pass), enrolled = parts_.visitors.enrolled()]() {
    const auto issued = parts_.authority.issue(pass, *enrolled->verifier, *parts_.store, parts_.clock.wall_now());
    if (issued) return OnSiteEnrolment::Outcome(*issued);
    parts_.failed(issued.error());
    return OnSiteEnrolment::Outcome(EnrolmentRefusal::kFailed);
  };
  try {
    return std::async(std::launch::async, std::move(sign_and_store));
  } catch (const std::system_error& error) {  // no thread is to be had: nobody is locked in for that
    parts_.failed({ErrorCode::kInternal, error.what()});
    std::promise<OnSiteEnrolment::Outcome> none;
    none.set_value(EnrolmentRefusal::kFailed);
    return none.get_future();
  }
}

// ---- what others are told ----------------------------------------------------------------------------------------

EnrolmentView EnrollingRecogniser::view() {
  const auto code = enrolment_.code();
  if (code != drawn_) {
    auto picture = code ? render_qr(*code, ErrorCorrection::kLow, 1) : Result<cv::Mat>(cv::Mat());
    picture_ = picture ? *std::move(picture) : cv::Mat();
    drawn_ = code;
  }
  return {.step = enrolment_.state().step, .guidance = enrolment_.guidance(), .code = picture_};
}

void EnrollingRecogniser::tell() {
  parts_.codes_wanted = enrolment_.wants_code();
  EnrolmentState now = enrolment_.state();
  if (now == told_) return;
  told_ = std::move(now);
  if (told_.step == EnrolmentStep::kOff) {
    drawn_.reset();
    picture_.release();
  }
  parts_.changed(told_);
}

}  // namespace gate
