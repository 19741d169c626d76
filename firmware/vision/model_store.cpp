#include "vision/model_store.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "signatures/sha256.h"

namespace gate {
namespace {

constexpr std::uintmax_t kMaxManifestBytes = 1 << 20;

ModelEntry entry_of(const nlohmann::json& json) {
  return {.name = json.at("name").get<std::string>(),
          .file = json.at("file").get<std::string>(),
          .bytes = json.at("bytes").get<std::uintmax_t>(),
          .sha256 = json.at("sha256").get<std::string>(),
          .licence = json.at("licence").get<std::string>(),
          .purpose = json.at("purpose").get<std::string>()};
}

Status check(const ModelEntry& entry) {
  const bool is_hash =
      entry.sha256.size() == 64 && entry.sha256.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (!is_hash) return fail(ErrorCode::kInvalidInput, "sha256 of " + entry.name + " is not 64 lower-case hex digits");
  if (entry.file.empty() || entry.file != std::filesystem::path(entry.file).filename())
    return fail(ErrorCode::kInvalidInput, "file of " + entry.name + " must be a plain file name");
  return {};
}

}  // namespace

std::filesystem::path default_models_dir() {
  const char* dir = std::getenv("GATE_MODELS_DIR");
  return dir != nullptr && *dir != '\0' ? dir : GATE_DEFAULT_MODELS_DIR;
}

Result<ModelStore> ModelStore::open(const std::filesystem::path& dir) {
  const auto file = dir / "manifest.json";
  std::error_code error;
  const auto bytes = std::filesystem::file_size(file, error);
  if (error)
    return fail(ErrorCode::kNotFound, file.string() + ": not found; run models/fetch, or name the models' folder");
  if (bytes > kMaxManifestBytes) return fail(ErrorCode::kInvalidInput, file.string() + ": larger than 1 MiB");
  try {
    std::vector<ModelEntry> entries;
    std::ifstream in(file);
    const auto json = nlohmann::json::parse(in);
    for (const auto& list : {json.at("models"), json.value("supplement", nlohmann::json::array())}) {
      for (const auto& model : list) {
        entries.push_back(entry_of(model));
        if (auto good = check(entries.back()); !good) return fail(std::move(good.error()), file.string());
      }
    }
    return ModelStore(dir, std::move(entries));
  } catch (const std::exception& e) {
    return fail(ErrorCode::kInvalidInput, file.string() + ": " + e.what());
  }
}

Result<VerifiedModel> ModelStore::verified(std::string_view name) const {
  const auto entry =
      std::find_if(entries_.begin(), entries_.end(), [&](const ModelEntry& e) { return e.name == name; });
  if (entry == entries_.end())
    return fail(ErrorCode::kNotFound,
                (dir_ / "manifest.json").string() + ": lists no model named " + std::string(name));
  const auto path = dir_ / entry->file;
  const auto digest = sha256_of_file(path);
  if (!digest) return fail(digest.error(), "run models/fetch");
  std::string found = to_hex(*digest);
  if (found != entry->sha256)
    return fail(ErrorCode::kUntrusted, path.string() + ": refused: SHA-256 is " + found + ", manifest.json says " +
                                           entry->sha256 + "; run models/fetch, which replaces it");
  return VerifiedModel{entry->name, path, std::move(found)};
}

}  // namespace gate
