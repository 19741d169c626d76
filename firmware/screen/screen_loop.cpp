#include "screen/screen_loop.h"

#include <pthread.h>
#include <sys/resource.h>

#include <algorithm>
#include <utility>

#include "screen/scene_choice.h"

namespace gate {
namespace {

constexpr int kNiceness = 5;  // recognition and gate come first, codes last

/// The gate still acts on a decision whose visitor may have stepped out of the picture.
bool acts_on_decision(GateState state) {
  return state == GateState::kOpen || state == GateState::kPassing || state == GateState::kRefused;
}

}  // namespace

void ScreenLoop::run(const std::stop_token& stop, const Listeners& listeners) {
  pthread_setname_np(pthread_self(), "screen");
  setpriority(PRIO_PROCESS, 0, kNiceness);  // of this thread alone, on Linux; a failure costs nothing
  while (!stop.stop_requested()) {
    listeners.alive();
    if (const auto lost = look(kRound)) listeners.lost(*lost);
  }
}

std::optional<Error> ScreenLoop::look(std::chrono::milliseconds patience) {
  take_news(patience);
  const MonotonicTime now = parts_.clock.monotonic_now();
  const Scene wanted = calm_.next(scene_for({state_.gate, visitor(), state_.pairing, state_.set_up}), now);
  if (parts_.sounds != nullptr) parts_.sounds->follow(wanted, now);
  if (parts_.display == nullptr) return std::nullopt;
  const Status shown = show(wanted, now);
  if (!shown) scene_.reset();  // whatever the display shows now, it is not this
  const bool lost = !shown && shown.error().code == ErrorCode::kDeviceLost;
  const bool news = lost && !std::exchange(lost_, lost);
  lost_ = lost;
  return news ? std::optional(shown.error()) : std::nullopt;
}

void ScreenLoop::take_news(std::chrono::milliseconds patience) {
  using std::chrono::milliseconds;
  if (auto frame = parts_.feed.frames.take(patience)) {
    frame_ = *std::move(frame);
    new_frame_ = true;
  }
  if (const auto gate = parts_.feed.gate.take(milliseconds{0})) state_.gate = *gate;
  if (auto pairing = parts_.feed.pairing.take(milliseconds{0})) state_.pairing = *std::move(pairing);
  if (parts_.clock.monotonic_now() >= state_.pairing.until) state_.pairing = {};
  if (const auto visitor = parts_.feed.visitor.take(milliseconds{0})) state_.visitor = *visitor;
  if (const auto first = parts_.feed.first.take(milliseconds{0}); first && parts_.painter != nullptr) {
    parts_.painter->put_first(*first);
    scene_.reset();
  }
  if (state_.visitor.reason)
    last_reason_ = state_.visitor.reason;
  else if (!acts_on_decision(state_.gate.state))
    last_reason_.reset();
}

VisitorView ScreenLoop::visitor() const {
  VisitorView visitor = state_.visitor;
  if (!visitor.reason && acts_on_decision(state_.gate.state)) visitor.reason = last_reason_;
  return visitor;
}

Status ScreenLoop::show(const Scene& wanted, MonotonicTime now) {
  const auto size = parts_.display->size();
  if (!size) return fail(size.error());
  if (canvas_.size() != *size) {
    canvas_.create(*size, CV_8UC4);
    scene_.reset();
  }
  if (scene_ != wanted) scene_since_ = now;
  const auto turn =
      static_cast<std::size_t>((now - scene_since_) / kLanguageTurn) % parts_.painter->turns(wanted, *size);
  const cv::Mat& code = state_.visitor.enrolment.code;
  const bool other_content = (wanted.panel == Panel::kCode && code_ != code.data) ||
                             (wanted.panel == Panel::kDigits && digits_ != state_.pairing.digits);
  const bool repaint = scene_ != wanted || turn_ != turn || other_content;
  const bool live = wanted.panel == Panel::kMirror && (repaint || (new_frame_ && now >= next_frame_at_));
  if (!repaint && !live) return {};
  if (repaint) paint(wanted, turn);
  if (live) {
    parts_.painter->paint_live(canvas_, wanted, frame_.bgr);
    next_frame_at_ = std::max(next_frame_at_ + kFramePeriod, now);
    new_frame_ = false;
  }
  scene_ = wanted;
  turn_ = turn;
  return parts_.display->present(canvas_);
}

void ScreenLoop::paint(const Scene& scene, std::size_t turn) {
  parts_.painter->paint(canvas_, scene, turn);
  if (scene.panel == Panel::kCode) parts_.painter->paint_code(canvas_, state_.visitor.enrolment.code);
  if (scene.panel == Panel::kDigits) parts_.painter->paint_digits(canvas_, scene, state_.pairing.digits);
  code_ = state_.visitor.enrolment.code.data;
  digits_ = state_.pairing.digits;
}

}  // namespace gate
