#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "common/clock.h"
#include "update/site_manifest.h"
#include "update/stick_reason.h"

namespace gate {

/// The configuration in force on a device: that of its site folder, else its factory's.
std::filesystem::path config_in_force(const std::filesystem::path& site, const std::filesystem::path& factory);

/// The settings in force, a folder beside others on the data partition, and how signed ones from a stick replace them.
/// Thread-bound.
class SiteFolder {
 public:
  struct Places {
    std::filesystem::path folder;   ///< /var/lib/gate-terminal/site; its parent must be there
    std::filesystem::path keyring;  ///< the update authority, PEM
    std::string compatible;         ///< of this device; empty when it cannot be told
  };
  explicit SiteFolder(Places places) : places_(std::move(places)) {}

  /// What is in force; nothing on a device that has its factory settings. A damaged manifest counts as nothing.
  std::optional<SiteManifest> in_force() const;

  enum class Outcome { kTaken, kAlreadyInForce };
  /// Verifies `offered` (a stick's gate-site): signature first, then every listed file by size and hash while it is
  /// copied beside the folder in force, then that a terminal could run with it. Only then do the two change places, at
  /// once and on the disk. Files that are not listed are left where they are; links are not followed. Whatever is wrong
  /// leaves what is in force untouched. Blocks for the copying.
  Judged<Outcome> take(const std::filesystem::path& offered, WallTime now) const;

 private:
  struct Offer {
    std::string text;
    std::string signature;
    SiteManifest manifest;
  };
  Judged<Offer> read_offer(const std::filesystem::path& offered, WallTime now) const;
  Judged<bool> is_news(const Offer& offer) const;
  Judged<void> copy(const std::filesystem::path& offered, const Offer& offer, WallTime now) const;
  Judged<void> check_copy() const;
  Judged<void> exchange() const;
  std::filesystem::path next() const;

  const Places places_;
};

}  // namespace gate
