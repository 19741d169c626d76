#include "certificates/revocation/dcc_revocations.h"

#include <algorithm>

#include "certificates/trust/list_files.h"

namespace gate {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kKind = "eu_dcc_revocations";
constexpr std::size_t kMaxTableBytes = kMaxRevocations * 8 + 1024 * 1024;

}  // namespace

Result<DccRevocations::Table> DccRevocations::open(const fs::path& file) {
  auto mapped = MappedFile::open(file, kMaxTableBytes);
  if (!mapped) return fail(mapped.error());
  const auto table = RevocationTable::read(mapped->bytes());
  if (!table) return fail(table.error());
  return Table{std::move(*mapped), *table};
}

DccRevocations DccRevocations::read(const fs::path& folder, std::vector<TrustList>& lists) {
  DccRevocations revocations;
  const std::size_t before = lists.size();
  const auto files = list_files_in(folder, {".revocations"}, kKind, lists);
  revocations.unreadable_ = lists.size() != before;
  for (const fs::path& file : files) {
    lists.push_back(list_of(kKind, file));
    auto table = open(file);
    if (!table) {
      lists.back().problem = table.error().message;
      revocations.unreadable_ = true;
      continue;
    }
    lists.back().entries = table->table.size();
    lists.back().dated = table->table.dated();
    revocations.tables_.push_back(std::move(*table));
  }
  return revocations;
}

std::optional<bool> DccRevocations::revoked(const DccRevocationHashes& hashes) const {
  const bool found = std::ranges::any_of(tables_, [&](const Table& table) {
    return table.table.contains(hashes.uci) || table.table.contains(hashes.country_uci) ||
           table.table.contains(hashes.signature);
  });
  if (!found && unreadable_) return std::nullopt;
  return found;
}

}  // namespace gate
