#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "access/enrolment_state.h"
#include "access/terminal_snapshot.h"
#include "certificates/trust/trust_ages.h"
#include "console/device_facts.h"
#include "console/tally.h"

namespace gate {

/// What is asked of the terminal at the moment somebody looks, beside what it has told.
struct TerminalFacts {
  std::size_t passes = 0, trust_lists = 0;
  std::vector<TrustAges::Age> trust_ages{};
  bool gallery_too_large = false;  ///< too many passes for face alone
  bool clock_trusted = true;
  std::uint64_t frames = 0;              ///< looked at since the start
  std::optional<int> volume{};           ///< of the sounds, 0 .. 100; nothing: none are heard
  std::vector<std::string> languages{};  ///< of the screen, the first one first; empty: there is none
  std::optional<DeviceFacts> device{};   ///< nothing: not the firmware image
};

/// What is brought to the console: a .pass or a .passes file.
enum class Brought { kPass, kBundle };

/// What became of it.
struct ImportedPasses {
  std::string refusal{};  ///< a BundleRefusal's or PassRefusal's name; empty: taken
  std::string detail{};   ///< of a refusal: one line for a technician; no personal data
  std::size_t taken = 0, withdrawn = 0;
  std::size_t left_out = 0;  ///< of a bundle: expired, withdrawn, or without a certificate that holds here
};

/// Everything page and metrics are made of. Plain data.
struct TerminalView {
  Tally tally;
  TerminalSnapshot snapshot;
  EnrolmentState enrolment{};
  TerminalFacts facts;
  WallTime now{}, started{};
  std::chrono::seconds in_state{};  ///< how long snapshot.state has lasted
  std::size_t sessions = 0, streams = 0;
  std::map<std::string, double> temperatures_c{};  ///< by thermal zone
};

/// How one part of the terminal is. The page's language files say `code` in words, and what to do about it.
struct PartHealth {
  enum class Health { kGood, kWarning, kFailed };
  std::string_view part, code;
  Health health;
  std::optional<std::int64_t> days{};  ///< how old, where that is what is wrong
};
/// Camera, gate lines, recognition, clock, trust lists, passes, records; always in this order.
std::vector<PartHealth> health_of(const TerminalView& view);

/// Of /sys/class/thermal; empty where there is none. Blocks for some small reads.
std::map<std::string, double> read_temperatures();

}  // namespace gate
