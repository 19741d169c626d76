#include "certificates/smart_health_card/smart_health_card_issuers.h"

#include <algorithm>

#include "certificates/smart_health_card/issuers_reader.h"

namespace gate {

namespace {

namespace fs = std::filesystem;

constexpr int kMaxFolders = 16;            // below the host: real issuers have up to nine
constexpr std::size_t kMaxFiles = 10'000;  // the VCI directory has 651 issuers

struct TrustFiles {
  std::vector<fs::path> snapshots;
  std::vector<fs::path> key_sets;
  std::vector<fs::path> revocations;
};

void sort_in(const fs::path& file, const fs::path& folder, TrustFiles& files) {
  if (file.extension() != ".json") return;
  const fs::path parent = file.parent_path();
  if (parent == folder) {
    files.snapshots.push_back(file);
  } else if (parent.filename() == ".well-known" && file.filename() == "jwks.json") {
    files.key_sets.push_back(file);
  } else if (parent.filename() == "crl" && parent.parent_path().filename() == ".well-known") {
    files.revocations.push_back(file);
  }
}

// In name order, so that a store reads the same everywhere. Links are not followed into other folders.
Result<TrustFiles> find_files(const fs::path& folder) {
  TrustFiles files;
  std::error_code error;
  std::size_t seen = 0;
  for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    if (++seen > kMaxFiles) return fail(ErrorCode::kInvalidInput, folder.string() + ": holds too many files");
    if (entry.depth() >= kMaxFolders) entry.disable_recursion_pending();
    std::error_code unreadable;
    if (entry->is_regular_file(unreadable)) sort_in(entry->path(), folder, files);
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    return fail(ErrorCode::kIo, folder.string() + ": " + error.message());
  }
  for (auto* group : {&files.snapshots, &files.key_sets, &files.revocations}) std::ranges::sort(*group);
  return files;
}

}  // namespace

SmartHealthCardIssuers SmartHealthCardIssuers::read(const fs::path& folder, std::vector<TrustList>& lists) {
  const auto files = find_files(folder);
  if (!files) {
    lists.push_back({"smart_health_card_issuers", folder, 0, std::nullopt, files.error().message});
    return {};
  }
  IssuersReader reader(folder, lists);
  for (const fs::path& file : files->snapshots) reader.read_snapshot(file);
  for (const fs::path& file : files->key_sets) reader.read_key_set(file);
  for (const fs::path& file : files->revocations) reader.read_revocations(file);
  return std::move(reader).finish();
}

const SmartHealthCardIssuers::Key* SmartHealthCardIssuers::find(std::string_view issuer,
                                                                std::string_view key_id) const {
  const auto found = keys_.find({std::string(issuer), std::string(key_id)});
  return found == keys_.end() ? nullptr : &found->second;
}

std::vector<PublicKey> SmartHealthCardIssuers::keys(std::string_view issuer, std::string_view key_id) const {
  const Key* found = find(issuer, key_id);
  if (found == nullptr || !found->key) return {};
  return {*found->key};
}

CardRevocations SmartHealthCardIssuers::revocations(std::string_view issuer, std::string_view key_id) const {
  const Key* found = find(issuer, key_id);
  if (found == nullptr) return {};
  if (!found->list_problem.empty()) return {nullptr, found->list_problem};
  return {found->list ? &*found->list : nullptr, {}};
}

std::size_t SmartHealthCardIssuers::key_count() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(keys_, [](const auto& entry) { return entry.second.key.has_value(); }));
}

}  // namespace gate
