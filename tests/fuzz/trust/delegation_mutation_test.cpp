// Every delegation that differs from a genuine one in a byte: none may be believed.
#include <gtest/gtest.h>

#include <random>

#include "certificates/trust/enrolment_delegation.h"

namespace gate {
namespace {

using std::chrono::days;

class DelegationMutation : public testing::Test {
 protected:
  Bytes genuine(std::size_t passes) const {
    const WallTime from = std::chrono::sys_days{std::chrono::year{2021} / 12 / 1};
    return sign_delegation({.authority = authority_.public_key().key_id(),
                            .delegate = delegate_.public_key(),
                            .issued_at = from,
                            .from = from,
                            .until = from + days{30},
                            .most_passes = passes,
                            .longest_pass = days{3}},
                           authority_)
        .value();
  }
  Result<EnrolmentDelegation> read(const Bytes& bytes) const {
    return read_delegation(bytes, {&authority_.public_key(), 1});
  }

  PrivateKey authority_ = PrivateKey::create().value();
  PrivateKey delegate_ = PrivateKey::create().value();
};

TEST_F(DelegationMutation, NoneWithAnotherByteIsBelieved) {
  const Bytes bytes = genuine(500);
  ASSERT_TRUE(read(bytes));
  int at_the_signature = 0;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    Bytes mutant = bytes;
    for (int step = 1; step < 256; ++step) {
      ++mutant[at];
      const auto read_mutant = read(mutant);
      ASSERT_FALSE(read_mutant) << "byte " << at << " as " << int{mutant[at]};
      at_the_signature += read_mutant.error().message == "delegation: the authority did not sign these bytes";
    }
  }
  EXPECT_GT(at_the_signature, 10'000) << "many mutants should reach the signature";
}

TEST_F(DelegationMutation, NoneWithAByteMoreOrLessIsBelieved) {
  const Bytes bytes = genuine(500);
  for (std::size_t at = 0; at <= bytes.size(); ++at) {
    for (const int inserted : {0x00, 0x18, 0x40, 0xA0, 0xFF}) {
      Bytes longer = bytes;
      longer.insert(longer.begin() + static_cast<std::ptrdiff_t>(at), static_cast<std::uint8_t>(inserted));
      ASSERT_FALSE(read(longer)) << "at " << at;
    }
    ASSERT_FALSE(read(Bytes(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(at))) && at < bytes.size());
    if (at == bytes.size()) break;
    Bytes shorter = bytes;
    shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(at));
    ASSERT_FALSE(read(shorter)) << "without " << at;
  }
}

TEST_F(DelegationMutation, NoneMadeOfTwoIsBelieved) {
  const Bytes one = genuine(500);
  const Bytes other = genuine(501);
  ASSERT_EQ(one.size(), other.size());
  const auto believed = [&](const Bytes& mixed) { return mixed != one && mixed != other && read(mixed); };
  for (std::size_t begin = 0; begin < one.size(); ++begin) {
    for (std::size_t end = begin + 1; end <= one.size(); end += 3) {
      Bytes mixed = one;
      std::copy(other.begin() + static_cast<std::ptrdiff_t>(begin), other.begin() + static_cast<std::ptrdiff_t>(end),
                mixed.begin() + static_cast<std::ptrdiff_t>(begin));
      ASSERT_FALSE(believed(mixed)) << begin << " to " << end;
    }
  }
}

}  // namespace
}  // namespace gate
