#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "common/clock.h"

namespace gate {

/// How often what took how long, in Prometheus's way: cumulative buckets.
struct LatencyHistogram {
  static constexpr std::array kBoundsSeconds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0};
  std::array<std::uint64_t, kBoundsSeconds.size()> at_most{};
  std::uint64_t count = 0;
  double sum_seconds = 0;

  void add(double seconds);
};

/// What the event stream has told so far, added up: counters since the start and what happened last. How the gate is
/// now says its snapshot, not these: events come late, after the disk, and may be dropped. Plain data, copied as a
/// whole; thread-bound. Holds pass ids, never more about a person, like the events.
struct Tally {
  using Counts = std::map<std::string, std::uint64_t>;

  /// Counts one line of the event stream. Microseconds; bounded memory, whatever comes.
  void count(const nlohmann::json& line, WallTime now);

  std::string version;
  std::map<std::pair<std::string, std::string>, std::uint64_t> decisions;      ///< by verdict and reason
  std::map<std::string, LatencyHistogram> steps;                               ///< by latency_ms's keys, "total" too
  Counts openings;                                                             ///< by cause
  Counts happenings;                                                           ///< the gate's, by action
  Counts errors;                                                               ///< by device
  std::map<std::pair<std::string, std::string>, std::uint64_t> staff_actions;  ///< by action and result
  std::uint64_t dropped_events = 0, audit_failures = 0;

  /// The last hour by minute, the newest last.
  struct Minute {
    std::int64_t minute = 0;  ///< since 1970
    std::uint64_t admitted = 0, refused = 0;
  };
  std::deque<Minute> minutes;

  std::deque<nlohmann::json> last_decisions;  ///< about somebody, no guidance; the newest first
  std::deque<nlohmann::json> last_actions;    ///< of staff; the newest first
  std::deque<nlohmann::json> last_errors;     ///< the newest first

  nlohmann::json notice;  ///< {kind, at} of the last one; null: none

  static constexpr std::size_t kMinutes = 60, kLast = 20, kMostNames = 100;

 private:
  Minute& minute_of(WallTime now);
  void count_decision(const nlohmann::json& line, WallTime now);
  void count_gate(const nlohmann::json& line);
  void count_staff_action(const nlohmann::json& line);
};

/// Whether a reason's name is guidance ("too_far"), which is about nobody yet.
bool is_guidance(const std::string& reason);

}  // namespace gate
