#include "update/stick_reason.h"

#include <algorithm>
#include <array>

namespace gate {
namespace {

using Why = StickReason;

struct Entry {
  Why reason;
  std::string_view code;
  std::string_view meaning;
  std::string_view advice;
};

constexpr std::string_view kAskForSigned =
    "Copy it to the stick again; if that does not help, ask whoever made the stick to sign it with this venue's update "
    "key.";
constexpr std::string_view kCopyAgain =
    "Copy the files to the stick again and take it out only after \"safely remove\"; if that does not help, try "
    "another stick.";
constexpr std::string_view kAskForMatching =
    "Ask whoever made the stick for the files of this kind of device (named above).";
constexpr std::string_view kNothingToDo =
    "Nothing, unless a newer one was expected: then the wrong one is on the stick.";

constexpr std::array kEntries{
    Entry{Why::kNothingFound, "nothing_found", "There is nothing for a gate terminal on this stick.",
          "The update (*.raucb) and the folders gate-site, trust and passes belong at the top of the stick."},
    Entry{Why::kSiteUntrusted, "site_untrusted",
          "The settings are not signed by this venue, or their signature is damaged.", kAskForSigned},
    Entry{Why::kSiteDamaged, "site_damaged", "The settings are not complete, or were changed after signing.",
          kCopyAgain},
    Entry{Why::kSiteOtherHardware, "site_other_hardware", "The settings are for another kind of device.",
          kAskForMatching},
    Entry{Why::kSiteOlder, "site_older", "The settings are not newer than those in force.", kNothingToDo},
    Entry{Why::kSiteUnusable, "site_unusable",
          "The terminal could not run with these settings; the old ones stay in force.",
          "Send this report to whoever made the settings."},
    Entry{Why::kTrustUnsigned, "trust_unsigned", "The list carries no signature of its issuer.",
          "Put it into the signed settings (gate-site), or bring the issuer's signed list."},
    Entry{Why::kTrustRefused, "trust_refused", "The list was not taken; what was in force still is.",
          "Bring the issuer's newest list; its signing key must be in the settings."},
    Entry{Why::kPassesRefused, "passes_refused", "Some passes were not taken.",
          "Have those passes issued again at the enrolment desk."},
    Entry{Why::kPassesImpossible, "passes_impossible", "Passes could not be taken.",
          "Plug the stick in again; if that does not help, send this report to whoever looks after the device."},
    Entry{
        Why::kPassBundleRefused, "pass_bundle_refused",
        "A bundle of passes was not taken, nothing of it; the passes on the device are as before.",
        "Copy the *.passes file to the stick again; if that does not help, have it made again at the enrolment desk."},
    Entry{Why::kPassBundleOlder, "pass_bundle_older", "The bundle of passes is older than one that was taken before.",
          kNothingToDo},
    Entry{Why::kSeveralBundles, "several_bundles", "There is more than one update on the stick.",
          "Leave exactly one *.raucb file on it."},
    Entry{Why::kBundleUntrusted, "bundle_untrusted",
          "The update is not signed by this venue, or its signature is damaged.", kAskForSigned},
    Entry{Why::kBundleDamaged, "bundle_damaged", "The update is damaged or cut short.", kCopyAgain},
    Entry{Why::kBundleOtherHardware, "bundle_other_hardware", "The update is for another kind of device.",
          kAskForMatching},
    Entry{Why::kBundleOlder, "bundle_older", "The update is older than what already ran well on this device.",
          kNothingToDo},
    Entry{Why::kBundleVersionUnusable, "bundle_version_unusable", "The update does not say which version it is.",
          "Ask whoever made the update to give it a version like 1.2.3."},
    Entry{Why::kBundleTooLarge, "bundle_too_large", "The update does not fit into this device.", kAskForMatching},
    Entry{Why::kStickPulled, "stick_pulled", "The stick was taken out, or stopped answering, before the end.",
          "Plug it in again and wait for the lamps; if it happens again, try another stick."},
    Entry{Why::kUpdateBusy, "update_busy", "Another update is being installed, or at its self-test.",
          "Wait some minutes, then plug the stick in again."},
    Entry{Why::kUpdateFailed, "update_failed", "The update could not be installed; the device goes on as before.",
          "Plug the stick in again; if that does not help, send this report to whoever looks after the device."},
    Entry{Why::kDataFull, "data_full", "The device's storage is full.",
          "Send this report to whoever looks after the device."},
};

const Entry& entry_of(Why reason) {
  return *std::ranges::find(kEntries, reason, &Entry::reason);  // every reason has one: a test goes through them
}

}  // namespace

std::string_view to_string(Why reason) { return entry_of(reason).code; }
std::string_view meaning_of(Why reason) { return entry_of(reason).meaning; }
std::string_view advice_for(Why reason) { return entry_of(reason).advice; }

}  // namespace gate
