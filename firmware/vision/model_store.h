#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/result.h"

namespace gate {

/// The folder models/fetch fills: $GATE_MODELS_DIR when set, else the one of this build.
std::filesystem::path default_models_dir();

/// One model of the manifest.
struct ModelEntry {
  std::string name;  ///< "dlib-resnet-v1"; the first part of a ModelId
  std::string file;
  std::uintmax_t bytes = 0;
  std::string sha256;  ///< 64 lower-case hex digits
  std::string licence;
  std::string purpose;
};

/// A model whose file has just been found to have the manifest's SHA-256.
struct VerifiedModel {
  std::string name;
  std::filesystem::path path;
  std::string sha256;
};

/// The models a program may load: manifest.json and the files it lists, in one folder. Owner: the program's wiring.
/// Reentrant; immutable once open. The hash guards against damaged and mixed-up files; against an attacker who can
/// write the folder only the file system's permissions help.
class ModelStore {
 public:
  /// Reads `dir`/manifest.json. kNotFound when it is missing, kInvalidInput (file and field) when it is malformed.
  static Result<ModelStore> open(const std::filesystem::path& dir);

  /// Checks size and SHA-256 of the model's file (22 MB: about 15 ms) and says where it is. kNotFound when the manifest
  /// or the folder lacks it, kUntrusted when the hash differs: the message names the file, both hashes and what to do.
  Result<VerifiedModel> verified(std::string_view name) const;

  std::span<const ModelEntry> entries() const { return entries_; }
  const std::filesystem::path& dir() const { return dir_; }

 private:
  ModelStore(std::filesystem::path dir, std::vector<ModelEntry> entries)
      : dir_(std::move(dir)), entries_(std::move(entries)) {}

  std::filesystem::path dir_;
  std::vector<ModelEntry> entries_;
};

}  // namespace gate
