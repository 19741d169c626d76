#include "certificates/eu_dcc/eu_dcc.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "common/iso_time.h"
#include "encoding/base45.h"
#include "encoding/cbor_writer.h"
#include "unit/certificates/test_dcc.h"
#include "unit/encoding/hex.h"

namespace gate {
namespace {

using Refusal = CertificateRefusal;

const WallTime kNow = parse_iso_time("2021-12-01T12:00:00Z").value();

class EuDccTest : public ::testing::Test {
 protected:
  CertificateVerification verify(const std::string& text, WallTime now = kNow) const {
    return CertificateVerifier(trust_).verify(text, now);
  }
  CertificateVerification verify(const TestDcc& dcc, WallTime now = kNow) const {
    return verify(dcc_text(sign_dcc(dcc, signer_)), now);
  }
  std::optional<Refusal> with_claim(const CborValue& key, std::optional<CborValue> value) const {
    TestDcc dcc = dcc_;
    set(dcc.claims, key, std::move(value));
    return verify(dcc).refusal;
  }
  std::optional<Refusal> with_content(const CborValue& content) const {
    return with_claim(-260, CborMap{{1, content}});
  }

  TestSigner signer_;
  std::shared_ptr<const TrustStore> trust_ = trust({&signer_});
  TestDcc dcc_ = make_test_dcc(signer_);
};

TEST_F(EuDccTest, AcceptsAndFillsInEverything) {
  const auto result = verify(dcc_);
  EXPECT_EQ(result.refusal, std::nullopt) << result.detail;
  ASSERT_TRUE(result.verified);
  const Certificate& certificate = result.verified->certificate();
  EXPECT_EQ(certificate.issuer, "JP");
  EXPECT_EQ(certificate.key_id, to_hex(signer_.key_id()));
  EXPECT_EQ(iso_time(*certificate.issued_at), "2021-11-01T00:00:00.000Z");
  EXPECT_EQ(iso_time(*certificate.expires_at), "2022-11-01T00:00:00.000Z");
  EXPECT_EQ(certificate.immunisations.size(), 1u);
  EXPECT_EQ(result.verified->verified_at(), kNow);
}

TEST_F(EuDccTest, NamesItsChecksInOrder) {
  std::vector<std::string_view> names;
  for (const CertificateCheck& check : verify(dcc_).checks) {
    EXPECT_TRUE(check.passed) << check.name;
    names.push_back(check.name);
  }
  EXPECT_EQ(names, (std::vector<std::string_view>{"size", "prefix", "base45", "compression", "cbor", "cose", "payload",
                                                  "algorithm", "signer", "signature", "signer_validity", "key_usage",
                                                  "not_yet_valid", "expired", "schema", "single_entry"}));
}

TEST_F(EuDccTest, ChecksEndWhereNothingMoreCanBeChecked) {
  const auto result = verify("HC1:GGW");
  ASSERT_EQ(result.checks.size(), 3u);
  EXPECT_EQ(result.failed_check, "base45");
  EXPECT_FALSE(result.checks.back().passed);
  EXPECT_FALSE(result.verified);
  EXPECT_FALSE(result.decoded);
}

TEST_F(EuDccTest, TheFirstFailureIsTheReasonAndTheRestIsStillSaid) {
  const TestSigner other;
  const auto result =
      CertificateVerifier(trust({&other})).verify(dcc_text(sign_dcc(dcc_, signer_)), kNow + std::chrono::years(5));
  EXPECT_EQ(result.refusal, Refusal::kSignerUnknown);
  EXPECT_EQ(result.failed_check, "signer");
  const auto expired = std::ranges::find(result.checks, "expired", &CertificateCheck::name);
  ASSERT_NE(expired, result.checks.end());
  EXPECT_FALSE(expired->passed);
  EXPECT_FALSE(result.verified);
}

TEST_F(EuDccTest, RefusesEachLayerByItsName) {
  const std::string good = dcc_text(sign_dcc(dcc_, signer_));
  EXPECT_EQ(verify("").refusal, Refusal::kFormatUnknown);
  EXPECT_EQ(verify(good.substr(4)).refusal, Refusal::kFormatUnknown);
  EXPECT_EQ(verify("HC2:" + good.substr(4)).refusal, Refusal::kFormatUnknown);
  EXPECT_EQ(verify("hc1:" + good.substr(4)).refusal, Refusal::kFormatUnknown);
  EXPECT_EQ(verify(std::string(8193, 'A')).refusal, Refusal::kTooLarge);
  EXPECT_EQ(verify(good + "é").refusal, Refusal::kEncodingInvalid);
  EXPECT_EQ(verify("HC1:" + encode_base45(sign_dcc(dcc_, signer_))).refusal, Refusal::kCompressionInvalid);
  EXPECT_EQ(verify("HC1:").refusal, Refusal::kCompressionInvalid);
  EXPECT_EQ(verify("HC1:" + encode_base45(deflate(Bytes(65537)))).refusal, Refusal::kCompressionInvalid);
  EXPECT_EQ(verify(dcc_text(from_hex("ff"))).refusal, Refusal::kCborInvalid);
  EXPECT_EQ(verify(dcc_text(Bytes(60000, 0x81))).refusal, Refusal::kCborInvalid);
  EXPECT_EQ(verify(dcc_text(from_hex("80"))).refusal, Refusal::kCoseInvalid);
  const CborArray no_payload{Bytes{}, CborMap{}, from_hex("ff"), Bytes{}};
  EXPECT_EQ(verify(dcc_text(write_cbor(no_payload))).refusal, Refusal::kCborInvalid);
}

TEST_F(EuDccTest, OtherContentUnderTheSamePrefixIsUnsupported) {
  EXPECT_EQ(with_claim(-260, std::nullopt), Refusal::kContentUnsupported);
  EXPECT_EQ(with_claim(-260, CborMap{{2, CborMap{}}}), Refusal::kContentUnsupported);
  EXPECT_EQ(with_claim(-260, CborArray{}), Refusal::kContentUnsupported);
}

TEST_F(EuDccTest, WhatTheCertificateSaysIsJudgedLast) {
  EXPECT_EQ(with_content(CborMap{}), Refusal::kSchemaInvalid);
  TestDcc dcc = dcc_;
  set(dcc.claims, -260, CborMap{{1, CborMap{}}});
  const TestSigner stranger;
  set(dcc.protected_header, 4, stranger.key_id());
  EXPECT_EQ(verify(dcc).refusal, Refusal::kSignerUnknown);
}

TEST_F(EuDccTest, WhoSignedItIsSaidOfClaimsThatCannotBeReadToo) {
  TestDcc dcc = dcc_;
  set(dcc.claims, 4, "tomorrow");
  const auto result = verify(dcc);
  EXPECT_EQ(result.refusal, Refusal::kSchemaInvalid);
  EXPECT_FALSE(result.verified);
  const auto signature = std::ranges::find(result.checks, "signature", &CertificateCheck::name);
  ASSERT_NE(signature, result.checks.end());
  EXPECT_TRUE(signature->passed);
}

TEST_F(EuDccTest, OnlyOneEntryIsAllowed) {
  EXPECT_EQ(with_content(test_content("v", CborArray{test_vaccination(), test_vaccination()})),
            Refusal::kSeveralEntries);
  CborMap both = test_content("v", CborArray{test_vaccination()});
  set(both, "t", CborArray{test_test()});
  EXPECT_EQ(with_content(both), Refusal::kSeveralEntries);
}

TEST_F(EuDccTest, ValidityIncludesBothEnds) {
  const WallTime issued = parse_iso_time("2021-11-01T00:00:00Z").value();
  const WallTime expires = parse_iso_time("2022-11-01T00:00:00Z").value();
  constexpr std::chrono::milliseconds kTick{1};
  EXPECT_EQ(verify(dcc_, issued - kTick).refusal, Refusal::kNotYetValid);
  EXPECT_EQ(verify(dcc_, issued).refusal, std::nullopt);
  EXPECT_EQ(verify(dcc_, expires).refusal, std::nullopt);
  EXPECT_EQ(verify(dcc_, expires + kTick).refusal, Refusal::kExpired);
}

TEST_F(EuDccTest, TimesMayBeFloatsAndAbsurd) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(with_claim(4, 1667260800.5), std::nullopt);
  for (const CborValue& never : {CborValue(1e300), CborValue(infinity), CborValue(18446744073709551615U),
                                 CborValue(1667260800000), CborValue(std::numeric_limits<std::int64_t>::max())}) {
    EXPECT_EQ(with_claim(4, never), std::nullopt);
    EXPECT_EQ(with_claim(6, never), Refusal::kNotYetValid);
    EXPECT_EQ(with_claim(5, never), Refusal::kNotYetValid);
  }
  for (const CborValue& long_ago : {CborValue(-1e300), CborValue(-infinity), CborValue(CborInteger{true, ~0ULL}),
                                    CborValue(std::numeric_limits<std::int64_t>::min()), CborValue(0)}) {
    EXPECT_EQ(with_claim(4, long_ago), Refusal::kExpired);
    EXPECT_EQ(with_claim(6, long_ago), std::nullopt);
  }
  for (const CborValue& odd : {CborValue("1667260800"), CborValue(std::nan("")), CborValue(CborArray{})}) {
    EXPECT_EQ(with_claim(4, odd), Refusal::kSchemaInvalid);
    EXPECT_EQ(with_claim(6, odd), Refusal::kSchemaInvalid);
  }
  for (const std::optional<CborValue>& absent :
       {std::optional<CborValue>(), std::optional(CborValue::null()), std::optional(CborValue::undefined())}) {
    EXPECT_EQ(with_claim(4, absent), Refusal::kSchemaInvalid);
    EXPECT_EQ(with_claim(6, absent), std::nullopt);
    EXPECT_EQ(with_claim(5, absent), std::nullopt);
    EXPECT_EQ(with_claim(1, absent), std::nullopt);
  }
  EXPECT_EQ(with_claim(1, 5), Refusal::kSchemaInvalid);
}

TEST_F(EuDccTest, ProtectedKeyIdWins) {
  const auto refusal = [&](std::optional<CborValue> inside, std::optional<CborValue> outside) {
    TestDcc dcc = dcc_;
    set(dcc.protected_header, 4, std::move(inside));
    set(dcc.unprotected_header, 4, std::move(outside));
    return verify(dcc).refusal;
  };
  const CborValue right = signer_.key_id();
  const CborValue wrong = Bytes(8);
  EXPECT_EQ(refusal(right, std::nullopt), std::nullopt);
  EXPECT_EQ(refusal(std::nullopt, right), std::nullopt);
  EXPECT_EQ(refusal(right, right), std::nullopt);
  EXPECT_EQ(refusal(right, wrong), std::nullopt);
  EXPECT_EQ(refusal(wrong, right), Refusal::kSignerUnknown);
  EXPECT_EQ(refusal(std::nullopt, wrong), Refusal::kSignerUnknown);
  EXPECT_EQ(refusal(std::nullopt, std::nullopt), Refusal::kSignerUnknown);
}

TEST_F(EuDccTest, AlgorithmMustBeOneOfTwoAndFitTheKey) {
  const auto refusal = [&](std::optional<CborValue> algorithm) {
    TestDcc dcc = dcc_;
    set(dcc.protected_header, 1, std::move(algorithm));
    return verify(dcc).refusal;
  };
  for (const auto& other : std::vector<std::optional<CborValue>>{std::nullopt, -37, -35, -257, 0, "ES256"}) {
    EXPECT_EQ(refusal(other), Refusal::kAlgorithmUnsupported);
  }
}

TEST_F(EuDccTest, AcceptsPs256) {
  const TestSigner rsa({.key = "RSA-2048"});
  TestDcc dcc = make_test_dcc(rsa);
  set(dcc.protected_header, 1, -37);
  const CertificateVerifier verifier(trust({&rsa}));
  EXPECT_EQ(verifier.verify(dcc_text(sign_dcc(dcc, rsa)), kNow).refusal, std::nullopt);
  set(dcc.protected_header, 1, -7);
  EXPECT_EQ(verifier.verify(dcc_text(sign_dcc(dcc, rsa)), kNow).refusal, Refusal::kAlgorithmUnsupported);
}

TEST_F(EuDccTest, P384IsNotEs256) {
  const TestSigner p384({.key = "P-384"});
  const auto result = CertificateVerifier(trust({&p384})).verify(dcc_text(sign_dcc(make_test_dcc(p384), p384)), kNow);
  EXPECT_EQ(result.refusal, Refusal::kAlgorithmUnsupported);
}

TEST_F(EuDccTest, AnotherSignersSignatureIsInvalid) {
  const TestSigner stranger;
  EXPECT_EQ(verify(dcc_text(sign_dcc(dcc_, stranger))).refusal, Refusal::kSignatureInvalid);
}

TEST_F(EuDccTest, SignerMustBeValidNow) {
  const TestSigner brief({.not_before = "20211110000000Z", .not_after = "20211120000000Z"});
  const CertificateVerifier verifier(trust({&brief}));
  const std::string text = dcc_text(sign_dcc(make_test_dcc(brief), brief));
  const auto at = [&](const char* time) { return verifier.verify(text, parse_iso_time(time).value()).refusal; };
  EXPECT_EQ(at("2021-11-09T23:59:59Z"), Refusal::kSignerExpired);
  EXPECT_EQ(at("2021-11-10T00:00:00Z"), std::nullopt);
  EXPECT_EQ(at("2021-11-20T00:00:00Z"), std::nullopt);
  EXPECT_EQ(at("2021-11-20T00:00:01Z"), Refusal::kSignerExpired);
}

TEST_F(EuDccTest, KeyUsageMustCoverTheKindOfCertificate) {
  const std::map<std::string, CborMap> entries{{"t", test_test()}, {"v", test_vaccination()}, {"r", test_recovery()}};
  for (const std::string arc : {"1.3.6.1.4.1.1847.2021.1.", "1.3.6.1.4.1.0.1847.2021.1."}) {
    const std::vector<std::pair<std::string, std::string>> usages{
        {"", "tvr"},      {"clientAuth", "tvr"},          {arc + "1", "t"}, {arc + "2", "v"},
        {arc + "3", "r"}, {arc + "1," + arc + "3", "tr"}, {arc + "9", ""},  {arc + "12", ""}};
    for (const auto& [usage, allowed] : usages) {
      const TestSigner signer({.usages = usage});
      const CertificateVerifier verifier(trust({&signer}));
      for (const auto& [group, entry] : entries) {
        TestDcc dcc = make_test_dcc(signer);
        set(dcc.claims, -260, CborMap{{1, test_content(group, CborArray{entry})}});
        const auto refusal = verifier.verify(dcc_text(sign_dcc(dcc, signer)), kNow).refusal;
        const bool covered = allowed.find(group) != std::string::npos;
        EXPECT_EQ(refusal, covered ? std::nullopt : std::optional(Refusal::kKeyUsageNotAllowed)) << usage << group;
      }
    }
  }
}

TEST_F(EuDccTest, DetailHoldsNoPersonalData) {
  for (const char* field : {"dob", "nam", "ver", "v"}) {
    CborMap content = test_content("v", CborArray{test_vaccination()});
    set(content, field, "MUELLER 1990-02-03");
    TestDcc dcc = dcc_;
    set(dcc.claims, -260, CborMap{{1, content}});
    const std::string detail = verify(dcc).detail;
    EXPECT_EQ(detail.find("MUELLER"), std::string::npos) << detail;
    EXPECT_EQ(detail.find("1990"), std::string::npos) << detail;
  }
}

}  // namespace
}  // namespace gate
