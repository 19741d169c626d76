#pragma once

#include <filesystem>

#include "common/clock.h"
#include "config/config.h"
#include "update/stick_report.h"

namespace gate {

/// Passes and lists from a stick, through the same code as `gatectl pass import` and `gatectl trust import`. Both write
/// what was done and refused into the report. Thread-bound. Block for the reading and the disk's flushes.

/// `folder`/*.passes, by name, and then *.pass into the pass store that `config` names: each carries the enrolment
/// authority's signature; of a bundle all or nothing. At most kMaxStickPasses, kMaxStickBundles. On a new terminal the
/// device key is made, as the terminal itself does.
void import_stick_passes(const std::filesystem::path& folder, const Config& config, WallTime now, StickReport& report);

/// The files directly in `folder` into the trust store, each on its own. Only kinds that carry their issuer's
/// signature, checked against keys the store has: national lists of EU DCC signers, CSCAs' revocation lists, enrolment
/// authorities' delegations. No kind is taken unsigned: such lists belong into the signed site folder. `work`: an empty
/// folder of ours, for copies: what was recognised is what is imported, whatever the stick says when it is read again.
void import_stick_trust(const std::filesystem::path& folder, const Config& config, const std::filesystem::path& work,
                        WallTime now, StickReport& report);

inline constexpr std::size_t kMaxStickPasses = 20'000;
inline constexpr std::size_t kMaxStickBundles = 20;
inline constexpr std::size_t kMaxStickLists = 100;

}  // namespace gate
