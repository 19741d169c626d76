#include "certificates/trust/trust_import.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

#include "certificates/revocation/mapped_file.h"
#include "certificates/revocation/revocation_source.h"
#include "certificates/smart_health_card/vci_signature.h"
#include "certificates/trust/enrolment_authorities.h"
#include "certificates/trust/list_files.h"
#include "certificates/trust/staged_trust.h"
#include "certificates/trust_store.h"
#include "common/iso_time.h"
#include "encoding/bounded_file.h"
#include "encoding/json_text.h"

namespace gate {

namespace fs = std::filesystem;

namespace {

using Kind = TrustFileKind;

constexpr std::size_t kMaxFileBytes = 64 * 1024 * 1024;
constexpr std::size_t kMaxSignatureBytes = 64 * 1024;
constexpr std::size_t kMaxTableBytes = kMaxRevocations * 8 + 1024 * 1024;

WallTime written_at(const fs::path& file, WallTime now) { return std::min(list_of("", file).dated.value_or(now), now); }

Result<std::vector<ShortHash>> hashes_of_table(const fs::path& file) {
  const auto mapped = MappedFile::open(file, kMaxTableBytes);
  if (!mapped) return fail(mapped.error());
  return RevocationTable::read(mapped->bytes()).map([](const RevocationTable& table) { return table.hashes(); });
}

// By its first letter: a table, batches, or lines, which may be far too many to be read at once.
Result<RevocationSource> read_revocations(const fs::path& file, WallTime now) {
  std::ifstream stream(file, std::ios::binary);
  std::string begin(8, '\0');
  stream.read(begin.data(), static_cast<std::streamsize>(begin.size()));
  if (!stream.is_open()) return fail(ErrorCode::kNotFound, "cannot be read");
  if (looks_like_revocation_table(begin))
    return hashes_of_table(file).map([](std::vector<ShortHash> hashes) { return RevocationSource{std::move(hashes)}; });
  if (looks_like_json(begin)) {
    const auto text = read_bounded_file(file, kMaxFileBytes);
    return text ? read_revocation_batches(*text, now) : fail(text.error());
  }
  stream.clear();
  stream.seekg(0);
  return read_revocation_lines(stream);
}

/// One import, from the files to their places.
/// `text`, and the lines of `before` that it lacks.
std::string with_lines_of(std::string_view before, std::string_view text) {
  const auto lines_of = [](std::string_view whole) {
    std::vector<std::string> lines;
    std::istringstream in{std::string(whole)};
    for (std::string line; std::getline(in, line);) lines.push_back(std::move(line));
    return lines;
  };
  std::vector<std::string> lines = lines_of(before);
  for (std::string& line : lines_of(text))
    if (std::ranges::find(lines, line) == lines.end()) lines.push_back(std::move(line));
  std::string whole;
  for (const std::string& line : lines) whole += line + '\n';
  return whole;
}

class Import {
 public:
  Import(StagedTrust& staged, const fs::path& directory, const TrustImport& what, WallTime now)
      : staged_(staged), directory_(directory), what_(what), now_(now) {}

  Result<std::vector<ImportedTrust>> run() && {
    Status step = put_all();
    if (step) step = judge();
    if (step) step = staged_.commit();
    if (!step) return fail(step.error());
    return std::move(imported_);
  }

 private:
  Status put_all();
  Status put(const fs::path& file, std::optional<Kind> kind);
  Status check_signature(Kind kind, std::string_view content) const;
  Status put_content(const fs::path& place, Kind kind, std::string_view content, WallTime written);
  Status gather_revocations(const fs::path& file);
  Status put_revocations();
  Status judge();
  Status judge_list(const TrustList& list, const TrustList* before);
  Status find_all(const TrustStore& staged);

  StagedTrust& staged_;
  const fs::path& directory_;
  const TrustImport& what_;
  const WallTime now_;
  std::vector<ImportedTrust> imported_;
  std::vector<ShortHash> revocations_;
  std::optional<WallTime> revocations_dated_;
};

Status Import::put_all() {
  if (what_.anchor && !what_.signature)
    if (Status anchor = put(*what_.anchor, Kind::kEuDccAnchor); !anchor) return anchor;
  for (const fs::path& file : what_.files)
    if (const Status done = put(file, what_.kind); !done) return fail(done.error());
  return revocations_dated_ ? put_revocations() : Status();
}

Status Import::put(const fs::path& file, std::optional<Kind> kind) {
  if (kind == Kind::kEuDccRevocations) return gather_revocations(file);
  const auto content = read_bounded_file(file, kMaxFileBytes);
  if (!content) return fail(content.error());
  const auto told = kind ? Result<Kind>(*kind) : recognise_trust_file(*content);
  if (!told) return fail(told.error(), file.string());
  if (*told == Kind::kEuDccRevocations) return gather_revocations(file);
  if (what_.signature)
    if (const Status genuine = check_signature(*told, *content); !genuine) return fail(genuine.error(), file.string());
  TrustFileHints hints = what_.hints;
  if (kind == Kind::kEuDccAnchor && what_.kind != kind) hints.name.clear();  // --name is the list's, not the anchor's
  const auto place = place_of_trust_file(*told, *content, hints);
  if (!place) return fail(place.error(), file.string());
  return put_content(*place, *told, *content, written_at(file, now_));
}

Status Import::check_signature(Kind kind, std::string_view content) const {
  if (kind != Kind::kSmartHealthCardDirectory || !what_.anchor)
    return fail(ErrorCode::kInvalidInput, "--signature is for a snapshot of the VCI directory, with --anchor");
  const auto signature = read_bounded_file(*what_.signature, kMaxSignatureBytes);
  if (!signature) return fail(signature.error());
  const auto anchor = read_bounded_file(*what_.anchor, kMaxSignatureBytes);
  if (!anchor) return fail(anchor.error());
  return verify_vci_snapshot(content, bytes_of(*signature), *anchor);
}

Status Import::put_content(const fs::path& place, Kind kind, std::string_view content, WallTime written) {
  using Outcome = ImportedTrust::Outcome;
  const auto before = read_bounded_file(directory_ / place, kMaxTableBytes);
  // Who is revoked stays so: a list of one more key does not give the others back.
  std::string whole;
  if (kind == Kind::kRevokedAuthorities && before && what_.revocations == TrustImport::Revocations::kAdd) {
    if (const auto revoked = read_revoked_authorities(*before); !revoked)
      return fail(ErrorCode::kUntrusted,
                  (directory_ / place).string() + ": " + revoked.error().message + "; use --replace");
    content = whole = with_lines_of(*before, content);
    written = std::max(written, written_at(directory_ / place, now_));
  }
  const Outcome outcome = !before ? Outcome::kNew : *before == content ? Outcome::kUnchanged : Outcome::kReplaced;
  const auto same = [&](const ImportedTrust& other) { return other.file == directory_ / place; };
  if (std::ranges::any_of(imported_, same))
    return fail(ErrorCode::kInvalidInput, place.string() + ": two of the files belong here; name one with --name");
  imported_.push_back({directory_ / place, kind, outcome, 0, std::nullopt, {}});
  // What is imported again is not made to look older by that.
  const WallTime dated =
      outcome == Outcome::kUnchanged ? std::max(written, written_at(directory_ / place, now_)) : written;
  return staged_.put(place, content, dated);
}

Status Import::gather_revocations(const fs::path& file) {
  const auto source = read_revocations(file, now_);
  if (!source) return fail(ErrorCode::kInvalidInput, file.string() + ": " + source.error().message);
  revocations_.insert(revocations_.end(), source->hashes.begin(), source->hashes.end());
  revocations_dated_ = std::max(revocations_dated_.value_or(WallTime::min()), written_at(file, now_));
  return {};
}

Status Import::put_revocations() {
  const auto place = place_of_trust_file(Kind::kEuDccRevocations, {}, what_.hints);
  if (!place) return fail(place.error());
  std::error_code error;
  const fs::path in_force = directory_ / *place;
  if (what_.revocations == TrustImport::Revocations::kAdd && fs::exists(in_force, error)) {
    const auto mapped = MappedFile::open(in_force, kMaxTableBytes);
    if (!mapped) return fail(mapped.error());
    const auto table = RevocationTable::read(mapped->bytes());
    if (!table)
      return fail(ErrorCode::kUntrusted, in_force.string() + ": " + table.error().message + "; use --replace");
    const std::vector<ShortHash> before = table->hashes();
    revocations_.insert(revocations_.end(), before.begin(), before.end());
    revocations_dated_ = std::max(*revocations_dated_, table->dated());
  }
  const auto table = make_revocation_table(std::move(revocations_), *revocations_dated_);
  if (!table) return fail(table.error());
  const std::string_view content(reinterpret_cast<const char*>(table->data()), table->size());
  return put_content(*place, Kind::kEuDccRevocations, content, *revocations_dated_);
}

const TrustList* find_list(const std::vector<TrustList>& lists, const fs::path& file) {
  const auto found = std::ranges::find(lists, file, &TrustList::file);
  return found == lists.end() ? nullptr : &*found;
}

// The copy is opened as the terminal would open it, and compared with what is in force.
Status Import::judge() {
  const auto now = TrustStore::open(directory_);
  const auto then = TrustStore::open(staged_.folder());
  if (!now) return fail(now.error());
  if (!then) return fail(then.error());
  for (const TrustList& list : (*then)->lists()) {
    const fs::path file = directory_ / list.file.lexically_relative(staged_.folder());
    if (Status judged = judge_list(list, find_list((*now)->lists(), file)); !judged)
      return fail(ErrorCode::kUntrusted, file.string() + ": " + judged.error().message);
  }
  return find_all(**then);
}

Status Import::judge_list(const TrustList& list, const TrustList* before) {
  const bool partial = what_.partial == TrustImport::Partial::kTake;
  const bool was_bad = before != nullptr && !before->problem.empty();
  if (!list.problem.empty() && !was_bad && (list.entries == 0 || !partial))
    return fail(ErrorCode::kUntrusted, list.problem + (list.entries == 0 ? "" : "; --partial takes the rest of it"));
  if (before == nullptr || what_.older == TrustImport::Older::kTake || !list.dated || !before->dated ||
      *list.dated >= *before->dated)
    return {};
  return fail(ErrorCode::kUntrusted, "is of " + iso_time(*before->dated) + ", and the new one is older, of " +
                                         iso_time(*list.dated) + "; --force takes it all the same");
}

// Every imported file must be one that the terminal reads, and be good for something.
Status Import::find_all(const TrustStore& staged) {
  for (ImportedTrust& imported : imported_) {
    const TrustList* list = find_list(staged.lists(), staged_.folder() / imported.file.lexically_relative(directory_));
    if (list == nullptr)
      return fail(ErrorCode::kUntrusted, imported.file.string() + ": the terminal would not read it there");
    if (!list->problem.empty() && list->entries == 0)
      return fail(ErrorCode::kUntrusted, imported.file.string() + ": " + list->problem);
    imported.entries = list->entries;
    imported.dated = list->dated;
    imported.note = list->note;
  }
  return {};
}

}  // namespace

Result<std::vector<ImportedTrust>> import_trust(const fs::path& directory, const TrustImport& what, WallTime now) {
  auto staged = StagedTrust::create(directory);
  if (!staged) return fail(staged.error());
  return Import(*staged, directory, what, now).run();
}

}  // namespace gate
