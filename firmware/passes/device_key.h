#pragma once

#include <filesystem>

#include "passes/sealing.h"

namespace gate {

/// The terminal's own secret: 32 random bytes in a file that only its owner can read. What is sealed on this terminal
/// cannot be read without it. Never used directly: every purpose has a key derived from it.
class DeviceKey {
 public:
  /// Makes a new file, mode 0600, on disk when this returns. kIo when it exists: a key is never overwritten.
  static Result<DeviceKey> create(const std::filesystem::path& file);

  /// kNotFound, kInvalidInput (not exactly 32 bytes), or kUntrusted when others than its owner may read or write it.
  static Result<DeviceKey> load(const std::filesystem::path& file);

  /// The device's own: made when neither the key nor the store of passes sealed with it is there yet. One that has
  /// passes must have its key, for with another they would be lost. kIo when its folder cannot be made.
  static Result<DeviceKey> load_or_create(const std::filesystem::path& file, const std::filesystem::path& pass_store);

  Result<Key> derive(std::string_view purpose) const { return derive_key(key_.bytes(), purpose); }

 private:
  explicit DeviceKey(Key key) : key_(std::move(key)) {}
  Key key_;
};

/// What derived keys are for; a change of format takes a new name.
inline constexpr std::string_view kPassStorePurpose = "gate-terminal pass store 1";
inline constexpr std::string_view kEventLogPurpose = "gate-terminal event log 1";

}  // namespace gate
