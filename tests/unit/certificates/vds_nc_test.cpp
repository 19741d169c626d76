#include <gtest/gtest.h>

#include <algorithm>

#include "encoding/base64.h"
#include "unit/certificates/vds_nc_fixture.h"

namespace gate {
namespace {

TEST_F(VdsNcTest, AcceptsAVaccinationAndFillsInEverything) {
  const auto result = verify(seal(test_vaccination_seal_data(), signer_));
  ASSERT_TRUE(result.verified) << result.failed_check << ": " << result.detail;
  const Certificate& certificate = result.verified->certificate();
  EXPECT_EQ(certificate.format, CertificateFormat::kVdsNc);
  EXPECT_EQ(certificate.issuer, "JPN");
  EXPECT_EQ(certificate.key_id, to_hex(signer_.key_id()));
  EXPECT_EQ(certificate.identifier, "U32870");
  EXPECT_EQ(certificate.holder.family_name, "MÜLLER");
  EXPECT_EQ(certificate.holder.given_name, "ÄNNE");
  EXPECT_EQ(certificate.holder.family_name_transliterated, "");
  EXPECT_EQ(certificate.holder.birth_date, "1990-02-03");
  EXPECT_EQ(iso_time(certificate.expires_at.value()), "2030-01-01T00:00:00.000Z") << "its signer's";
  ASSERT_EQ(certificate.immunisations.size(), 2u);
  const Immunisation& dose = certificate.immunisations[1];
  EXPECT_EQ(dose.product, "EU/1/20/1528");
  EXPECT_EQ(dose.disease, "840539006");
  EXPECT_EQ(dose.dose_number, 2);
  EXPECT_EQ(dose.doses_in_series, 2);
  EXPECT_EQ(dose.date, std::chrono::year(2021) / 7 / 1);
  EXPECT_EQ(dose.country, "JP");
  EXPECT_EQ(dose.identifier, "U32870");
}

TEST_F(VdsNcTest, AcceptsATestInOurVocabulary) {
  const auto result = verify(seal(test_test_seal_data(), signer_));
  ASSERT_TRUE(result.verified) << result.failed_check << ": " << result.detail;
  const Certificate& certificate = result.verified->certificate();
  EXPECT_EQ(certificate.holder.family_name, "Cook Gerald") << "one space does not split";
  EXPECT_EQ(certificate.holder.family_name_transliterated, "COOK<GERALD");
  EXPECT_EQ(iso_time(certificate.issued_at.value()), "2021-12-01T00:00:00.000Z");
  ASSERT_EQ(certificate.tests.size(), 1u);
  EXPECT_EQ(certificate.tests[0].kind, "LP6464-4");
  EXPECT_EQ(certificate.tests[0].result, "260415000");
  EXPECT_EQ(iso_time(certificate.tests[0].sampled_at), "2021-11-30T03:00:00.000Z");
  EXPECT_EQ(certificate.tests[0].country, "AU");
  EXPECT_EQ(certificate.tests[0].centre, "General Hospital");
}

TEST_F(VdsNcTest, NotesEveryCheckInOrder) {
  std::vector<std::string_view> names;
  for (const auto& check : verify(seal(test_vaccination_seal_data(), signer_)).checks) names.push_back(check.name);
  EXPECT_EQ(names, (std::vector<std::string_view>{"size", "json", "envelope", "content_type", "algorithm", "signer",
                                                  "chain", "signature", "issuer", "signer_validity",
                                                  "signer_revocation", "key_usage", "schema"}));
}

TEST_F(VdsNcTest, SpellingDoesNotMatterContentDoes) {
  const json text = seal(test_vaccination_seal_data(), signer_);
  const CertificateVerifier verifier(trust_);
  EXPECT_TRUE(verifier.verify(text.dump(4), kNow).verified);
  EXPECT_TRUE(verifier.verify(text.dump(-1, ' ', true), kNow).verified) << "with escapes";
  EXPECT_TRUE(verifier.verify("\xEF\xBB\xBF" + text.dump(), kNow).verified) << "with an editor's mark";
  EXPECT_TRUE(verifier.verify(json::array({text}).dump(), kNow).verified);
  EXPECT_FALSE(verifier.verify(json::array({text, text}).dump(), kNow).verified);
  EXPECT_FALSE(verifier.verify(json::array({json::array({text})}).dump(), kNow).verified);
  EXPECT_EQ(changed("/data/msg/pid/dob", "1991-02-03"), Refusal::kSignatureInvalid);
  EXPECT_EQ(changed("/data/msg/ve/0/vd/1/seq", 2), Refusal::kSignatureInvalid) << "the text was signed";
  EXPECT_EQ(changed("/data/more", true), Refusal::kSignatureInvalid);
  EXPECT_EQ(changed("/more", true), std::nullopt) << "outside what is signed";
}

TEST_F(VdsNcTest, KeysAreReadInAnyBase64) {
  const std::string plain = encode_base64(signer_.certificate_der());
  EXPECT_EQ(changed("/sig/cer", plain), std::nullopt);
  EXPECT_EQ(changed("/sig/cer", plain.substr(0, plain.find('='))), std::nullopt);
  EXPECT_EQ(changed("/sig/cer", encode_base64url(signer_.certificate_der()) + "=="), std::nullopt);
  EXPECT_EQ(changed("/sig/cer", "*"), Refusal::kSchemaInvalid);
  EXPECT_EQ(changed("/sig/cer", "AAAA"), Refusal::kChainInvalid);
  EXPECT_EQ(changed("/sig/sigvl", "AAAA"), Refusal::kSignatureInvalid);
  EXPECT_EQ(changed("/sig/sigvl", ""), Refusal::kSignatureInvalid);
  Bytes longer = signer_.certificate_der();
  longer.push_back(0);
  EXPECT_EQ(changed("/sig/cer", encode_base64url(longer)), Refusal::kChainInvalid);
}

TEST_F(VdsNcTest, EveryAlgorithmOfTheReportOnAnyOfItsCurves) {
  for (const char* curve : {"P-256", "P-384", "P-521", "brainpoolP256r1", "brainpoolP384r1", "brainpoolP512r1"}) {
    TestSignerOptions options = seal_signer_options(authority_);
    options.key = curve;
    const TestSigner signer(options);
    for (const char* algorithm : {"ES256", "ES384", "ES512"}) {
      const auto result = verify(seal(test_vaccination_seal_data(), signer, algorithm));
      EXPECT_TRUE(result.verified) << curve << ' ' << algorithm << ": " << result.detail;
    }
  }
  EXPECT_EQ(changed("/sig/alg", "ES384"), Refusal::kSignatureInvalid);
  for (const char* algorithm : {"none", "HS256", "RS256", "es256"})
    EXPECT_EQ(changed("/sig/alg", algorithm), Refusal::kAlgorithmUnsupported) << algorithm;
}

TEST_F(VdsNcTest, OtherKeysAreNotSupported) {
  for (const char* key : {"RSA-2048", "secp256k1", "P-224"}) {
    TestSignerOptions options = seal_signer_options(authority_);
    options.key = key;
    json text = seal(test_vaccination_seal_data(), signer_);
    text["sig"]["cer"] = encode_base64url(TestSigner(options).certificate_der());
    EXPECT_EQ(verify(text).refusal, Refusal::kAlgorithmUnsupported) << key;
  }
}

TEST_F(VdsNcTest, StrangersAreRefusedThoughTheirSignatureHolds) {
  const auto untrusted = [&](const TestSigner& signer) {
    const auto result = verify(seal(test_vaccination_seal_data(), signer));
    const bool holds = std::ranges::any_of(
        result.checks, [](const CertificateCheck& check) { return check.name == "signature" && check.passed; });
    return holds && result.refusal == Refusal::kChainInvalid && result.failed_check == "chain";
  };
  TestSignerOptions by_itself = seal_signer_options(authority_);
  by_itself.issued_by = nullptr;
  by_itself.extensions.clear();
  EXPECT_TRUE(untrusted(TestSigner(by_itself)));
  const TestSigner namesake(authority_options());  // another key under the same name
  EXPECT_TRUE(untrusted(TestSigner(seal_signer_options(namesake))));
  TestSignerOptions without_key_id = seal_signer_options(namesake);
  without_key_id.extensions.erase(without_key_id.extensions.begin() + 1);
  EXPECT_TRUE(untrusted(TestSigner(without_key_id)));
  // A signer is no authority.
  TestSignerOptions third = seal_signer_options(signer_);
  third.extensions.erase(third.extensions.begin() + 1);
  EXPECT_TRUE(untrusted(TestSigner(third)));
}

TEST_F(VdsNcTest, AnAuthorityVouchesForItsOwnCountryOnly) {
  TestSignerOptions options = seal_signer_options(authority_);
  options.country = "AU";
  EXPECT_EQ(signed_by(options), Refusal::kChainInvalid);
  options.country = "jp";
  EXPECT_EQ(signed_by(options), std::nullopt) << "states write both";
  EXPECT_EQ(signed_with("/hdr/is", "AUS"), Refusal::kIssuerInvalid);
  EXPECT_EQ(signed_with("/hdr/is", "XXX"), Refusal::kIssuerInvalid);
  EXPECT_EQ(signed_with("/hdr/is", "JP"), Refusal::kIssuerInvalid);
}

TEST_F(VdsNcTest, ASha1SignatureOnTheSignerIsTooWeak) {
  TestSignerOptions options = seal_signer_options(authority_);
  options.certified_with = "SHA1";
  EXPECT_EQ(signed_by(options), Refusal::kChainInvalid);
}

TEST_F(VdsNcTest, SignerAndAuthorityMustBeValidNow) {
  const json text = seal(test_vaccination_seal_data(), signer_);
  const auto at = [&](const char* time) { return verify(text, parse_iso_time(time).value()).refusal; };
  EXPECT_EQ(at("2021-01-01T00:00:00Z"), std::nullopt);
  EXPECT_EQ(at("2020-12-31T23:59:59Z"), Refusal::kChainInvalid) << "both begin then";
  EXPECT_EQ(at("2030-01-01T00:00:00Z"), std::nullopt);
  EXPECT_EQ(at("2030-01-01T00:00:01Z"), Refusal::kSignerExpired);
  EXPECT_EQ(at("2031-01-01T00:00:01Z"), Refusal::kChainInvalid);
}

TEST_F(VdsNcTest, TheSignerMustBeForSealsOfThisType) {
  TestSignerOptions options = seal_signer_options(authority_);
  options.usages = "";
  EXPECT_EQ(signed_by(options), Refusal::kKeyUsageNotAllowed) << "a passport's signer";
  options.usages = "2.23.136.1.1.14.1,clientAuth";
  EXPECT_EQ(signed_by(options), Refusal::kKeyUsageNotAllowed);
  options.usages = "critical,clientAuth,2.23.136.1.1.14.2";
  EXPECT_EQ(signed_by(options), std::nullopt);
  options.extensions[0].second = "critical,keyAgreement";
  EXPECT_EQ(signed_by(options), Refusal::kKeyUsageNotAllowed);
}

TEST_F(VdsNcTest, DocumentTypesLimitWhatASignerSigns) {
  const auto outcomes = [&](const char* document_types) {
    TestSignerOptions options = seal_signer_options(authority_);
    options.extensions.pop_back();
    if (document_types != nullptr) options.extensions.emplace_back("2.23.136.1.1.6.2", document_types);
    const TestSigner signer(options);
    return std::pair(verify(seal(test_vaccination_seal_data(), signer)).refusal,
                     verify(seal(test_test_seal_data(), signer)).refusal);
  };
  const std::optional<Refusal> accepted;
  const std::optional<Refusal> refused = Refusal::kKeyUsageNotAllowed;
  EXPECT_EQ(outcomes(nullptr), std::pair(accepted, accepted));
  EXPECT_EQ(outcomes("DER:30:09:02:01:00:31:04:13:02:4e:56"), std::pair(accepted, refused));  // NV
  EXPECT_EQ(outcomes("DER:30:09:02:01:00:31:04:13:02:4e:54"), std::pair(refused, accepted));  // NT
  EXPECT_EQ(outcomes("critical,DER:30:09:02:01:00:31:04:13:02:4e:54"), std::pair(refused, accepted)) << "understood";
  EXPECT_EQ(outcomes("DER:30:05:02:01:00:31:00"), std::pair(refused, refused));
  EXPECT_EQ(outcomes("DER:04:01:00"), std::pair(refused, refused));
}

TEST_F(VdsNcTest, ACriticalExtensionMustBeUnderstood) {
  TestSignerOptions options = seal_signer_options(authority_);
  options.extensions.emplace_back("1.2.3.4.5", "critical,DER:05:00");
  EXPECT_EQ(signed_by(options), Refusal::kAlgorithmUnsupported);
  options.extensions.back().second = "DER:05:00";
  EXPECT_EQ(signed_by(options), std::nullopt);
}

TEST_F(VdsNcTest, OtherTypesAndVersionsAreNotSupported) {
  EXPECT_EQ(signed_with("/hdr/t", "icao.dtc"), Refusal::kContentUnsupported);
  EXPECT_EQ(signed_with("/hdr/v", 2), Refusal::kContentUnsupported);
  EXPECT_EQ(signed_with("/hdr/v", "1"), Refusal::kSchemaInvalid);
  EXPECT_EQ(signed_with("/hdr/v", 1.5), Refusal::kSchemaInvalid);
  EXPECT_EQ(signed_with("/hdr/v", 1.0), std::nullopt);
  EXPECT_EQ(signed_with("/hdr", 1), Refusal::kSchemaInvalid);
}

TEST_F(VdsNcTest, HostileTextsAreRefusedWithinTheCaps) {
  const CertificateVerifier verifier(trust_);
  const auto refusal = [&](const std::string& text) { return verifier.verify(text, kNow).refusal; };
  EXPECT_EQ(refusal(R"({"isThisAVDS": false})"), Refusal::kFormatUnknown);
  EXPECT_EQ(refusal(R"({"data": 1, "sig": )"), Refusal::kJsonInvalid);
  EXPECT_EQ(refusal(R"({"data": {}, "sig": {}, "sig": {}})"), Refusal::kJsonInvalid) << "twice";
  EXPECT_EQ(refusal(R"({"data": {}, "sig": {}})"), Refusal::kSchemaInvalid);
  EXPECT_EQ(refusal(R"(["data", "sig"])"), Refusal::kSchemaInvalid);
  EXPECT_EQ(refusal(R"({"data": )" + std::string(14, '[') + std::string(14, ']') + R"(, "sig": 1})"),
            Refusal::kJsonInvalid);
  std::string many = R"({"data": [0)";
  for (int i = 0; i < 2000; ++i) many += ",0";
  EXPECT_EQ(refusal(many + R"(], "sig": 1})"), Refusal::kJsonInvalid);
  EXPECT_EQ(refusal(R"({"data": 1, "sig": 2})" + std::string(kMaxVdsNcTextBytes, ' ')), Refusal::kTooLarge);
}

}  // namespace
}  // namespace gate
