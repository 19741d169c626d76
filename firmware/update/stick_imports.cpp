#include "update/stick_imports.h"

#include <algorithm>
#include <map>

#include "certificates/trust/list_files.h"
#include "certificates/trust/trust_import.h"
#include "encoding/bounded_file.h"
#include "encoding/durable_file.h"
#include "encoding/folder_files.h"
#include "passes/bundle_import.h"
#include "passes/pass_import.h"

namespace gate {

namespace fs = std::filesystem;
using Why = StickReason;

namespace {

constexpr std::size_t kMaxListBytes = 64 * 1024 * 1024;

/// Counts by reason, names by file.
struct PassTally {
  std::size_t accepted = 0;
  std::map<std::string, std::size_t> reasons;
  std::vector<std::string> refused;

  void add(const PassFileOutcome& outcome) {
    if (outcome.accepted()) {
      ++accepted;
      return;
    }
    ++reasons[outcome.reason];
    refused.push_back(shown_name(outcome.file) + ": " + outcome.reason);
  }

  /// "2 of 12: expired 1, revoked 1".
  std::string text() const {
    std::string text = std::to_string(refused.size()) + " of " + std::to_string(refused.size() + accepted) + ":";
    for (const auto& [reason, count] : reasons)
      text.append(text.ends_with(':') ? " " : ", ").append(reason).append(" ").append(std::to_string(count));
    return text;
  }
};

/// Where passes go, and who vouches for them.
struct OpenStore {
  std::shared_ptr<const TrustStore> trust;
  std::unique_ptr<PassStore> store;
};

Judged<OpenStore> open_store(const Config& config) {
  const auto failed = [](const Error& error) { return refuse(Why::kPassesImpossible, error.message); };
  auto trust = TrustStore::open(config.store.trust_directory);
  if (!trust) return failed(trust.error());
  const auto key = DeviceKey::load_or_create(config.store.device_key, config.store.database);
  if (!key) return failed(key.error());
  std::error_code ignored;
  fs::create_directories(config.store.database.parent_path(), ignored);
  auto store = PassStore::open(config.store.database, *key);
  if (!store) return failed(store.error());
  return OpenStore{*std::move(trust), *std::move(store)};
}

PassTally import_passes(const std::vector<fs::path>& files, const OpenStore& places, WallTime now) {
  PassTally tally;
  const PassVerifier verifier(places.trust);
  PassImport import(*places.store, verifier, now, [&](const PassFileOutcome& outcome) { tally.add(outcome); });
  for (const fs::path& file : files) import.take(file);
  import.flush();
  return tally;
}

void import_single_passes(const std::vector<fs::path>& files, const OpenStore& places, WallTime now,
                          StickReport& report) {
  if (files.empty()) return;
  const PassTally tally = import_passes(files, places, now);
  if (tally.accepted > 0) report.done("Passes taken: " + std::to_string(tally.accepted) + ".");
  if (!tally.refused.empty()) report.refused("passes", {Why::kPassesRefused, tally.text()}, tally.refused);
}

/// Passes of a bundle are named by their number in it: their files are not on the stick.
PassTally tally_of(const BundleOutcome& outcome) {
  PassTally tally;
  tally.accepted = outcome.taken.size();
  for (const LeftOutOfBundle& left : outcome.left_out) {
    const std::string reason(to_string(left.reason));
    ++tally.reasons[reason];
    tally.refused.push_back("pass " + std::to_string(left.number) + ": " + reason);
  }
  return tally;
}

void import_pass_bundle(const fs::path& file, const OpenStore& places, WallTime now, StickReport& report) {
  const std::string name = "bundle of passes " + shown_name(file);
  const BundleOutcome outcome = import_bundle(file, *places.store, places.trust, now);
  if (outcome.refusal) {
    const Why why = outcome.refusal == BundleRefusal::kOlder ? Why::kPassBundleOlder : Why::kPassBundleRefused;
    return report.refused(name, {why, std::string(to_string(*outcome.refusal)) + ": " + outcome.detail});
  }
  report.done("Bundle of passes, number " + std::to_string(outcome.sequence) + ": taken: " +
              std::to_string(outcome.taken.size()) + " passes, " + std::to_string(outcome.withdrawn) + " withdrawn.");
  const PassTally tally = tally_of(outcome);
  if (!tally.refused.empty()) report.refused(name, {Why::kPassesRefused, tally.text()}, tally.refused);
}

/// Whether such a file says by itself who vouches for it, so that the trust store can check.
bool carries_its_signature(TrustFileKind kind) {
  return kind == TrustFileKind::kEuDccSignedList || kind == TrustFileKind::kVdsNcRevocations ||
         kind == TrustFileKind::kEnrolmentDelegation;
}

Judged<ImportedTrust> import_list(const fs::path& file, const Config& config, const fs::path& work, WallTime now) {
  const auto content = read_bounded_file(file, kMaxListBytes);
  if (!content) return refuse(Why::kTrustRefused, "cannot be read, or is too large");
  const auto kind = recognise_trust_file(*content);
  if (!kind) return refuse(Why::kTrustRefused, kind.error().message);
  if (!carries_its_signature(*kind)) return refuse(Why::kTrustUnsigned, "kind: " + std::string(to_string(*kind)));
  const fs::path copy = work / "list";
  const WallTime written = std::min(list_of("", file).dated.value_or(now), now);
  if (const Status copied = write_durably(copy, *content, written); !copied)
    return refuse(Why::kDataFull, copied.error().message);
  TrustImport import;
  import.files = {copy};
  import.kind = *kind;
  const auto imported = import_trust(config.store.trust_directory, import, now);
  std::error_code ignored;
  fs::remove(copy, ignored);
  if (!imported) return refuse(Why::kTrustRefused, imported.error().message);
  return imported->front();
}

/// A stick may lack a folder; one that breaks off in the middle has been pulled, or is broken.
Result<std::vector<fs::path>> files_of(const fs::path& folder, const std::function<bool(const fs::path&)>& wanted) {
  auto files = files_in(folder, wanted);
  if (!files && files.error().code == ErrorCode::kNotFound) return std::vector<fs::path>{};
  return files;
}

bool is_list(const fs::path& file) {
  std::error_code error;
  return fs::is_regular_file(fs::symlink_status(file, error)) && !file.filename().string().starts_with('.');
}

std::string done_text(const ImportedTrust& imported) {
  if (imported.kind == TrustFileKind::kEnrolmentDelegation) return "Delegation taken: " + imported.note + ".";
  const bool same = imported.outcome == ImportedTrust::Outcome::kUnchanged;
  return "List taken: " + std::string(to_string(imported.kind)) + ", " + std::to_string(imported.entries) +
         (same ? " entries, as before." : " entries.");
}

}  // namespace

void import_stick_passes(const fs::path& folder, const Config& config, WallTime now, StickReport& report) {
  const auto files = files_of(folder, is_pass_file);
  const auto bundles = files_of(folder, is_bundle_file);
  if (!files || !bundles)
    return report.refused("passes", {Why::kStickPulled, (files ? bundles : files).error().message});
  if (files->empty() && bundles->empty()) return;
  if (files->size() > kMaxStickPasses || bundles->size() > kMaxStickBundles)
    return report.refused(
        "passes", {Why::kPassesImpossible, std::to_string(files->size() + bundles->size()) + " files; at most " +
                                               std::to_string(kMaxStickPasses) + " passes and " +
                                               std::to_string(kMaxStickBundles) + " bundles at a time"});
  const auto places = open_store(config);
  if (!places) return report.refused("passes", places.error());
  // Bundles first: what they withdraw is then not taken as a single file either.
  for (const fs::path& bundle : *bundles) import_pass_bundle(bundle, *places, now, report);
  import_single_passes(*files, *places, now, report);
}

void import_stick_trust(const fs::path& folder, const Config& config, const fs::path& work, WallTime now,
                        StickReport& report) {
  const auto files = files_of(folder, is_list);
  if (!files) return report.refused("lists", {Why::kStickPulled, files.error().message});
  if (files->size() > kMaxStickLists)
    return report.refused("lists", {Why::kTrustRefused, "more than " + std::to_string(kMaxStickLists) + " files"});
  for (const fs::path& file : *files) {
    const auto imported = import_list(file, config, work, now);
    if (imported)
      report.done(done_text(*imported));
    else
      report.refused("list " + shown_name(file), imported.error());
  }
}

}  // namespace gate
