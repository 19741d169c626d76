#include "console/pairing.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "console/private_file.h"
#include "encoding/base64.h"
#include "encoding/bounded_file.h"
#include "encoding/hex.h"
#include "encoding/json_text.h"
#include "passes/sealing.h"

namespace gate {
namespace {

using Json = nlohmann::json;

constexpr std::uint32_t kDigits = 1'000'000;

/// Six, each as likely as any other: what lies past the last whole million is drawn again.
std::string random_digits() {
  constexpr std::uint32_t kFair = (UINT32_MAX / kDigits) * kDigits;
  std::uint32_t number = kFair;
  while (number >= kFair) {
    std::array<std::uint8_t, 4> random;
    if (!fill_random(random)) std::abort();  // digits that can be guessed let anybody in
    number =
        std::uint32_t{random[0]} << 24 | std::uint32_t{random[1]} << 16 | std::uint32_t{random[2]} << 8 | random[3];
  }
  const std::string text = std::to_string(number % kDigits);
  return std::string(6 - text.size(), '0') + text;
}

bool same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace

Result<Pairing> Pairing::open(std::filesystem::path file, Parts parts) {
  Pairing pairing(std::move(file), std::move(parts));
  if (const auto known = pairing.read(); !known) return fail(known.error());
  return pairing;
}

Result<std::vector<Sha256>> Pairing::read() const {
  constexpr std::size_t kMaxBytes = 8192;
  const auto text = read_bounded_file(file_, kMaxBytes);
  if (!text && text.error().code == ErrorCode::kNotFound) return std::vector<Sha256>{};
  if (!text) return fail(text.error());
  const auto document = parse_json(*text, {.bytes = kMaxBytes, .depth = 3});
  if (!document) return fail(document.error(), file_.string());
  const auto refuse = [&] {
    return fail(ErrorCode::kInvalidInput, file_.string() + ": no list of browsers; remove it, and browsers pair anew");
  };
  if (!document->is_object() || !document->contains("browsers") || !(*document)["browsers"].is_array()) return refuse();
  std::vector<Sha256> browsers;
  for (const Json& entry : (*document)["browsers"]) {
    Sha256 browser;
    if (!entry.is_string() || !decode_hex(entry.get<std::string>(), browser)) return refuse();
    browsers.push_back(browser);
  }
  return browsers;
}

Status Pairing::write(const std::vector<Sha256>& browsers) const {
  Json list = Json::array();
  for (const Sha256& browser : browsers) list.push_back(to_hex(browser));
  return write_private_file(file_, Json{{"browsers", std::move(list)}}.dump(2) + "\n");
}

bool Pairing::knows(std::string_view token) const {
  if (token.empty()) return false;
  const auto browsers = read();  // each time: who removes the file wants them gone
  return browsers && std::ranges::find(*browsers, sha256(bytes_of(token))) != browsers->end();
}

bool Pairing::is_shown() const { return !digits_.empty() && parts_.clock.monotonic_now() < shown_until_; }

std::chrono::seconds Pairing::ask() {
  const MonotonicTime now = parts_.clock.monotonic_now();
  if (is_shown()) return std::chrono::seconds{0};
  if (now < peace_until_) return std::chrono::ceil<std::chrono::seconds>(peace_until_ - now);
  if (++in_vain_ >= kAskedInVain) {
    in_vain_ = 0;
    peace_until_ = now + peace_;
    peace_ = std::min<std::chrono::minutes>(2 * peace_, kLongestPeace);
  }
  digits_ = random_digits();
  shown_until_ = now + kShown;
  guesses_ = 0;
  parts_.show(digits_);
  return std::chrono::seconds{0};
}

Result<std::optional<std::string>> Pairing::answer(std::string_view digits) {
  if (!is_shown()) return std::nullopt;
  if (!same(digits, digits_)) {
    if (++guesses_ >= kGuesses) take_away();
    return std::nullopt;
  }
  take_away();
  in_vain_ = 0;
  peace_ = kPeace;
  peace_until_ = {};
  std::array<std::uint8_t, 32> random;
  if (!fill_random(random)) std::abort();
  std::string token = encode_base64url(random);
  auto browsers = read();
  if (!browsers) return fail(browsers.error());
  if (browsers->size() >= kMostBrowsers) browsers->erase(browsers->begin());
  browsers->push_back(sha256(bytes_of(token)));
  if (Status kept = write(*browsers); !kept) return fail(kept.error());
  return token;
}

void Pairing::take_away() {
  digits_.clear();
  parts_.show("");
}

}  // namespace gate
