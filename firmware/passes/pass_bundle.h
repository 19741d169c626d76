#pragma once

#include <cstdint>
#include <istream>
#include <string_view>
#include <vector>

#include "common/clock.h"
#include "passes/pass_id.h"
#include "signatures/cose_sign1.h"
#include "signatures/sha256.h"

namespace gate {

/// One pass of a bundle, as the manifest vouches for it.
struct BundledPass {
  Sha256 sha256{};  ///< of the pass file
  std::size_t bytes = 0;
  bool operator==(const BundledPass&) const = default;
};

/// What the enrolment authority signs of a `.passes` file (FORMAT.md): which passes follow it, in which order, and
/// which passes are withdrawn. Plain data.
struct BundleManifest {
  std::int64_t sequence = 0;  ///< 1 and up; a terminal takes none lower than the highest it has taken of an authority
  WallTime issued_at;         ///< whole seconds
  std::vector<BundledPass> passes;
  std::vector<PassId> withdrawn;  ///< rising; every one so far, since a terminal may miss a bundle
  bool operator==(const BundleManifest&) const = default;
};

/// Caps on what is read.
inline constexpr std::size_t kMaxBundlePasses = 20'000;
inline constexpr std::size_t kMaxWithdrawnPasses = 100'000;
inline constexpr std::size_t kMaxBundleManifestBytes = 3 * 1024 * 1024;  // 40 and 17 bytes each of the above
inline constexpr std::uint64_t kMaxBundleBytes = 2ULL * 1024 * 1024 * 1024;
inline constexpr std::int64_t kHighestSequence = 1'000'000'000;

/// Bound to the signature as COSE external_aad: no pass can pass for a bundle, nor the other way round.
inline constexpr std::string_view kPassBundleContentType = "application/vnd.gate-terminal.pass-bundle+cbor-seq;v=1";

/// Signs a manifest: COSE_Sign1, ES256. The passes' bytes follow it in the file. kInvalidInput when it is outside the
/// caps or `withdrawn` does not rise.
Result<Bytes> sign_bundle_manifest(const BundleManifest& manifest, const PrivateKey& authority);

/// The payload alone, deterministic CBOR; kInvalidInput as above.
Result<Bytes> write_bundle_manifest(const BundleManifest& manifest);

/// Reads a payload: exactly what write_bundle_manifest() could have written. kUnsupported for another version of the
/// format, else kInvalidInput. Hostile input: bounded in bytes, items and depth. Reentrant.
Result<BundleManifest> read_bundle_manifest(ByteView payload);

/// How much of a file's beginning is the signed manifest. `beginning`: at least kBundleHeadBytes. kInvalidInput when it
/// is not the beginning of a bundle, or one whose manifest is too large.
Result<std::size_t> bundle_manifest_length(ByteView beginning);
inline constexpr std::size_t kBundleHeadBytes = 22;

/// Reads the manifest at a file's beginning, and leaves `in` at the first pass. Nothing about it is trusted before its
/// signature is verified. kInvalidInput when it is cut short, none, or not in deterministic form. Hostile input:
/// bounded.
Result<CoseSign1> read_signed_manifest(std::istream& in);

/// The next bytes of a file: fewer than `most` at its end.
Bytes read_at_most(std::istream& in, std::size_t most);

}  // namespace gate
