#include "console/pin_hash.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <algorithm>

#include "encoding/hex.h"
#include "passes/sealing.h"

namespace gate {
namespace {

constexpr std::string_view kForm = "scrypt-16384-8-1$";
constexpr std::uint64_t kN = 16384, kR = 8, kP = 1;  // RFC 7914, 2: interactive logins
constexpr std::uint64_t kMaxMemory = 64ULL << 20;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

Result<PinHash::Hash> PinHash::hash(std::string_view pin, const Salt& salt) {
  Hash hash;
  const bool hashed = EVP_PBE_scrypt(pin.data(), pin.size(), salt.data(), salt.size(), kN, kR, kP, kMaxMemory,
                                     hash.data(), hash.size()) == 1;
  ERR_clear_error();
  if (!hashed) return fail(ErrorCode::kInternal, "OpenSSL has no memory for a PIN's hash");
  return hash;
}

Result<PinHash> PinHash::of(std::string_view pin) {
  if (pin.size() < kShortest || pin.size() > kLongest || !std::ranges::all_of(pin, is_digit))
    return fail(ErrorCode::kInvalidInput, "a PIN has 6 to 12 digits");
  PinHash made;
  if (Status filled = fill_random(made.salt_); !filled) return fail(filled.error());
  const auto hashed = hash(pin, made.salt_);
  if (!hashed) return fail(hashed.error());
  made.hash_ = *hashed;
  return made;
}

Result<PinHash> PinHash::parse(std::string_view text) {
  PinHash parsed;
  constexpr std::size_t kSaltHex = 2 * sizeof(Salt);
  const bool form = text.starts_with(kForm) && text.size() == kForm.size() + kSaltHex + 1 + 2 * sizeof(Hash) &&
                    text[kForm.size() + kSaltHex] == '$';
  if (!form || !decode_hex(text.substr(kForm.size(), kSaltHex), parsed.salt_) ||
      !decode_hex(text.substr(kForm.size() + kSaltHex + 1), parsed.hash_))
    return fail(ErrorCode::kInvalidInput, "not a PIN's hash; gatectl console hash-pin makes one");
  return parsed;
}

bool PinHash::matches(std::string_view pin) const {
  const auto tried = hash(pin.substr(0, kLongest + 1), salt_);
  return tried && CRYPTO_memcmp(tried->data(), hash_.data(), tried->size()) == 0;
}

std::string PinHash::text() const { return std::string(kForm) + to_hex(salt_) + "$" + to_hex(hash_); }

}  // namespace gate
