#include "certificates/smart_health_card/card_revocation_list.h"

#include <algorithm>
#include <charconv>

#include "certificates/smart_health_card/card_claims.h"
#include "certificates/smart_health_card/issuer_key.h"
#include "common/iso_time.h"

namespace gate {

namespace {

tl::unexpected<Error> invalid(std::string_view why) {
  return fail(ErrorCode::kInvalidInput, "revocation list: " + std::string(why));
}

// Whole seconds since 1970, as the specification writes them; at most to the year 9999.
std::optional<WallTime> read_seconds(std::string_view text) {
  constexpr std::uint64_t kEndOfTime{kLatestSecond};
  std::uint64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return WallTime(std::chrono::seconds(std::min(seconds, kEndOfTime)));
}

}  // namespace

Result<CardRevocationList> CardRevocationList::read(const nlohmann::json& json) {
  if (!json.is_object()) return invalid("must be an object");
  CardRevocationList list;
  const nlohmann::json key_id = json.value("kid", nlohmann::json());
  if (!key_id.is_string()) return invalid("kid: must be a text");
  list.key_id_ = key_id.get<std::string>();
  if (json.value("method", nlohmann::json()) != "rid") return invalid("method: only rid is known");
  const auto counter = read_counter(json, "ctr");
  if (!counter) return invalid("ctr: must be a whole number");
  list.counter_ = *counter;
  const nlohmann::json entries = json.value("rids", nlohmann::json());
  if (!entries.is_array()) return invalid("rids: must be an array");
  for (const auto& entry : entries) {
    if (!entry.is_string()) return invalid("rids: must hold texts");
    if (const Status added = list.add(entry.get_ref<const std::string&>()); !added) return fail(added.error());
  }
  return list;
}

Status CardRevocationList::add(const std::string& entry) {
  const std::size_t dot = entry.find('.');
  const std::string id = entry.substr(0, dot);
  if (!is_revocation_id(id)) return invalid("rids: one is not 1 to 24 characters of base64url");
  std::optional<WallTime> before;
  if (dot != std::string::npos) {
    before = read_seconds(std::string_view(entry).substr(dot + 1));
    if (!before) return invalid("rids: a time that is no number of seconds");
  }
  const auto [place, is_new] = revoked_.try_emplace(id, before);
  if (!is_new)
    place->second = place->second && before ? std::optional(std::max(*place->second, *before)) : std::nullopt;
  return {};
}

bool CardRevocationList::revokes(const std::string& revocation_id, WallTime not_before) const {
  const auto listed = revoked_.find(revocation_id);
  return listed != revoked_.end() && (!listed->second || not_before < *listed->second);
}

}  // namespace gate
