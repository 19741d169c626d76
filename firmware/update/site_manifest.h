#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/clock.h"
#include "common/result.h"
#include "signatures/sha256.h"

namespace gate {

/// One file of a site folder.
struct SiteFile {
  std::string path;  ///< below the folder, parts divided by '/'
  Sha256 sha256{};
  std::uint64_t bytes = 0;
};

/// What a signed site folder says of itself, gate-site/manifest.json: {"type": "gate-site", "version": 7, "created":
/// "2026-11-25T10:00:00Z", "compatible": "gate-terminal-amd64" (optional), "files": {"terminal.json": {"sha256": "…",
/// "bytes": 812}, …}}. Plain data.
struct SiteManifest {
  std::int64_t version = 0;  ///< 1 and up; a lower one than that in force is refused
  WallTime created;
  std::optional<std::string> compatible;  ///< nothing: for every kind of device
  std::vector<SiteFile> files;            ///< in the order of their paths
};

inline constexpr std::size_t kMaxSiteManifestBytes = 1024 * 1024;
inline constexpr std::size_t kMaxSiteFiles = 2000;
/// A revocation table of ten million has 80 MB (firmware/certificates/trust).
inline constexpr std::uint64_t kMaxSiteFileBytes = 128ULL * 1024 * 1024;
inline constexpr std::uint64_t kMaxSiteBytes = 256ULL * 1024 * 1024;

/// Strict: every field above and no other; paths as is_site_path() allows, at most kMaxSiteFiles of kMaxSiteFileBytes
/// and kMaxSiteBytes in all; terminal.json must be among them. kInvalidInput naming the field. Reentrant.
Result<SiteManifest> parse_site_manifest(std::string_view text);

/// The document that parse_site_manifest() reads; the same bytes for the same manifest.
std::string site_manifest_text(const SiteManifest& manifest);

/// Whether a path may be in a site folder: 1 to 10 parts of at most 100 letters, digits, '.', '_', '-', '+', '@', '=',
/// ',' each, 240 in all; no part '.' or '..', none that the trust store or the folder itself keeps for its own.
bool is_site_path(std::string_view path);

}  // namespace gate
