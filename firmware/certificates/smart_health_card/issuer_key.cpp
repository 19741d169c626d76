#include "certificates/smart_health_card/issuer_key.h"

#include <charconv>

#include "certificates/smart_health_card/issuer_chain.h"

namespace gate {

namespace {

using nlohmann::json;

constexpr std::size_t kMaxCounterDigits = 18;

tl::unexpected<Error> refused(std::string_view member, std::string_view why) {
  return fail(ErrorCode::kInvalidInput, "JWK: " + std::string(member) + ": " + std::string(why));
}

bool is_text(const json& object, const char* name, std::string_view expected) {
  const auto member = object.find(name);
  return member != object.end() && member->is_string() && member->get_ref<const std::string&>() == expected;
}

Status check_members(const json& jwk, const Jwk& key) {
  if (jwk.contains("d")) return refused("d", "a private key has no place here");
  if (!is_text(jwk, "alg", "ES256")) return refused("alg", "must be ES256");
  if (!is_text(jwk, "use", "sig")) return refused("use", "must be sig");
  const auto thumbprint = jwk_thumbprint(jwk);
  if (!thumbprint) return fail(thumbprint.error());
  if (key.key_id != *thumbprint) return refused("kid", "must be the key's thumbprint (RFC 7638)");
  return {};
}

}  // namespace

Result<Jwk> check_issuer_key(const json& jwk, const std::optional<std::string>& issuer) {
  auto key = Jwk::read(jwk);
  if (!key) return key;
  if (const Status members = check_members(jwk, *key); !members) return fail(members.error());
  const auto chain = jwk.find("x5c");
  if (chain == jwk.end()) return key;
  if (const Status trusted = check_issuer_chain(*chain, key->key, issuer); !trusted)
    return fail(trusted.error(), "JWK: x5c");
  return key;
}

std::optional<std::int64_t> read_counter(const json& object, const char* name) {
  const auto member = object.find(name);
  if (member == object.end()) return std::nullopt;
  if (member->is_number_integer()) return member->get<std::int64_t>();
  const auto* text = member->get_ptr<const std::string*>();
  if (text == nullptr || text->size() > kMaxCounterDigits) return std::nullopt;
  std::int64_t counter = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), counter);
  if (error != std::errc() || end != text->data() + text->size()) return std::nullopt;
  return counter;
}

}  // namespace gate
