#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

#include "access/match_limits.h"
#include "common/mailbox.h"
#include "config/config_file.h"
#include "passes/gallery_loader.h"
#include "terminal/clock_floor.h"
#include "terminal/enrolled.h"
#include "terminal/event_stream.h"
#include "terminal/heartbeats.h"

namespace gate {

/// Verifies the cached passes and publishes who may be recognised; again when passes or trust change on disk. The
/// `loader` thread's; load() once before it starts.
class EnrolledLoader {
 public:
  struct Parts {
    PassStore& store;                                     ///< thread-safe
    ClockFloor& clock_floor;                              ///< raised by this thread alone
    Mailbox<std::shared_ptr<const Enrolled>>& published;  ///< for the recogniser
    EventStream& events;
    const Clock& clock;
    Pulse pulse{};  ///< the loader thread's
  };
  struct Settings {
    std::filesystem::path trust_directory;
    TrustAgeLimits trust_ages;
    Identification identification = Identification::kFace;
    std::vector<CurveSet> curves;  ///< bare faces, then masked ones; see load_curves()
    double max_stranger_rate = 0.001;
  };

  EnrolledLoader(Parts parts, Settings settings)
      : parts_(parts), settings_(std::move(settings)), curves_(in_one_row(settings_.curves)) {}

  /// Verifies everything and publishes. An Error leaves what was published before in force. 0.1 ms a pass.
  Status load(const LoadProgress& progress = {});

  /// Every kPoll until `stop`: keeps the clock floor and looks whether anything changed.
  void watch(const std::stop_token& stop);

  /// Loads again when passes or trust changed on disk or a day is over; else does nothing.
  void look();

  /// What was published last. Thread-safe.
  struct Counts {
    std::size_t passes;
    std::size_t trust_lists;
  };
  Counts counts() const { return {passes_, trust_lists_}; }
  /// Whether one of its galleries holds too many passes for face alone. Thread-safe.
  bool gallery_too_large() const { return gallery_too_large_; }
  /// How old each kind of list is now. Thread-safe; waits at most while another copies some lines.
  std::vector<TrustAges::Age> trust_ages() const;
  /// Whether the wall clock is believed. Thread-safe.
  bool clock_trusted() const { return parts_.clock_floor.trusts(parts_.clock.wall_now()); }

  static constexpr std::chrono::seconds kPoll{1};

 private:
  struct Sources {
    std::int64_t store_version;
    std::size_t trust;  ///< of all names, dates and sizes in the trust directory
    std::chrono::sys_days day;
    bool operator==(const Sources&) const = default;
  };
  Sources sources() const;
  Result<std::vector<EnrolledGallery>> with_limits(const LoadedGallery& loaded) const;
  void tell(const LoadedGallery& loaded, std::span<const EnrolledGallery> galleries);
  void tell_of_trust(const TrustStore& trust, const TrustAges& ages);
  void keep_clock_floor();
  void keep_ages(const TrustAges& ages);

  Parts parts_;
  const Settings settings_;
  const std::vector<MatchCurve> curves_;  ///< settings_.curves in one row, as the galleries are
  Sources loaded_{};
  std::atomic<std::size_t> passes_ = 0, trust_lists_ = 0;
  std::atomic<bool> gallery_too_large_ = false;
  mutable std::mutex ages_mutex_;
  TrustAges ages_;                          ///< of what was published last
  std::vector<TrustAges::Age> told_stale_;  ///< once a day and on change: an age changes once a day
  std::vector<std::string> told_problems_;
  bool floor_failed_ = false;
  std::set<std::pair<PassId, PassId>> told_;  ///< passes that share a certificate, which staff have been told of
};

}  // namespace gate
