#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "common/clock.h"
#include "common/result.h"

namespace gate {

/// What goes onto a stick, made on a laptop.
struct StickContents {
  std::optional<std::filesystem::path> bundle;  ///< *.raucb, signed when it was made
  struct Site {
    std::filesystem::path folder;  ///< terminal.json, policies/, trust/, …
    std::int64_t version = 0;      ///< higher than that of any settings before
    std::optional<std::string> compatible;
    std::filesystem::path key;          ///< PEM, unencrypted
    std::filesystem::path certificate;  ///< PEM
  };
  std::optional<Site> site;
  std::optional<std::filesystem::path> passes;  ///< folder of *.pass and *.passes, or one such file
  std::optional<std::filesystem::path> lists;   ///< folder of lists that carry their issuer's signature
  enum class Restart { kWhenIdle, kNow };
  Restart restart = Restart::kWhenIdle;
};

/// Lays all of it out in `out`, which is made when missing, and signs the settings. kInvalidInput naming the file that
/// may not be in a site folder (see is_site_path()), a link, or a part that is in `out` already: nothing is
/// overwritten. kNotFound, kIo. Blocks for the copying.
Status create_stick(const std::filesystem::path& out, const StickContents& contents, WallTime now);

}  // namespace gate
