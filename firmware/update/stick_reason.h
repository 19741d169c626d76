#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace gate {

/// Why something on a stick was not taken: the one published list of reason codes, as gate-report.txt names them.
/// README.md has the same as a table.
enum class StickReason {
  kNothingFound,           ///< neither an update, settings, lists nor passes
  kSiteUntrusted,          ///< gate-site: not signed under this device's update authority
  kSiteDamaged,            ///< … a file is missing, or not what was signed
  kSiteOtherHardware,      ///< … for another kind of device
  kSiteOlder,              ///< … its version is below the one in force, or the same with other contents
  kSiteUnusable,           ///< … genuine, but the terminal could not run with it
  kTrustUnsigned,          ///< trust/: a list without its issuer's signature, outside the signed settings
  kTrustRefused,           ///< … not to be believed, older than the one in force, or unreadable
  kPassesRefused,          ///< passes/: some were not taken
  kPassesImpossible,       ///< … none could be looked at: no pass store, or too many
  kPassBundleRefused,      ///< … a *.passes file of which nothing was taken
  kPassBundleOlder,        ///< … a *.passes file with a lower number than one that was taken before
  kSeveralBundles,         ///< more than one update
  kBundleUntrusted,        ///< update: not signed under this device's update authority
  kBundleDamaged,          ///< … cut short, changed, or no update at all
  kBundleOtherHardware,    ///< … for another kind of device
  kBundleOlder,            ///< … older than the newest version that ever ran well here
  kBundleVersionUnusable,  ///< … its version is not like 1.2.3
  kBundleTooLarge,         ///< … does not fit into the other slot
  kStickPulled,            ///< taken out before the end
  kUpdateBusy,             ///< another installation is under way, or its self-test
  kUpdateFailed,           ///< anything else RAUC reports
  kDataFull,               ///< the device's data partition is full
};

/// "nothing_found", "site_untrusted", …
std::string_view to_string(StickReason reason);
/// What it means, and what to do next: a plain sentence each.
std::string_view meaning_of(StickReason reason);
std::string_view advice_for(StickReason reason);

/// A refusal with what it was in this case, in one line; no personal data.
struct Refusal {
  StickReason reason{};
  std::string detail;
};

/// A value, or why not.
template <class T>
using Judged = tl::expected<T, Refusal>;

inline tl::unexpected<Refusal> refuse(StickReason reason, std::string detail) {
  return tl::make_unexpected(Refusal{reason, std::move(detail)});
}
inline tl::unexpected<Refusal> refuse(Refusal refusal) { return tl::make_unexpected(std::move(refusal)); }

}  // namespace gate
