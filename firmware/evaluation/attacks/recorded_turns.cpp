#include "attacks/recorded_turns.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <memory>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "camera/replay_camera.h"
#include "vision/quality.h"

namespace gate {
namespace {

using Ask = ChallengePrompt::Ask;

/// Time passes only when the camera waits for a frame: a recording is played as fast as it is looked at.
class PlayedTime final : public Clock {
 public:
  MonotonicTime monotonic_now() const override { return now_; }
  WallTime wall_now() const override { return {}; }
  void pass(std::chrono::nanoseconds by) { now_ += std::chrono::duration_cast<MonotonicTime::duration>(by); }

 private:
  MonotonicTime now_;
};

struct Seen {
  double at;
  double turn;
  cv::Mat bgr;
};

constexpr double kLookBack = 2.0;  ///< seconds: slower turns are no answer
constexpr double kTurned = 0.27;
constexpr double kStraight = 0.08;

/// The latest moment before the end of `seen` at which the head was straight and had been for a quarter of a second.
std::optional<std::size_t> straight_before(const std::deque<Seen>& seen) {
  const auto calm = static_cast<std::size_t>(std::ceil(LivenessBench::kFramesPerSecond / 4));
  for (std::size_t i = seen.size() - 1; i >= calm; --i) {
    bool still = std::abs(seen[i].turn) < 0.25;
    for (std::size_t j = i - calm; j < i; ++j) still = still && std::abs(seen[j].turn - seen[i].turn) < kStraight / 2;
    if (still) return i;
  }
  return std::nullopt;
}

class TurnFinder {
 public:
  void add(Seen seen) {
    finish(seen);
    seen_.push_back(std::move(seen));
    while (seen_.back().at - seen_.front().at > kLookBack) seen_.pop_front();
    const auto from = straight_before(seen_);
    if (!from) return;
    const double change = seen_.back().turn - seen_[*from].turn;
    if (std::abs(change) < kStraight) armed_ = true;
    if (!armed_ || std::abs(change) < kTurned || !goes_one_way(*from, change)) return;
    armed_ = false;
    RecordedTurn turn{
        change > 0 ? TurnDirection::kLeft : TurnDirection::kRight, seen_[*from].at, seen_[*from].turn, {}};
    for (std::size_t i = *from; i < seen_.size(); ++i) turn.out.push_back(seen_[i].bgr.clone());
    turns.push_back(std::move(turn));
    missing_ = 6;
  }
  void nobody() {
    seen_.clear();
    missing_ = 0;
  }

  std::vector<RecordedTurn> turns;

 private:
  /// Who swings the other way first answers nothing that was asked.
  bool goes_one_way(std::size_t from, double change) const {
    return std::ranges::none_of(seen_.begin() + static_cast<std::ptrdiff_t>(from), seen_.end(), [&](const Seen& seen) {
      return (seen.turn - seen_[from].turn) * (change > 0 ? 1 : -1) < -kStraight;
    });
  }

  /// A turn goes on a little past the point where it counts as one.
  void finish(const Seen& seen) {
    if (missing_ == 0) return;
    --missing_;
    turns.back().out.push_back(seen.bgr.clone());
  }

  std::deque<Seen> seen_;
  bool armed_ = true;
  int missing_ = 0;
};

/// Phones film larger than the terminal's camera does: made smaller, so that a recording is judged as the terminal
/// would see it and fits into memory.
cv::Mat as_camera(const cv::Mat& bgr) {
  constexpr int kShorterPx = 480;
  const int shorter = std::min(bgr.cols, bgr.rows);
  if (shorter <= kShorterPx) return bgr;
  cv::Mat out;
  const double scale = static_cast<double>(kShorterPx) / shorter;
  cv::resize(bgr, out, {}, scale, scale, cv::INTER_AREA);
  return out;
}

/// A cut: the face is elsewhere, or the picture another.
class Cuts {
 public:
  bool between(const cv::Mat& bgr, const cv::Rect& box) {
    cv::Mat small;
    cv::resize(bgr, small, {32, 32}, 0, 0, cv::INTER_AREA);
    const cv::Point way = (box.tl() + box.br()) / 2 - (box_.tl() + box_.br()) / 2;
    const bool cut =
        !small_.empty() && (cv::norm(small, small_, cv::NORM_L1) / static_cast<double>(small.total()) > 75 ||
                            std::hypot(way.x, way.y) > 0.6 * box.width);
    small_ = small;
    box_ = box;
    return cut;
  }

 private:
  cv::Mat small_;
  cv::Rect box_;
};

}  // namespace

Status for_each_frame(const std::filesystem::path& video, const std::function<void(double, const cv::Mat&)>& use) {
  PlayedTime clock;
  ReplayOptions options;
  options.picture_period = std::chrono::milliseconds(2000);
  options.pause = [&clock](std::chrono::nanoseconds by) { clock.pass(by); };
  auto camera = ReplayCamera::open(video, options, clock);
  if (!camera) return fail(std::move(camera.error()));
  const MonotonicTime start = clock.monotonic_now();
  double due = 0;
  for (;;) {
    const auto frame = (*camera)->next(std::chrono::seconds(3));
    if (!frame && frame.error().code == ErrorCode::kEndOfStream) return {};
    if (!frame && frame.error().code == ErrorCode::kTimeout) continue;
    if (!frame) return fail(frame.error());
    const double at = std::chrono::duration<double>(frame->captured_at - start).count();
    if (at + 0.01 < due) continue;
    // A slower recording's frames stay on: the bench sees time go by all the same.
    due = std::max(due + 1 / LivenessBench::kFramesPerSecond, at + 0.5 / LivenessBench::kFramesPerSecond);
    use(at, as_camera(frame->bgr));
  }
}

Result<std::vector<RecordedTurn>> turns_in(const LivenessBench& bench, const std::filesystem::path& video) {
  TurnFinder finder;
  Cuts cuts;
  const auto played = for_each_frame(video, [&](double at, const cv::Mat& bgr) {
    const auto face = bench.face_of(bgr);
    if (!face || cuts.between(bgr, face->box_px)) finder.nobody();
    if (!face) return;
    finder.add({at, assess(bgr, *face, {}).turn, bgr});
  });
  if (!played) return fail(played.error());
  return std::move(finder.turns);
}

RecordedTurn mirrored(const RecordedTurn& turn) {
  RecordedTurn other{turn.direction == TurnDirection::kLeft ? TurnDirection::kRight : TurnDirection::kLeft,
                     turn.at,
                     -turn.straight,
                     {}};
  for (const cv::Mat& frame : turn.out) cv::flip(frame, other.out.emplace_back(), 1);
  return other;
}

LivenessBench::Presentation answering_with(std::vector<RecordedTurn> turns, double reaction) {
  struct State {
    std::vector<RecordedTurn> turns;
    Ask ask = Ask::kNothing;
    double since = 0;
    std::size_t turn = 0;
    std::size_t at = 0;
  };
  auto state = std::make_shared<State>();
  state->turns = std::move(turns);
  return [state, reaction](double seconds, Ask ask) {
    if (ask != state->ask) {
      state->ask = ask;
      state->since = seconds;
    }
    const bool reacts = seconds - state->since >= reaction;
    const bool turned = ask == Ask::kTurnLeft || ask == Ask::kTurnRight;
    if (reacts && turned) state->at = std::min(state->at + 1, state->turns[state->turn].out.size() - 1);
    if (reacts && !turned && state->at > 0 && --state->at == 0 && state->turn + 1 < state->turns.size()) ++state->turn;
    return state->turns[state->turn].out[state->at];
  };
}

}  // namespace gate
