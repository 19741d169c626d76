#include "vision/model_store.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

namespace gate {
namespace {

constexpr std::uintmax_t kMaxManifestBytes = 1 << 20;

std::string hex(std::span<const unsigned char> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : bytes) text.append({kDigits[byte >> 4], kDigits[byte & 15]});
  return text;
}

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

Result<std::string> sha256_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(ErrorCode::kNotFound, file.string() + ": cannot be opened");
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> hash(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  bool good = hash && EVP_DigestInit_ex(hash.get(), EVP_sha256(), nullptr) == 1;
  std::vector<char> buffer(1 << 16);
  while (good && (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())), in.gcount() > 0))
    good = EVP_DigestUpdate(hash.get(), buffer.data(), static_cast<std::size_t>(in.gcount())) == 1;
  if (in.bad() || !in.eof()) return fail(ErrorCode::kIo, file.string() + ": cannot be read");
  std::array<unsigned char, 32> digest{};
  if (!good || EVP_DigestFinal_ex(hash.get(), digest.data(), nullptr) != 1)
    return fail(ErrorCode::kInternal, "OpenSSL cannot compute SHA-256");
  return hex(digest);
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
  auto found = sha256_of(path);
  if (!found) return fail(std::move(found.error()).with_context("run models/fetch"));
  if (*found != entry->sha256)
    return fail(ErrorCode::kUntrusted, path.string() + ": refused: SHA-256 is " + *found + ", manifest.json says " +
                                           entry->sha256 + "; run models/fetch, which replaces it");
  return VerifiedModel{entry->name, path, *std::move(found)};
}

}  // namespace gate
