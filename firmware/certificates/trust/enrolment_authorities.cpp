#include "certificates/trust/enrolment_authorities.h"

#include <algorithm>

#include "certificates/trust/list_files.h"
#include "certificates/trust/public_key_file.h"
#include "common/iso_time.h"
#include "encoding/bounded_file.h"
#include "encoding/hex.h"

namespace gate {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kAuthorities = "enrolment_authorities";
constexpr std::string_view kRevoked = "revoked_authorities";
constexpr std::size_t kMaxRevokedBytes = 1024 * 1024;
constexpr std::string_view kSpace = " \t\r";

std::optional<KeyId> to_key_id(ByteView bytes) {
  KeyId id;
  if (bytes.size() != id.size()) return std::nullopt;
  std::ranges::copy(bytes, id.begin());
  return id;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

Status add_line(std::string_view line, RevokedAuthorities& revoked) {
  const std::size_t space = std::min(line.find_first_of(kSpace), line.size());
  const auto bytes = decode_hex(line.substr(0, space));
  const auto id = bytes ? to_key_id(*bytes) : std::nullopt;
  if (!id) return fail(ErrorCode::kInvalidInput, "a key id has 16 hex digits");
  const std::string_view date = trimmed(line.substr(space));
  const auto from = date.empty() ? Result<WallTime>(WallTime::min()) : parse_iso_time(date);
  if (!from) return fail(from.error());
  const auto [entry, added] = revoked.emplace(*id, *from);
  if (!added) entry->second = std::min(entry->second, *from);
  return {};
}

}  // namespace

Result<RevokedAuthorities> read_revoked_authorities(std::string_view text) {
  RevokedAuthorities revoked;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trimmed(text.substr(0, std::min(text.find('#'), end)));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty()) continue;
    if (const Status added = add_line(line, revoked); !added)
      return fail(added.error(), "line " + std::to_string(number));
  }
  return revoked;
}

EnrolmentAuthorities EnrolmentAuthorities::read(const fs::path& folder, const fs::path& revoked,
                                                std::vector<TrustList>& lists) {
  EnrolmentAuthorities authorities;
  for (const fs::path& file : files_in(folder, {".pem"}, kAuthorities, lists)) {
    lists.push_back(list_of(kAuthorities, file));
    auto key = read_p256_key_file(file);
    if (!key) lists.back().problem = key.error().message;
    lists.back().entries = key ? 1 : 0;
    if (key) authorities.keys_.emplace(key->key_id(), std::move(*key));
  }
  authorities.read_revoked(revoked, lists);
  return authorities;
}

void EnrolmentAuthorities::read_revoked(const fs::path& file, std::vector<TrustList>& lists) {
  const auto text = read_bounded_file(file, kMaxRevokedBytes);
  if (!text && text.error().code == ErrorCode::kNotFound) return;
  lists.push_back(list_of(kRevoked, file));
  auto revoked = text ? read_revoked_authorities(*text) : fail(text.error());
  if (!revoked) {
    lists.back().problem = revoked.error().message + "; no pass is believed";
    revoked_unreadable_ = true;
    return;
  }
  lists.back().entries = revoked->size();
  revoked_ = std::move(*revoked);
}

std::vector<PublicKey> EnrolmentAuthorities::find(ByteView key_id) const {
  std::vector<PublicKey> found;
  const auto id = to_key_id(key_id);
  if (!id) return found;
  const auto [begin, end] = keys_.equal_range(*id);
  for (auto entry = begin; entry != end; ++entry) found.push_back(entry->second);
  return found;
}

bool EnrolmentAuthorities::revoked(ByteView key_id, WallTime issued_at) const {
  if (revoked_unreadable_) return true;
  const auto id = to_key_id(key_id);
  const auto entry = id ? revoked_.find(*id) : revoked_.end();
  return entry != revoked_.end() && issued_at >= entry->second;
}

}  // namespace gate
