#include "certificates/vds_nc/vds_nc_authorities.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "certificates/certificate_verifier.h"
#include "common/iso_time.h"
#include "fakes/obeys_permissions.h"
#include "fakes/temporary_folder.h"
#include "unit/certificates/test_seal.h"

namespace gate {
namespace {

const WallTime kNow = parse_iso_time("2021-12-01T12:00:00Z").value();

Bytes bytes(const std::string& text) { return {text.begin(), text.end()}; }

class VdsNcAuthoritiesTest : public ::testing::Test {
 protected:
  void write(const std::string& name, const Bytes& content) const { write_trust_file(folder_ / name, content); }
  VdsNcAuthorities read() {
    lists_.clear();
    return VdsNcAuthorities::read(folder_.path(), lists_);
  }
  std::string problem(const std::string& name) const {
    for (const TrustList& list : lists_) {
      if (list.file.filename() == name) return list.problem;
    }
    return "not there";
  }
  VdsNcSigner signer(const TestSignerOptions& options) const {
    return VdsNcSigner::from_der(TestSigner(options).certificate_der()).value();
  }

  TemporaryFolder folder_;
  std::vector<TrustList> lists_;
  TestSigner authority_{authority_options()};
};

TEST_F(VdsNcAuthoritiesTest, AMissingFolderIsNone) {
  EXPECT_EQ(VdsNcAuthorities::read(folder_ / "nowhere", lists_).count(), 0u);
  EXPECT_TRUE(lists_.empty());
}

TEST_F(VdsNcAuthoritiesTest, TakesPemAndDerWhereverTheyLie) {
  const TestSigner other(authority_options());
  write("csca/a.der", authority_.certificate_der());
  write("b.cer", bytes(authority_.certificate_pem() + other.certificate_pem()));
  write("some/where/else/c.cer", other.certificate_der());
  write("csca/readme.txt", bytes("not a key"));
  EXPECT_EQ(read().count(), 4u);
  ASSERT_EQ(lists_.size(), 3u);
  EXPECT_EQ(lists_[0].kind, "vds_nc_authorities");
  EXPECT_EQ(lists_[0].entries, 2u);
  for (const TrustList& list : lists_) EXPECT_EQ(list.problem, "") << list.file;
}

TEST_F(VdsNcAuthoritiesTest, ALinkToNowhereHidesNobodyElse) {
  for (const char* name : {"a.der", "b.der", "c.der", "d.der"}) {
    write(name, authority_.certificate_der());
    std::filesystem::create_symlink("nowhere", folder_ / (std::string("to_") + name));
  }
  EXPECT_EQ(read().count(), 4u);
  EXPECT_NE(problem("to_a.der"), "");
}

TEST_F(VdsNcAuthoritiesTest, ABadFileSaysSoAndLeavesTheOthersInForce) {
  write("a.der", authority_.certificate_der());
  write("words.der", bytes("words"));
  write("words.pem", bytes("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"));
  write("empty.pem", {});
  write("signer.der", TestSigner(seal_signer_options(authority_)).certificate_der());
  write("words.crl", bytes("words"));
  EXPECT_EQ(read().count(), 1u);
  EXPECT_EQ(problem("a.der"), "");
  for (const char* name : {"words.der", "words.pem", "empty.pem", "signer.der", "words.crl"})
    EXPECT_NE(problem(name), "") << name;
}

TEST_F(VdsNcAuthoritiesTest, AnAuthorityMustSayThatItIsOne) {
  TestSignerOptions options = authority_options();
  options.extensions[1].second = "critical,digitalSignature";
  write("usage.der", TestSigner(options).certificate_der());
  options.extensions.clear();
  write("plain.der", TestSigner(options).certificate_der());
  EXPECT_EQ(read().count(), 0u);
  EXPECT_EQ(problem("usage.der"), "not an authority's certificate");
  EXPECT_EQ(problem("plain.der"), "not an authority's certificate");
}

// OpenSSL's own chain building refuses such a key; this is how Japan's is.
TEST_F(VdsNcAuthoritiesTest, AKeyWithItsCurveWrittenOutVouchesToo) {
  TestSignerOptions options = authority_options();
  options.key = "P-384";
  const std::size_t named_bytes = TestSigner(options).certificate_der().size();
  options.explicit_curve = true;
  const TestSigner authority(options);
  ASSERT_GT(authority.certificate_der().size(), named_bytes + 200) << "that is how long a curve is, written out";
  write("a.der", authority.certificate_der());
  EXPECT_TRUE(read().vouch_for(signer(seal_signer_options(authority)), kNow));
}

TEST_F(VdsNcAuthoritiesTest, RsaAuthoritiesVouchToo) {
  TestSignerOptions options = authority_options();
  options.key = "RSA-2048";
  const TestSigner authority(options);
  write("a.der", authority.certificate_der());
  EXPECT_TRUE(read().vouch_for(signer(seal_signer_options(authority)), kNow));
}

TEST_F(VdsNcAuthoritiesTest, OneOfSeveralOfTheSameNameIsEnough) {
  TestSignerOptions expired = authority_options();
  expired.not_after = "20211130000000Z";
  write("a.der", TestSigner(authority_options()).certificate_der());
  write("b.der", TestSigner(expired).certificate_der());
  write("c.der", authority_.certificate_der());
  TestSignerOptions options = seal_signer_options(authority_);
  EXPECT_TRUE(read().vouch_for(signer(options), kNow));
  options.extensions.erase(options.extensions.begin() + 1);  // without a key id all of the name are tried
  EXPECT_TRUE(read().vouch_for(signer(options), kNow));
}

TEST_F(VdsNcAuthoritiesTest, AListedSignerIsRevoked) {
  write("csca/a.der", authority_.certificate_der());
  write("crl/a.crl", authority_.revocation_list({5, 77, 300}));
  const auto authorities = read();
  EXPECT_EQ(problem("a.crl"), "");
  EXPECT_EQ(lists_.back().kind, "vds_nc_revocations");
  EXPECT_EQ(lists_.back().entries, 3u);
  EXPECT_EQ(iso_time(lists_.back().dated.value()), "2021-10-01T00:00:00.000Z") << "the list's own date";
  TestSignerOptions options = seal_signer_options(authority_);
  EXPECT_EQ(authorities.has_revoked(signer(options)), true);
  options.serial = 78;
  EXPECT_EQ(authorities.has_revoked(signer(options)), false);
  options.serial = -77;
  EXPECT_EQ(authorities.has_revoked(signer(options)), false);
}

TEST_F(VdsNcAuthoritiesTest, AListOfSomebodyElseIsNotUsed) {
  const TestSigner namesake(authority_options());
  Bytes altered = authority_.revocation_list({77});
  altered.back() ^= 1;
  write("csca/a.der", authority_.certificate_der());
  write("crl/namesake.crl", namesake.revocation_list({77}));
  write("crl/altered.crl", altered);
  const auto authorities = read();
  EXPECT_EQ(authorities.has_revoked(signer(seal_signer_options(authority_))), false);
  for (const char* name : {"namesake.crl", "altered.crl"})
    EXPECT_EQ(problem(name), "no authority here signed this revocation list") << name;
}

// RFC 5280, 5.2: it cannot say that a certificate is good, but which ones are not.
TEST_F(VdsNcAuthoritiesTest, WhatAPartialListNamesIsRevoked) {
  write("csca/a.der", authority_.certificate_der());
  write("crl/partial.crl", authority_.revocation_list({77}, {"issuingDistributionPoint", "critical,onlyuser:TRUE"}));
  TestSignerOptions options = seal_signer_options(authority_);
  const auto authorities = read();
  EXPECT_EQ(authorities.has_revoked(signer(options)), true);
  EXPECT_EQ(problem("partial.crl"), "not a whole revocation list");
}

TEST_F(VdsNcAuthoritiesTest, AnotherAuthoritysListSaysNothingAboutThisSigner) {
  TestSignerOptions options = authority_options();
  options.name = "Another authority";
  const TestSigner another(options);
  write("a.der", authority_.certificate_der());
  write("b.der", another.certificate_der());
  write("b.crl", another.revocation_list({77}));
  const auto authorities = read();
  EXPECT_EQ(problem("b.crl"), "");
  EXPECT_EQ(authorities.has_revoked(signer(seal_signer_options(authority_))), false);
}

TEST_F(VdsNcAuthoritiesTest, TheGateRefusesARevokedSigner) {
  write("vds-nc/a.der", authority_.certificate_der());
  write("vds-nc/a.crl", authority_.revocation_list({77}));
  const CertificateVerifier verifier(TrustStore::open(folder_.path()).value());
  const TestSigner signer(seal_signer_options(authority_));
  const auto result = verifier.verify(seal(test_vaccination_seal_data(), signer).dump(), kNow);
  EXPECT_EQ(result.refusal, CertificateRefusal::kSignerRevoked) << result.detail;
}

TEST_F(VdsNcAuthoritiesTest, AFolderThatCannotBeReadMayHoldRevocations) {
  const ObeysPermissions as_everybody;
  write("csca/a.der", authority_.certificate_der());
  write("crl/a.crl", authority_.revocation_list({77}));
  std::filesystem::permissions(folder_ / "crl", std::filesystem::perms::none);
  EXPECT_EQ(read().count(), 0u) << "nobody is believed";
  EXPECT_NE(lists_.back().problem, "");
  std::filesystem::permissions(folder_ / "crl", std::filesystem::perms::owner_all);
}

// Whose it was nobody can say, so that nobody's signer is known to be good.
TEST_F(VdsNcAuthoritiesTest, AfterAnUnreadableListNobodyIsKnownToBeGood) {
  write("vds-nc/a.der", authority_.certificate_der());
  write("vds-nc/a.crl", authority_.revocation_list({5}));
  write("vds-nc/b.crl", authority_.revocation_list({77}));
  std::filesystem::resize_file(folder_.path() / "vds-nc/b.crl", 100);
  const CertificateVerifier verifier(TrustStore::open(folder_.path()).value());
  TestSignerOptions options = seal_signer_options(authority_);
  const auto refusal = [&] {
    return verifier.verify(seal(test_vaccination_seal_data(), TestSigner(options)).dump(), kNow).refusal;
  };
  EXPECT_EQ(refusal(), CertificateRefusal::kRevocationListInvalid);
  options.serial = 5;
  EXPECT_EQ(refusal(), CertificateRefusal::kSignerRevoked) << "as another list says";
}

}  // namespace
}  // namespace gate
