#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "certificates/trust_store.h"
#include "passes/bundle_refusal.h"
#include "passes/pass_store.h"
#include "passes/pass_verifier.h"

namespace gate {

/// A pass of a bundle that the store did not take: genuine, but no longer good here.
struct LeftOutOfBundle {
  std::size_t number;  ///< of the pass in the bundle, from 1
  PassRefusal reason;
  std::string detail;  ///< one line for a technician; no personal data
};

/// What became of a bundle: taken (`refusal` empty), or not, and then the store is as it was.
struct BundleOutcome {
  std::optional<BundleRefusal> refusal;
  std::string detail;  ///< of a refusal: one line for a technician; no personal data
  std::int64_t sequence = 0;
  bool same_again = false;  ///< the same bundle was taken before; its passes were looked at once more
  std::vector<PassId> taken;
  std::size_t withdrawn = 0;  ///< entries of its list of withdrawn passes; the store never takes those again
  std::vector<LeftOutOfBundle> left_out;
};

/// Reads a `.passes` file into the store: the authority's signature over the manifest first, then pass by pass, each by
/// its SHA-256 and verified on its own, all in one transaction. A pass that is no authority's, or not as signed,
/// refuses the whole bundle; one that has expired, is withdrawn, or whose certificate does not hold here is left out
/// and named, since that is what time does to passes. Hostile input: bounded; one pass in memory at a time.
/// Thread-bound. Blocks 0.3 ms a pass, then for the disk. Other writers of the store wait meanwhile, at most 5 s, and
/// then fail; readers do not wait.
BundleOutcome import_bundle(const std::filesystem::path& file, PassStore& store,
                            const std::shared_ptr<const TrustStore>& trust, WallTime now);

/// By its name: *.passes.
bool is_bundle_file(const std::filesystem::path& file);

}  // namespace gate
