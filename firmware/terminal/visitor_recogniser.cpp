#include "terminal/visitor_recogniser.h"

#include "access/decide.h"
#include "terminal/reasons.h"
#include "vision/mask_detector.h"

namespace gate {
namespace {

/// Adds the time its scope takes to one step.
class StepTimer {
 public:
  StepTimer(StepTimes::Milliseconds& step, const Clock& clock)
      : step_(step), clock_(clock), start_(clock.monotonic_now()) {}
  ~StepTimer() { step_ += clock_.monotonic_now() - start_; }
  StepTimer(const StepTimer&) = delete;
  StepTimer& operator=(const StepTimer&) = delete;

 private:
  StepTimes::Milliseconds& step_;
  const Clock& clock_;
  const MonotonicTime start_;
};

}  // namespace

VisitorRecogniser::VisitorRecogniser(Parts parts) : parts_(std::move(parts)), track_(parts_.track) {}

Sighting VisitorRecogniser::look(const Frame& frame) {
  enrolled();
  times_ = {};
  times_.wait = parts_.clock.monotonic_now() - frame.captured_at;
  retry_if_due();

  const std::vector<AssessedFace> faces = find_faces(frame);
  const Sight sight = track_.observe(faces, frame.captured_at);
  if (sight.visitor != decided_visitor_) decision_.reset();
  take_code();
  watch_liveness(frame, sight);
  Sighting sighting;
  sighting.presence = sight.state == TrackState::kNobody ? Sighting::Presence::kNobody : Sighting::Presence::kSomebody;
  sighting.decision = conclude(frame, sight, faces.size());
  if (parts_.liveness && waits_for_liveness()) sighting.prompt = parts_.liveness->prompt();
  times_.total = parts_.clock.monotonic_now() - frame.captured_at;
  sighting.times = times_;
  return sighting;
}

const std::shared_ptr<const Enrolled>& VisitorRecogniser::enrolled() {
  if (auto published = parts_.enrolled.take(std::chrono::milliseconds{0})) enrolled_ = *std::move(published);
  return enrolled_;
}

std::vector<AssessedFace> VisitorRecogniser::find_faces(const Frame& frame) {
  std::vector<AssessedFace> assessed;
  std::vector<Face> faces;
  {
    const StepTimer timer(times_.detect, parts_.clock);
    if (auto found = parts_.vision.detector.detect(frame)) faces = *std::move(found);  // a failure sees nobody: locked
  }
  const StepTimer timer(times_.assess, parts_.clock);
  for (const Face& face : faces) assessed.push_back({face, assess(frame.bgr, face, parts_.vision.quality)});
  return assessed;
}

/// What can be said after this frame: a decision reached earlier, a new one, guidance, or nothing yet. Who was only
/// waited for to prove liveness is decided on as soon as that is settled, on a frame that shows them well: nobody is
/// admitted who has left meanwhile.
std::optional<Decision> VisitorRecogniser::conclude(const Frame& frame, const Sight& sight, std::size_t people) {
  auto decision = conclude_from_face(frame, sight, people);
  const bool here = sight.state == TrackState::kSample || sight.state == TrackState::kWait;
  const bool settled = here && waits_for_liveness() && !liveness_pending() && track_.ready();
  return settled ? decide_visitor(frame) : decision;
}

/// Looks for a presentation attack, where that can still change the decision: while there is none, or it waits for
/// this. A challenge begins once everything else holds, so that nobody turns their head in vain. A failure leaves
/// liveness undecided.
void VisitorRecogniser::watch_liveness(const Frame& frame, const Sight& sight) {
  if (!parts_.liveness) return;
  const StepTimer timer(times_.liveness, parts_.clock);
  if (sight.visitor != watched_visitor_) {
    parts_.liveness->reset();
    watched_visitor_ = sight.visitor;
    watched_since_ = frame.captured_at;
  }
  const bool challenge_later = parts_.liveness->mode() == LivenessMode::kChallenge && !waits_for_liveness();
  if (challenge_later || (decision_ && !waits_for_liveness())) return;
  if (sight.face)
    (void)parts_.liveness->observe({.frame = frame, .face = sight.face->face, .quality = sight.face->quality});
  else
    (void)parts_.liveness->observe_nobody(frame);
}

bool VisitorRecogniser::waits_for_liveness() const { return decision_ && decision_->reason == Reason::kProveLiveness; }

bool VisitorRecogniser::liveness_pending() const {
  if (!parts_.liveness || parts_.liveness->verdict().state != LivenessState::kUndecided) return false;
  const bool passive = parts_.liveness->mode() == LivenessMode::kPassive;
  return !passive || parts_.clock.monotonic_now() - watched_since_ < kPassivePatience;
}

std::optional<Decision> VisitorRecogniser::conclude_from_face(const Frame& frame, const Sight& sight,
                                                              std::size_t people) {
  switch (sight.state) {
    case TrackState::kNobody: return decision_;
    // A decision that a new code has undone is made again with the samples that are there.
    case TrackState::kWait: return decision_ || !track_.ready() ? decision_ : decide_visitor(frame);
    case TrackState::kSample: return sample(frame, *sight.face);
    case TrackState::kSeveralFaces:
    case TrackState::kPoorQuality: break;
  }
  if (decision_) return decision_;  // walking through turns and blurs a face; that takes nothing back
  Observation guidance;
  guidance.people_in_front = sight.state == TrackState::kSeveralFaces ? static_cast<int>(people) : 1;
  if (sight.face && sight.face->quality.issue) guidance.quality_issue = reason_of(*sight.face->quality.issue);
  return decide_on(frame, std::move(guidance));
}

std::optional<Decision> VisitorRecogniser::sample(const Frame& frame, const AssessedFace& visitor) {
  auto face_template = [&] {
    const StepTimer timer(times_.embed, parts_.clock);
    const GateVision& vision = parts_.vision;
    const bool masked = !vision.masked_embedders.empty() && MaskDetector{}.is_masked(frame.bgr, visitor.face);
    return embed(masked ? vision.masked_embedders : vision.embedders, frame.bgr, visitor.face, Effort::kFrame);
  }();
  if (!face_template || !track_.add(*std::move(face_template))) return decision_;
  if (track_.visitor() != decided_visitor_) decision_.reset();  // somebody else stepped into the same place
  if (decision_ || !track_.ready()) return decision_;
  return decide_visitor(frame);
}

std::optional<Decision> VisitorRecogniser::decide_visitor(const Frame& frame) {
  Observation observation;
  observation.people_in_front = 1;
  if (parts_.liveness) observation.liveness = liveness_of(parts_.liveness->verdict().state);
  observation.liveness_pending = liveness_pending();
  recognise(observation);
  if (observation.code != ShownCode::kNone) code_visitor_ = track_.visitor();
  decision_ = decide_on(frame, std::move(observation));
  decided_visitor_ = track_.visitor();
  track_.mark_decided();
  if (decision_->verdict == Verdict::kAdmit) forget_code();
  return decision_;
}

/// A code that comes after a refusal is a reason to decide anew at once; the next one has to wait for the retry, so
/// that codes which take turns before the camera cannot make a decision a frame. What somebody shows who has been
/// admitted is left alone: it would be held against whoever comes next.
void VisitorRecogniser::take_code() {
  if (parts_.codes == nullptr) return;
  const MonotonicTime now = parts_.clock.monotonic_now();
  if (code_visitor_ != 0 && code_visitor_ != track_.visitor()) forget_code();
  code_.expire(now);
  auto text = parts_.codes->take(std::chrono::milliseconds{0});
  if (!text) return;
  const bool another = code_.present(*std::move(text), now);
  if (decision_ && decision_->verdict == Verdict::kAdmit) return code_.forget();
  if (another && code_visitor_ == 0) decision_.reset();
}

void VisitorRecogniser::forget_code() {
  code_.forget();
  code_visitor_ = 0;
}

void VisitorRecogniser::recognise(Observation& observation) {
  observation.identification = parts_.identification;
  limits_ = {};
  const auto probe = track_.fused();
  if (!enrolled_ || !probe) return;
  observation.code = code_.kind(enrolled_->verifier->certificates(), parts_.clock.wall_now());
  if (observation.code == ShownCode::kPass) return compare_with_code(*probe, observation);
  if (parts_.identification != Identification::kCodeAndFace) search(*probe, observation);
}

/// The cache is searched, 1:N, in every gallery. The first match near enough to be somebody counts, else the first of
/// all, for what it says of who came nearest.
void VisitorRecogniser::search(const FaceTemplate& probe, Observation& observation) {
  for (const EnrolledGallery& enrolled : enrolled_->galleries) {
    const auto match = nearest(*enrolled.gallery, probe);
    if (!match) continue;
    const bool near = match->distance <= enrolled.limits.distance_cap;
    if (observation.match && !near) continue;
    observation.match = MatchedPass{match->pass, match->distance, match->runner_up, {}};
    limits_ = enrolled.limits;
    if (near) return compare_again(enrolled.gallery->comparison(), probe, observation);
  }
}

std::optional<Match> VisitorRecogniser::nearest(const Gallery& gallery, const FaceTemplate& probe) {
  const StepTimer timer(times_.search, parts_.clock);
  auto found = gallery.nearest(probe);
  return found ? *std::move(found) : std::nullopt;
}

/// The matched pass is read and verified again, and every model asked alone.
void VisitorRecogniser::compare_again(const FaceComparison& comparison, const FaceTemplate& probe,
                                      Observation& observation) {
  const StepTimer timer(times_.verify, parts_.clock);
  const PassVerification checked = verify_again(observation.match->pass, observation);
  if (!checked.verified) return;
  const auto enrolled = fuse(checked.verified->pass().samples);
  if (!enrolled) return;
  if (auto apart = comparison.apart(*enrolled, probe)) observation.match->apart = *std::move(apart);
}

/// The face is compared with the one on the pass shown: 1:1. A pass that does not verify is not believed in anything,
/// not even in whose face it was.
void VisitorRecogniser::compare_with_code(const FaceTemplate& probe, Observation& observation) {
  const StepTimer timer(times_.verify, parts_.clock);
  const PassVerification checked = verify_again(code_.bytes(), observation);
  if (!checked.verified) return;
  const Pass& pass = checked.verified->pass();
  const auto revoked = parts_.store.is_revoked(pass.id);
  if (!revoked || *revoked) observation.refusal = revoked ? Reason::kPassRevoked : Reason::kPassNotVerified;
  const auto shown = fuse(pass.samples);
  if (!shown) return;
  for (const EnrolledGallery& enrolled : enrolled_->galleries) {
    const FaceComparison& comparison = enrolled.gallery->comparison();
    const auto apart = comparison.distance(*shown, probe);
    if (!apart) continue;  // it lacks one of these models
    observation.match = MatchedPass{pass.id, *apart, std::nullopt, comparison.apart(*shown, probe).value()};
    limits_ = enrolled.one_to_one;
    return;
  }
}

/// The signature, validity and rule are checked at the moment of admission too: the cache may have changed, time has.
PassVerification VisitorRecogniser::verify_again(const PassId& pass, Observation& observation) {
  const auto stored = parts_.store.load(pass);
  if (stored) return verify_again(*stored, observation);
  const auto revoked = parts_.store.is_revoked(pass);
  observation.refusal = revoked && *revoked ? Reason::kPassRevoked : Reason::kPassNotVerified;
  return {};
}

PassVerification VisitorRecogniser::verify_again(ByteView pass, Observation& observation) {
  PassVerification verification = enrolled_->verifier->verify(pass, parts_.clock.wall_now());
  observation.refusal = reason_of(verification);
  if (!verification.verified) return verification;
  observation.certificate = verification.verified->certificate().certificate();
  if (const CertificateJudge& judge = parts_.judge; judge.rules)
    observation.rule_objection =
        objection_of(judge.rules->evaluate(*observation.certificate, judge.country, parts_.clock.wall_now()));
  return verification;
}

Decision VisitorRecogniser::decide_on(const Frame& frame, Observation observation) {
  observation.captured_at = frame.captured_at;
  const WallTime now = parts_.clock.wall_now();
  observation.clock_trusted = parts_.judge.clock_floor.trusts(now);
  const auto format = observation.certificate ? std::optional(observation.certificate->format) : std::nullopt;
  observation.trust_store_fresh = enrolled_ && enrolled_->trust_ages.fresh(format, now);
  return decide(observation, parts_.judge.policy, limits_, now);
}

void VisitorRecogniser::retry_if_due() {
  if (!decision_ || waits_for_liveness()) return;
  const auto after = decision_->verdict == Verdict::kAdmit ? kAdmitAgainAfter : kRetryAfter;
  if (parts_.clock.monotonic_now() - decision_->captured_at < after) return;
  decision_.reset();
  track_.start_over();
  watched_visitor_ = 0;  // and is looked at as if anew
}

}  // namespace gate
