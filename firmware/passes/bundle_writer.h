#pragma once

#include <filesystem>
#include <set>
#include <vector>

#include "passes/pass_bundle.h"

namespace gate {

/// A bundle as its own authority reads it back: what the next one is made after.
struct OwnBundle {
  struct Member {
    PassId id;
    WallTime expires_at;
  };
  BundleManifest manifest;
  std::vector<Member> passes;  ///< in the order of the file
};

/// What write_bundle() made.
struct WrittenBundle {
  std::size_t passes = 0;
  std::size_t withdrawn = 0;
  std::uint64_t bytes = 0;
};

/// What goes into a bundle.
struct BundleOrder {
  std::int64_t sequence = 0;
  WallTime now;
  std::vector<std::filesystem::path> passes;  ///< `.pass` files
  std::set<PassId> withdrawn;
};

/// Writes a new `.passes` file (FORMAT.md), mode 0600; it appears whole or not at all. Every pass must be one that this
/// authority signed itself, none expired or withdrawn, no id twice: kUntrusted or kInvalidInput naming the file; kIo,
/// also when `out` exists already. Blocks: 0.2 ms a pass and the writing; one pass in memory at a time.
Result<WrittenBundle> write_bundle(const BundleOrder& order, const PrivateKey& authority,
                                   const std::filesystem::path& out);

/// Reads a bundle this authority itself signed, its passes too. kUntrusted when it did not, else as
/// read_bundle_manifest() and read_own_pass().
Result<OwnBundle> read_own_bundle(const std::filesystem::path& file, const PublicKey& authority);

}  // namespace gate
