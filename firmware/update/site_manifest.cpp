#include "update/site_manifest.h"

#include <algorithm>
#include <array>

#include "common/iso_time.h"
#include "encoding/hex.h"
#include "encoding/json_text.h"

namespace gate {
namespace {

using nlohmann::json;

constexpr std::int64_t kHighestVersion = 1'000'000'000;
constexpr std::size_t kMaxPath = 240;
constexpr std::size_t kMaxPart = 100;
constexpr std::size_t kMaxParts = 10;
constexpr JsonLimits kLimits{.bytes = kMaxSiteManifestBytes, .depth = 4, .text = 512, .items = 6 * kMaxSiteFiles + 100};

tl::unexpected<Error> bad(std::string what) {
  return fail(ErrorCode::kInvalidInput, "manifest.json: " + std::move(what));
}

bool is_letter(char c) {
  constexpr std::string_view kOthers = "._-+@=,";
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         kOthers.find(c) != std::string_view::npos;
}

// ".staging" and ".lock" are StagedTrust's.
bool is_part(std::string_view part) {
  constexpr std::array<std::string_view, 4> kReserved{".", "..", ".staging", ".lock"};
  return !part.empty() && part.size() <= kMaxPart && std::ranges::all_of(part, is_letter) &&
         std::ranges::find(kReserved, part) == kReserved.end();
}

Result<std::int64_t> number(const json& object, const char* key, std::int64_t least, std::int64_t most) {
  const auto found = object.find(key);
  const bool whole = found != object.end() && found->is_number_integer();
  if (!whole || found->get<std::int64_t>() < least || found->get<std::int64_t>() > most)
    return bad(std::string(key) + ": a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return found->get<std::int64_t>();
}

Result<std::string> text(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_string()) return bad(std::string(key) + ": a text");
  return found->get<std::string>();
}

Status check_keys(const json& object, std::initializer_list<std::string_view> known) {
  for (const auto& [key, value] : object.items())
    if (std::ranges::find(known, key) == known.end()) return bad("a field that is not known: " + json(key).dump());
  return {};
}

Result<SiteFile> read_file(const std::string& path, const json& entry) {
  if (!is_site_path(path)) return bad("a path that may not be: " + json(path).dump(-1, ' ', true));
  if (!entry.is_object()) return bad(path + ": not {\"sha256\", \"bytes\"}");
  if (const Status keys = check_keys(entry, {"sha256", "bytes"}); !keys) return fail(keys.error(), path);
  const auto bytes = number(entry, "bytes", 0, static_cast<std::int64_t>(kMaxSiteFileBytes));
  if (!bytes) return fail(bytes.error(), path);
  const auto hex = text(entry, "sha256");
  if (!hex) return fail(hex.error(), path);
  SiteFile file{path, {}, static_cast<std::uint64_t>(*bytes)};
  if (!decode_hex(*hex, file.sha256)) return bad(path + ": sha256: 64 hex digits");
  return file;
}

Result<std::vector<SiteFile>> read_files(const json& document) {
  const auto listed = document.find("files");
  if (listed == document.end() || !listed->is_object()) return bad("files: an object");
  if (listed->size() > kMaxSiteFiles) return bad("files: more than " + std::to_string(kMaxSiteFiles));
  std::vector<SiteFile> files;
  std::uint64_t bytes = 0;
  for (const auto& [path, entry] : listed->items()) {
    auto file = read_file(path, entry);
    if (!file) return fail(file.error());
    bytes += file->bytes;
    files.push_back(*std::move(file));
  }
  if (bytes > kMaxSiteBytes) return bad("files: more than " + std::to_string(kMaxSiteBytes) + " bytes in all");
  if (std::ranges::find(files, "terminal.json", &SiteFile::path) == files.end()) return bad("files: no terminal.json");
  return files;
}

}  // namespace

bool is_site_path(std::string_view path) {
  if (path.size() > kMaxPath || path == "manifest.json" || path == "manifest.p7s") return false;
  for (std::size_t parts = 1; parts <= kMaxParts; ++parts) {
    const std::string_view part = path.substr(0, path.find('/'));
    if (!is_part(part)) return false;
    if (part.size() == path.size()) return true;
    path.remove_prefix(part.size() + 1);
  }
  return false;
}

Result<SiteManifest> parse_site_manifest(std::string_view content) {
  const auto document = parse_json(content, kLimits);
  if (!document) return bad(document.error().message);
  if (!document->is_object() || text(*document, "type").value_or("") != "gate-site")
    return bad("type: not \"gate-site\"");
  if (const Status keys = check_keys(*document, {"type", "version", "created", "compatible", "files"}); !keys)
    return fail(keys.error());
  const auto version = number(*document, "version", 1, kHighestVersion);
  if (!version) return fail(version.error());
  const auto created = parse_iso_time(text(*document, "created").value_or(""));
  if (!created) return bad("created: a time like 2026-11-25T10:00:00Z");
  SiteManifest manifest{*version, *created, std::nullopt, {}};
  if (document->contains("compatible")) {
    const auto compatible = text(*document, "compatible");
    if (!compatible) return fail(compatible.error());
    manifest.compatible = *compatible;
  }
  auto files = read_files(*document);
  if (!files) return fail(files.error());
  manifest.files = *std::move(files);
  return manifest;
}

std::string site_manifest_text(const SiteManifest& manifest) {
  json files = json::object();
  for (const SiteFile& file : manifest.files)
    files[file.path] = {{"sha256", to_hex(file.sha256)}, {"bytes", file.bytes}};
  json document{{"type", "gate-site"},
                {"version", manifest.version},
                {"created", iso_time(manifest.created)},
                {"files", std::move(files)}};
  if (manifest.compatible) document["compatible"] = *manifest.compatible;
  return document.dump(1) + "\n";
}

}  // namespace gate
