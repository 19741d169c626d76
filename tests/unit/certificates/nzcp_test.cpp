#include "certificates/nzcp/nzcp.h"

#include <gtest/gtest.h>

#include "common/iso_time.h"
#include "fakes/temporary_folder.h"
#include "unit/certificates/test_dcc.h"
#include "unit/certificates/test_nzcp.h"
#include "unit/certificates/test_seal.h"

namespace gate {
namespace {

using nlohmann::json;
using Refusal = CertificateRefusal;

const WallTime kNow = parse_iso_time("2021-12-01T12:00:00Z").value();

class NzcpTest : public ::testing::Test {
 protected:
  CertificateVerification verify(const TestNzcp& pass, WallTime now = kNow) const {
    return CertificateVerifier(trust_).verify(nzcp_text(sign_nzcp(pass, signer_)), now);
  }
  std::optional<Refusal> text_refusal(const std::string& text) const {
    return CertificateVerifier(trust_).verify(text, kNow).refusal;
  }
  std::optional<Refusal> with_claim(const CborValue& key, std::optional<CborValue> value) const {
    TestNzcp pass = make_test_nzcp();
    set(pass.claims, key, std::move(value));
    return verify(pass).refusal;
  }
  std::optional<Refusal> with_credential(const char* field, std::optional<CborValue> value) const {
    CborMap credential = test_credential();
    set(credential, field, std::move(value));
    return with_claim("vc", credential);
  }
  std::optional<Refusal> with_subject(const char* field, std::optional<CborValue> value) const {
    CborMap subject = test_subject();
    set(subject, field, std::move(value));
    return with_credential("credentialSubject", subject);
  }
  std::optional<Refusal> with_header(std::int64_t label, std::optional<CborValue> value) const {
    TestNzcp pass = make_test_nzcp();
    set(pass.protected_header, label, std::move(value));
    return verify(pass).refusal;
  }

  TestSigner signer_;
  std::shared_ptr<const TrustStore> trust_ = trust_document(did_document(signer_));
};

TEST_F(NzcpTest, AcceptsAndFillsInEverything) {
  const auto result = verify(make_test_nzcp());
  ASSERT_TRUE(result.verified) << result.failed_check << ": " << result.detail;
  const Certificate& certificate = result.verified->certificate();
  EXPECT_EQ(certificate.format, CertificateFormat::kNzcp);
  EXPECT_EQ(certificate.issuer, kNzcpIssuer);
  EXPECT_EQ(certificate.key_id, "key-1");
  EXPECT_EQ(certificate.identifier, "urn:uuid:10111213-1415-1617-1819-1a1b1c1d1e1f");
  EXPECT_EQ(iso_time(certificate.issued_at.value()), "2021-11-01T00:00:00.000Z");
  EXPECT_EQ(iso_time(certificate.expires_at.value()), "2022-11-01T00:00:00.000Z");
  EXPECT_EQ(certificate.holder.given_name, "Jack");
  EXPECT_EQ(certificate.holder.family_name, "Sparrow");
  EXPECT_EQ(certificate.holder.birth_date, "1960-04-16");
  ASSERT_EQ(certificate.attestations.size(), 1u);
  EXPECT_EQ(certificate.attestations[0].kind, "PublicCovidPass");
  EXPECT_TRUE(certificate.immunisations.empty());
}

TEST_F(NzcpTest, NotesEveryCheckInOrder) {
  std::vector<std::string_view> names;
  for (const auto& check : verify(make_test_nzcp()).checks) names.push_back(check.name);
  EXPECT_EQ(names, (std::vector<std::string_view>{"size", "prefix", "version", "base32", "cbor", "cose", "header",
                                                  "payload", "content_type", "algorithm", "issuer", "signer",
                                                  "signature", "not_yet_valid", "expired", "schema"}));
}

TEST_F(NzcpTest, ItsFrameIsTheSpecifications) {
  const std::string text = nzcp_text(sign_nzcp(make_test_nzcp(), signer_));
  EXPECT_EQ(text_refusal(text), std::nullopt);
  EXPECT_EQ(text_refusal("NZCP:/2/" + text.substr(8)), Refusal::kContentUnsupported);
  EXPECT_EQ(text_refusal("NZCP:/1" + text.substr(8)), Refusal::kContentUnsupported);
  EXPECT_EQ(text_refusal("NZCP:/"), Refusal::kContentUnsupported);
  EXPECT_EQ(text_refusal("nzcp" + text.substr(4)), Refusal::kFormatUnknown);
  EXPECT_EQ(text_refusal("NZCP:/1/" + text.substr(9)), Refusal::kEncodingInvalid);
  EXPECT_EQ(text_refusal("NZCP:/1/1"), Refusal::kEncodingInvalid);
  EXPECT_EQ(text_refusal("NZCP:/1/"), Refusal::kCborInvalid);
  EXPECT_EQ(text_refusal("NZCP:/1/" + std::string(kMaxNzcpTextBytes, 'A')), Refusal::kTooLarge);
}

TEST_F(NzcpTest, MustBeUnderTag18) {
  Bytes cose = sign_nzcp(make_test_nzcp(), signer_);
  ASSERT_EQ(cose[0], 0xd2);
  EXPECT_EQ(text_refusal(nzcp_text(ByteView(cose).subspan(1))), Refusal::kCoseInvalid);
  cose[0] = 0xd1;  // tag 17
  EXPECT_EQ(text_refusal(nzcp_text(cose)), Refusal::kCoseInvalid);
}

TEST_F(NzcpTest, OnlyProtectedHeadersCount) {
  const std::string key = "key-1";
  EXPECT_EQ(with_header(4, CborValue(key)), std::nullopt) << "a text, as the specification has it";
  EXPECT_EQ(with_header(4, std::nullopt), Refusal::kCoseInvalid);
  EXPECT_EQ(with_header(4, 1), Refusal::kCoseInvalid);
  EXPECT_EQ(with_header(1, std::nullopt), Refusal::kAlgorithmUnsupported);
  EXPECT_EQ(with_header(1, -37), Refusal::kAlgorithmUnsupported);
  TestNzcp pass = make_test_nzcp();
  std::swap(pass.protected_header, pass.unprotected_header);
  EXPECT_EQ(verify(pass).refusal, Refusal::kCoseInvalid);
}

TEST_F(NzcpTest, TheKeyMustBeTheIssuersOwn) {
  EXPECT_EQ(with_claim(1, "did:web:other.nz"), Refusal::kSignerUnknown);
  EXPECT_EQ(with_claim(1, "did:key:test"), Refusal::kIssuerInvalid);
  EXPECT_EQ(with_claim(1, kNzcpIssuer + "#key-1"), Refusal::kSignerUnknown);
  EXPECT_EQ(with_header(4, Bytes{'k', 'e', 'y', '-', '2'}), Refusal::kSignerUnknown);
  EXPECT_EQ(with_header(4, Bytes{}), Refusal::kSignerUnknown);
  const std::string forged = nzcp_text(sign_nzcp(make_test_nzcp(), TestSigner()));
  EXPECT_EQ(text_refusal(forged), Refusal::kSignatureInvalid);
}

TEST_F(NzcpTest, CountsFromNbfOnAndBeforeExp) {
  const auto at = [&](const char* time) { return verify(make_test_nzcp(), parse_iso_time(time).value()).refusal; };
  EXPECT_EQ(at("2021-10-31T23:59:59.999Z"), Refusal::kNotYetValid);
  EXPECT_EQ(at("2021-11-01T00:00:00Z"), std::nullopt);
  EXPECT_EQ(at("2022-10-31T23:59:59.999Z"), std::nullopt);
  EXPECT_EQ(at("2022-11-01T00:00:00Z"), Refusal::kExpired);
}

TEST_F(NzcpTest, ClaimsMustBeThereAndOfTheirKind) {
  const Bytes short_id(15);
  for (const auto& [key, value] :
       std::vector<std::pair<std::int64_t, std::optional<CborValue>>>{{1, std::nullopt},
                                                                      {1, 5},
                                                                      {4, std::nullopt},
                                                                      {4, "x"},
                                                                      {4, 1667260800.0},
                                                                      {4, -1},
                                                                      {5, 1e3},
                                                                      {4, 18446744073709551615U},
                                                                      {5, "tomorrow"},
                                                                      {5, std::nullopt},
                                                                      {7, std::nullopt},
                                                                      {7, "x"},
                                                                      {7, CborValue(short_id)}}) {
    EXPECT_EQ(with_claim(key, value), Refusal::kSchemaInvalid) << key;
  }
  EXPECT_EQ(with_claim("vc", std::nullopt), Refusal::kContentUnsupported);
  EXPECT_EQ(with_claim("vc", 5), Refusal::kSchemaInvalid);
}

TEST_F(NzcpTest, TheCredentialMustBeAPublicCovidPass) {
  const std::string context = "https://www.w3.org/2018/credentials/v1";
  EXPECT_EQ(with_credential("type", CborArray{"VerifiableCredential", "TravelPass"}), Refusal::kContentUnsupported);
  EXPECT_EQ(with_credential("version", "2.0.0"), Refusal::kContentUnsupported);
  for (const auto& [field, value] : std::vector<std::pair<const char*, std::optional<CborValue>>>{
           {"type", std::nullopt},
           {"type", CborArray{"PublicCovidPass", "VerifiableCredential"}},
           {"type", CborArray{"VerifiableCredential", "PublicCovidPass", "More"}},
           {"type", "PublicCovidPass"},
           {"version", std::nullopt},
           {"version", 1},
           {"@context", std::nullopt},
           {"@context", context.c_str()},
           {"@context", CborArray{}},
           {"@context", CborArray{"https://example.org", context}},
           {"@context", CborArray{context, 5}},
           {"credentialSubject", std::nullopt},
           {"credentialSubject", CborArray{}}}) {
    EXPECT_EQ(with_credential(field, value), Refusal::kSchemaInvalid) << field;
  }
}

TEST_F(NzcpTest, TheSubjectNeedsAGivenNameAndABirthDate) {
  EXPECT_EQ(with_subject("familyName", std::nullopt), std::nullopt);
  EXPECT_EQ(with_subject("givenName", std::nullopt), Refusal::kSchemaInvalid);
  EXPECT_EQ(with_subject("givenName", std::string(513, 'x')), Refusal::kSchemaInvalid);
  for (const char* date : {"", "1960", "1960-04", "1960-13-01", "16-04-1960", "1960-04-16T00:00:00Z"})
    EXPECT_EQ(with_subject("dob", date), Refusal::kSchemaInvalid) << date;
  EXPECT_EQ(with_subject("dob", std::nullopt), Refusal::kSchemaInvalid);
}

class NzcpIssuersTest : public ::testing::Test {
 protected:
  /// The problem of one document; its key is in force when `in_force`.
  std::string problem(const json& document, int keys) {
    const TemporaryFolder folder;
    const std::string text = document.is_string() ? document.get<std::string>() : document.dump();
    write_trust_file(folder.path() / "nzcp/did.json", Bytes(text.begin(), text.end()));
    std::vector<TrustList> lists;
    const NzcpIssuers issuers = NzcpIssuers::read(folder / "nzcp", lists);
    EXPECT_EQ(issuers.key_count(), static_cast<std::size_t>(keys)) << text;
    EXPECT_EQ(issuers.knows(kNzcpIssuer), keys > 0);
    return lists.at(0).problem;
  }
  json with(const char* pointer, const json& value) const {
    json document = did_document(signer_);
    document[json::json_pointer(pointer)] = value;
    return document;
  }

  TestSigner signer_;
};

TEST_F(NzcpIssuersTest, TakesKeysThatAreAssertedOnly) {
  EXPECT_EQ(problem(did_document(signer_), 1), "");
  EXPECT_EQ(problem(with("/assertionMethod", json::array()), 0), "assertionMethod: holds no key");
  EXPECT_EQ(problem(with("/assertionMethod/0", kNzcpIssuer + "#key-2"), 0),
            "assertionMethod: a key is described nowhere");
  json authentication = did_document(signer_);
  authentication["authentication"] = authentication["assertionMethod"];
  authentication.erase("assertionMethod");
  EXPECT_EQ(problem(authentication, 0), "assertionMethod: holds no key");
}

TEST_F(NzcpIssuersTest, ReferencesMayBeRelativeAndKeysDescribedWhereTheyAreAsserted) {
  EXPECT_EQ(problem(with("/assertionMethod/0", "#key-1"), 1), "");
  EXPECT_EQ(problem(with("/verificationMethod/0/id", "#key-1"), 1), "");
  json embedded = did_document(signer_);
  embedded["assertionMethod"] = embedded["verificationMethod"];
  embedded.erase("verificationMethod");
  EXPECT_EQ(problem(embedded, 1), "");
}

TEST_F(NzcpIssuersTest, SaysWhatIsWrongWithADocument) {
  EXPECT_NE(problem("words", 0), "");
  EXPECT_NE(problem(json::array(), 0), "");
  EXPECT_EQ(problem(with("/id", "https://test.nz"), 0), "id: not a did:web");
  EXPECT_EQ(problem(with("/id", "did:web:other.nz"), 0), "a key is named after another issuer");
  EXPECT_EQ(problem(with("/verificationMethod/0/type", "Ed25519VerificationKey2020"), 0),
            "a key is not of type JsonWebKey2020");
  EXPECT_EQ(problem(with("/verificationMethod/0/publicKeyJwk/d", "AAAA"), 0),
            "a key's secret part is published with it");
  EXPECT_NE(problem(with("/verificationMethod/0/publicKeyJwk/crv", "P-384"), 0), "");
  EXPECT_NE(problem(with("/verificationMethod/0/publicKeyJwk", 5), 0), "");
  EXPECT_EQ(problem(with("/assertionMethod/1", kNzcpIssuer + "#key-1"), 1), "a key is there twice");
  EXPECT_EQ(problem(with("/assertionMethod/1", 5), 1), "assertionMethod: a key is described nowhere");
}

TEST_F(NzcpIssuersTest, AMissingFolderIsNoneAndABadFileLeavesTheOthersInForce) {
  const TemporaryFolder folder;
  std::vector<TrustList> lists;
  EXPECT_EQ(NzcpIssuers::read(folder / "nowhere", lists).key_count(), 0u);
  EXPECT_TRUE(lists.empty());
  const std::string good = did_document(signer_).dump();
  write_trust_file(folder / "a.json", {'x'});
  write_trust_file(folder / "b.json", Bytes(good.begin(), good.end()));
  EXPECT_EQ(NzcpIssuers::read(folder.path(), lists).key_count(), 1u);
  ASSERT_EQ(lists.size(), 2u);
  EXPECT_NE(lists[0].problem, "");
  EXPECT_EQ(lists[1].problem, "");
  EXPECT_EQ(lists[1].entries, 1u);
}

}  // namespace
}  // namespace gate
