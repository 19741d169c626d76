// Damaged and doctored passes by the hundred thousand: none may be accepted.
#include <map>

#include "../../unit/passes/venue.h"
#include "encoding/base45.h"
#include "passes/qr_pass_codec.h"

namespace gate {
namespace {

constexpr int kMutants = 100'000;

/// One to four changes: bits, bytes, cuts, insertions, repeated parts, and parts of another genuine pass.
Bytes mutate(Bytes bytes, const Bytes& other, std::mt19937& random) {
  const auto below = [&](std::size_t limit) {
    return static_cast<std::ptrdiff_t>(random() % std::max<std::size_t>(limit, 1));
  };
  for (auto changes = 1 + below(4); changes > 0 && !bytes.empty(); --changes) {
    const auto at = bytes.begin() + below(bytes.size());
    const auto end = at + below(std::min<std::size_t>(64, static_cast<std::size_t>(bytes.end() - at)));
    switch (below(6)) {
      case 0: *at ^= static_cast<std::uint8_t>(1 << below(8)); break;
      case 1: *at = static_cast<std::uint8_t>(random()); break;
      case 2: bytes.erase(at, end + 1); break;
      case 3: bytes.insert(at, static_cast<std::uint8_t>(random())); break;
      case 4: {
        const Bytes part(at, end);
        bytes.insert(bytes.begin() + below(bytes.size()), part.begin(), part.end());
        break;
      }
      default: {
        const auto from = below(std::min(bytes.size(), other.size()));
        const auto length = std::min<std::ptrdiff_t>(
            below(600), static_cast<std::ptrdiff_t>(std::min(bytes.size(), other.size())) - from);
        std::copy_n(other.begin() + from, length, bytes.begin() + from);
      }
    }
  }
  return bytes;
}

TEST(PassMutation, NoneOfAHundredThousandIsAccepted) {
  Venue venue;
  const Bytes one = venue.issue(venue.pass());
  const Bytes other = venue.issue(venue.pass());
  ASSERT_TRUE(venue.verifier.verify(one, Venue::kNow).verified);
  std::map<PassRefusal, int> refusals;
  for (int i = 0; i < kMutants; ++i) {
    const Bytes mutant = mutate(one, other, venue.random);
    if (mutant == one || mutant == other) continue;
    const PassVerification checked = venue.verifier.verify(mutant, Venue::kNow);
    ASSERT_FALSE(checked.verified) << "mutant " << i;
    ++refusals[*checked.refusal];
  }
  EXPECT_GT(refusals[PassRefusal::kSignatureInvalid], kMutants / 10) << "many mutants should reach the signature";
  EXPECT_GT(refusals[PassRefusal::kCoseInvalid], 0);
}

/// The message inside a QR pass, mutated and encoded again: half of all mutants would otherwise end at base45.
TEST(PassMutation, NoneOfTwentyThousandQrPassesIsAccepted) {
  Venue venue;
  const auto message = [&] {
    return decode_base45(issue_qr_pass(venue.pass(), venue.authority)->substr(kQrPassPrefix.size())).value();
  };
  const Bytes one = message();
  const Bytes other = message();
  std::map<PassRefusal, int> refusals;
  for (int i = 0; i < kMutants / 5; ++i) {
    const Bytes mutant = mutate(one, other, venue.random);
    if (mutant == one || mutant == other) continue;
    const std::string text = std::string(kQrPassPrefix) + encode_base45(mutant);
    const PassVerification checked = venue.verifier.verify(bytes_of(text), Venue::kNow);
    ASSERT_FALSE(checked.verified) << "mutant " << i;
    ++refusals[*checked.refusal];
  }
  EXPECT_GT(refusals[PassRefusal::kSignatureInvalid], kMutants / 50) << "many mutants should reach the signature";
  EXPECT_GT(refusals[PassRefusal::kCoseInvalid], 0);
}

}  // namespace
}  // namespace gate
