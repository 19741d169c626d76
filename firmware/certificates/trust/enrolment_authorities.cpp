#include "certificates/trust/enrolment_authorities.h"

#include <algorithm>

#include "certificates/trust/list_files.h"
#include "certificates/trust/public_key_file.h"
#include "common/iso_time.h"
#include "encoding/bounded_file.h"
#include "encoding/hex.h"
#include "encoding/plain_text.h"

namespace gate {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kAuthorities = "enrolment_authorities";
constexpr std::string_view kDelegations = "enrolment_delegations";
constexpr std::string_view kRevoked = "revoked_authorities";
constexpr std::size_t kMaxRevokedBytes = 1024 * 1024;

std::optional<KeyId> to_key_id(ByteView bytes) {
  KeyId id;
  if (bytes.size() != id.size()) return std::nullopt;
  std::ranges::copy(bytes, id.begin());
  return id;
}

Status add_line(std::string_view line, RevokedAuthorities& revoked) {
  const std::size_t space = std::min(line.find_first_of(" \t"), line.size());
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

/// What staff should know: who may, until when, how many.
std::string describe(const EnrolmentDelegation& delegation) {
  const auto days = std::chrono::ceil<std::chrono::days>(delegation.longest_pass).count();
  return "key " + to_hex(delegation.delegate.key_id()) + " signs from " + iso_time(delegation.from) + " until " +
         iso_time(delegation.until) + ", " + std::to_string(delegation.most_passes) + " passes of at most " +
         std::to_string(days) + (days == 1 ? " day" : " days") + ", for " + to_hex(delegation.authority);
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
  for (const fs::path& file : list_files_in(folder, {".pem"}, kAuthorities, lists)) {
    lists.push_back(list_of(kAuthorities, file));
    auto key = read_p256_key_file(file);
    if (!key) lists.back().problem = key.error().message;
    lists.back().entries = key ? 1 : 0;
    if (key) authorities.keys_.emplace(key->key_id(), std::move(*key));
  }
  authorities.read_delegations(folder, lists);
  authorities.read_revoked(revoked, lists);
  return authorities;
}

void EnrolmentAuthorities::read_delegations(const fs::path& folder, std::vector<TrustList>& lists) {
  std::vector<PublicKey> keys;
  for (const auto& [id, key] : keys_) keys.push_back(key);
  for (const fs::path& file : list_files_in(folder, {".delegation"}, kDelegations, lists)) {
    lists.push_back(list_of(kDelegations, file));
    const auto content = read_bounded_file(file, kMaxDelegationBytes);
    const auto delegation = content ? read_delegation(bytes_of(*content), keys) : fail(content.error());
    const Status added = delegation ? add(*delegation) : fail(delegation.error());
    if (!added) {
      lists.back().problem = added.error().message;
      continue;
    }
    lists.back().entries = 1;
    lists.back().dated = delegation->issued_at;
    lists.back().note = describe(*delegation);
  }
}

/// A key id is 8 bytes of a hash, and whoever makes keys can make two with the same one. So that no key is judged by
/// what another one may, an id is one key's.
Status EnrolmentAuthorities::add(const EnrolmentDelegation& delegation) {
  const KeyId& id = delegation.delegate.key_id();
  if (keys_.contains(id)) return fail(ErrorCode::kInvalidInput, "delegation: to a key that is an authority by itself");
  const auto known = delegations_.find(id);
  if (known != delegations_.end() && known->second.delegate.to_der() != delegation.delegate.to_der())
    return fail(ErrorCode::kUntrusted, "delegation: another delegate has the same key id");
  delegations_.emplace(id, delegation);
  return {};
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
  if (const auto delegate = delegations_.find(*id); delegate != delegations_.end())
    found.push_back(delegate->second.delegate);
  return found;
}

std::vector<EnrolmentDelegation> EnrolmentAuthorities::delegations(ByteView key_id) const {
  std::vector<EnrolmentDelegation> found;
  const auto id = to_key_id(key_id);
  if (!id) return found;
  const auto [begin, end] = delegations_.equal_range(*id);
  for (auto entry = begin; entry != end; ++entry) found.push_back(entry->second);
  return found;
}

bool EnrolmentAuthorities::is_delegate(ByteView key_id) const {
  const auto id = to_key_id(key_id);
  return id && delegations_.contains(*id);
}

std::optional<EnrolmentDelegation> EnrolmentAuthorities::delegation(ByteView key_id, WallTime at) const {
  if (revoked(key_id, at)) return std::nullopt;
  auto found = delegations(key_id);
  std::erase_if(found, [&](const EnrolmentDelegation& each) { return !each.covers(at, at) || taken_back(each, at); });
  const auto largest = std::ranges::max_element(found, {}, &EnrolmentDelegation::most_passes);
  return largest == found.end() ? std::nullopt : std::optional(*largest);
}

bool EnrolmentAuthorities::delegated(ByteView key_id, WallTime issued_at, WallTime expires_at) const {
  return std::ranges::any_of(delegations(key_id), [&](const EnrolmentDelegation& each) {
    return each.covers(issued_at, expires_at) && !taken_back(each, issued_at);
  });
}

bool EnrolmentAuthorities::revoked(ByteView key_id, WallTime issued_at) const {
  if (revoked_unreadable_) return true;
  const auto id = to_key_id(key_id);
  if (!id) return false;
  const auto found = delegations(key_id);
  const auto back = [&](const EnrolmentDelegation& each) { return taken_back(each, issued_at); };
  return lists_as_revoked(*id, issued_at) || (!found.empty() && std::ranges::all_of(found, back));
}

bool EnrolmentAuthorities::lists_as_revoked(const KeyId& key_id, WallTime issued_at) const {
  const auto entry = revoked_.find(key_id);
  return entry != revoked_.end() && issued_at >= entry->second;
}

/// A delegation counts as what its authority issued: neither it nor a pass under it may be of the time that is revoked.
bool EnrolmentAuthorities::taken_back(const EnrolmentDelegation& delegation, WallTime issued_at) const {
  return lists_as_revoked(delegation.authority, std::max(delegation.issued_at, issued_at));
}

}  // namespace gate
