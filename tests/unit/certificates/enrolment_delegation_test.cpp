#include "certificates/trust/enrolment_delegation.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "encoding/cbor_reader.h"
#include "encoding/cbor_writer.h"
#include "signatures/cose_sign1.h"
#include "unit/signatures/test_signer.h"

namespace gate {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr WallTime kDay = std::chrono::sys_days{std::chrono::year{2021} / 12 / 1};

struct Parties {
  PrivateKey authority = PrivateKey::create().value();
  PrivateKey terminal = PrivateKey::create().value();

  EnrolmentDelegation delegation() const {
    return {.authority = authority.public_key().key_id(),
            .delegate = terminal.public_key(),
            .issued_at = kDay - hours{1},
            .from = kDay,
            .until = kDay + days{30},
            .most_passes = 500,
            .longest_pass = days{3}};
  }
  Bytes signed_delegation() const { return sign_delegation(delegation(), authority).value(); }
  Result<EnrolmentDelegation> read(ByteView bytes) const {
    const std::vector<PublicKey> keys{PrivateKey::create()->public_key(), authority.public_key()};
    return read_delegation(bytes, keys);
  }
  /// The claims, changed by `change`, signed by the authority all the same; what reading says.
  template <class Change>
  ErrorCode changed(Change change) const {
    const CoseSign1 message = read_cose_sign1(signed_delegation()).value();
    CborMap claims = *read_cbor(message.payload)->map();
    change(claims);
    const auto again = sign_cose_sign1(write_cbor(claims), authority, bytes_of(kDelegationContentType)).value();
    const auto delegation = read(again);
    return delegation ? ErrorCode::kInternal : delegation.error().code;
  }
  ErrorCode with(std::int64_t key, CborValue value) const {
    return changed([&](CborMap& claims) {
      std::ranges::find_if(claims, [&](auto& entry) { return entry.key.integer() == key; })->value = std::move(value);
    });
  }
};

TEST(EnrolmentDelegation, ComesBackAsItWasSigned) {
  const Parties parties;
  const EnrolmentDelegation stated = parties.delegation();
  const auto read = parties.read(parties.signed_delegation());
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->authority, stated.authority);
  EXPECT_EQ(read->delegate.to_der(), stated.delegate.to_der());
  EXPECT_EQ(read->issued_at, stated.issued_at);
  EXPECT_EQ(read->from, stated.from);
  EXPECT_EQ(read->until, stated.until);
  EXPECT_EQ(read->most_passes, stated.most_passes);
  EXPECT_EQ(read->longest_pass, stated.longest_pass);
}

TEST(EnrolmentDelegation, HasTheBytesThatItsFormatPageStates) {
  const Bytes bytes = Parties().signed_delegation();
  EXPECT_EQ(bytes.size(), 226u);
  EXPECT_EQ(to_hex(ByteView(bytes).first(11)), "d2844da201260448" + to_hex(ByteView(bytes).subspan(8, 3)));
  EXPECT_EQ(to_hex(ByteView(bytes).subspan(16, 3)), "a0588d");
}

TEST(EnrolmentDelegation, CoversWhatIsIssuedWithinItsTimeAndForNoLongerThanItSays) {
  const EnrolmentDelegation delegation = Parties().delegation();
  const auto covers = [&](WallTime issued, seconds length) { return delegation.covers(issued, issued + length); };
  EXPECT_TRUE(covers(kDay, days{3}));
  EXPECT_FALSE(covers(kDay - milliseconds{1}, days{1}));
  EXPECT_TRUE(covers(kDay + days{30} - milliseconds{1}, days{3})) << "a pass outlives the delegation";
  EXPECT_FALSE(covers(kDay + days{30}, days{1}));
  EXPECT_FALSE(covers(kDay, days{3} + seconds{1}));
}

TEST(EnrolmentDelegation, IsBelievedOfAnAuthorityOnly) {
  const Parties parties;
  const auto stranger = sign_delegation(parties.delegation(), PrivateKey::create().value()).value();
  EXPECT_EQ(parties.read(stranger).error().code, ErrorCode::kUntrusted);
  const auto own = sign_delegation(parties.delegation(), parties.terminal).value();
  EXPECT_EQ(parties.read(own).error().code, ErrorCode::kUntrusted);
  EXPECT_EQ(read_unverified_delegation(own)->authority, parties.terminal.public_key().key_id());
}

TEST(EnrolmentDelegation, IsBoundToItsPurpose) {
  const Parties parties;
  const CoseSign1 message = read_cose_sign1(parties.signed_delegation()).value();
  const auto of_a_pass = bytes_of("application/vnd.gate-terminal.pass+cbor;v=1");
  EXPECT_EQ(parties.read(sign_cose_sign1(message.payload, parties.authority, of_a_pass).value()).error().code,
            ErrorCode::kUntrusted);
  EXPECT_EQ(parties.read(sign_cose_sign1(message.payload, parties.authority).value()).error().code,
            ErrorCode::kUntrusted);
}

TEST(EnrolmentDelegation, IsReadInItsOneFormOnly) {
  const Parties parties;
  const Bytes bytes = parties.signed_delegation();
  const CoseSign1 message = read_cose_sign1(bytes).value();
  const auto written = [&](CborValue unprotected) {
    return write_cbor(CborValue::tagged(
        18, CborArray{message.protected_header, std::move(unprotected), message.payload, message.signature}));
  };
  ASSERT_TRUE(parties.read(written(CborMap{})));
  EXPECT_EQ(parties.read(written(CborMap{{4, Bytes{1}}})).error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(parties.read(ByteView(bytes).subspan(1)).error().code, ErrorCode::kInvalidInput) << "without its tag";
  Bytes longer = bytes;
  longer.push_back(0);
  EXPECT_EQ(parties.read(longer).error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(parties.read({}).error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(parties.read(Bytes(kMaxDelegationBytes + 1)).error().code, ErrorCode::kInvalidInput);
}

TEST(EnrolmentDelegation, IsRefusedWithClaimsOutsideTheFormatEvenWhenSigned) {
  const Parties parties;
  const auto start = std::chrono::floor<seconds>(kDay).time_since_epoch().count();
  const auto invalid = ErrorCode::kInvalidInput;
  EXPECT_EQ(parties.changed([](CborMap&) {}), ErrorCode::kInternal) << "unchanged it is taken";
  EXPECT_EQ(parties.changed([](CborMap& claims) { claims.push_back({1, "issuer"}); }), invalid);
  for (std::size_t i = 0; i < 7; ++i)
    EXPECT_EQ(parties.changed([i](CborMap& claims) { claims.erase(claims.begin() + static_cast<long>(i)); }), invalid);
  EXPECT_EQ(parties.with(-65537, 2), ErrorCode::kUnsupported);
  EXPECT_EQ(parties.with(-65537, "1"), invalid);
  EXPECT_EQ(parties.with(4, start), invalid) << "over as it begins";
  EXPECT_EQ(parties.with(4, start + 400 * 86400), ErrorCode::kInternal);
  EXPECT_EQ(parties.with(4, start + 400 * 86400 + 1), invalid) << "longer than 400 days";
  EXPECT_EQ(parties.with(5, -1), invalid);
  EXPECT_EQ(parties.with(6, start + 30 * 86400), invalid) << "issued when it is over";
  EXPECT_EQ(parties.with(6, 1.5e9), invalid);
  EXPECT_EQ(parties.with(-65544, Bytes(91)), invalid);
  EXPECT_EQ(parties.with(-65544, "key"), invalid);
  EXPECT_EQ(parties.with(-65545, 0), invalid);
  EXPECT_EQ(parties.with(-65545, 100'000), ErrorCode::kInternal);
  EXPECT_EQ(parties.with(-65545, 100'001), invalid);
  EXPECT_EQ(parties.with(-65546, 0), invalid);
  EXPECT_EQ(parties.with(-65546, 400 * 86400 + 1), invalid);
}

TEST(EnrolmentDelegation, IsForAP256KeyInItsUsualForm) {
  const Parties parties;
  Bytes hybrid = parties.terminal.public_key().to_der();
  hybrid[26] = static_cast<std::uint8_t>(0x06 | (hybrid.back() & 1));
  EXPECT_EQ(parties.with(-65544, hybrid), ErrorCode::kInvalidInput);
  EnrolmentDelegation delegation = parties.delegation();
  delegation.delegate = PublicKey::from_openssl(TestSigner({.key = "RSA-2048"}).key()).value();
  EXPECT_EQ(sign_delegation(delegation, parties.authority).error().code, ErrorCode::kInvalidInput);
}

TEST(EnrolmentDelegation, CannotBeSignedOutsideTheFormat) {
  const Parties parties;
  EnrolmentDelegation delegation = parties.delegation();
  delegation.until = delegation.from + days{401};
  EXPECT_EQ(sign_delegation(delegation, parties.authority).error().code, ErrorCode::kInvalidInput);
}

}  // namespace
}  // namespace gate
