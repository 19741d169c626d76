#pragma once

#include <filesystem>
#include <map>

#include "console/permissions.h"
#include "console/pin_hash.h"

namespace gate {

/// Hashes of PINs by role; a role without one cannot log in.
using Pins = std::map<Role, PinHash>;

/// The PINs set on this device, <console.directory>/console-pins.json (mode 0600): {"staff": "scrypt-…", …}.
/// Reentrant.
class PinFile {
 public:
  explicit PinFile(std::filesystem::path file) : file_(std::move(file)) {}

  /// None when there is no file. kInvalidInput, kIo; each names the file. Blocks for a small file.
  Result<Pins> read() const;
  /// Sets one role's PIN beside the others'; on the disk when this returns. Done by root, the file goes to the owner of
  /// its folder: the terminal reads it as a user of its own. kInvalidInput, kIo.
  Status set(Role role, const PinHash& pin) const;

  const std::filesystem::path& path() const { return file_; }

 private:
  Status write(const Pins& pins) const;
  std::filesystem::path file_;
};

}  // namespace gate
