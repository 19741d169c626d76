#include "certificates/smart_health_card/issuer_key.h"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>

#include "encoding/base64.h"
#include "unit/certificates/test_card.h"

namespace gate {
namespace {

using nlohmann::json;
using Key = std::shared_ptr<EVP_PKEY>;
using Certificate509 = std::shared_ptr<X509>;

Key new_key() { return {EVP_EC_gen("P-256"), EVP_PKEY_free}; }

void add(X509* certificate, int kind, const std::string& value) {
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str());
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

void set_name(X509_NAME* name, const std::string& text) {
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(text.data()), -1, -1, 0);
}

struct Made {
  std::string name;
  Key key;
};

Certificate509 make(const Made& subject, const Made& issuer, int extension, const std::string& value) {
  Certificate509 certificate(X509_new(), X509_free);
  X509_set_version(certificate.get(), X509_VERSION_3);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  set_name(X509_get_subject_name(certificate.get()), subject.name);
  set_name(X509_get_issuer_name(certificate.get()), issuer.name);
  X509_set_pubkey(certificate.get(), subject.key.get());
  if (!value.empty()) add(certificate.get(), extension, value);
  X509_sign(certificate.get(), issuer.key.get(), EVP_sha256());
  return certificate;
}

std::string base64_of(const Certificate509& certificate) {
  Bytes der(static_cast<std::size_t>(i2d_X509(certificate.get(), nullptr)));
  unsigned char* end = der.data();
  i2d_X509(certificate.get(), &end);
  return encode_base64(der);
}

class IssuerKeyTest : public ::testing::Test {
 protected:
  IssuerKeyTest() {
    const std::string pem = issuer_.public_key().to_pem();
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
                                                            BIO_free_all);
    leaf_ = {"issuer", Key(PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr), EVP_PKEY_free)};
  }
  std::string leaf(const Made& signer, const std::string& names) const {
    return base64_of(make(leaf_, signer, NID_subject_alt_name, names));
  }
  std::string authority(const Made& subject, const Made& signer, const std::string& constraints = "CA:TRUE") const {
    return base64_of(make(subject, signer, NID_basic_constraints, constraints));
  }
  // Empty when the key with this chain is accepted.
  std::string problem(const json& chain, const std::optional<std::string>& issuer = kTestCardIssuer) const {
    json jwk = issuer_.jwk();
    jwk["x5c"] = chain;
    const auto key = check_issuer_key(jwk, issuer);
    return key ? "" : key.error().message;
  }

  TestCardIssuer issuer_;
  Made leaf_;
  Made root_{"root", new_key()};
  Made middle_{"middle", new_key()};
  std::string url_ = std::string("URI:") + kTestCardIssuer;
};

TEST_F(IssuerKeyTest, HoldsEveryMemberToTheSpecification) {
  EXPECT_TRUE(check_issuer_key(issuer_.jwk(), std::nullopt));
  const auto refused = [&](const char* member, const json& value) {
    json jwk = issuer_.jwk();
    jwk[member] = value;
    return !check_issuer_key(jwk, std::nullopt);
  };
  EXPECT_TRUE(refused("kty", "RSA"));
  EXPECT_TRUE(refused("crv", "P-384"));
  EXPECT_TRUE(refused("alg", "ES256K"));
  EXPECT_TRUE(refused("use", "enc"));
  EXPECT_TRUE(refused("kid", "x"));
  EXPECT_TRUE(refused("d", "AAAA"));
  EXPECT_TRUE(refused("x", issuer_.jwk().at("y")));
  EXPECT_TRUE(refused("x5c", json::array()));
  for (const char* member : {"kty", "crv", "alg", "use", "kid", "x", "y"}) {
    json jwk = issuer_.jwk();
    jwk.erase(member);
    EXPECT_FALSE(check_issuer_key(jwk, std::nullopt)) << member;
  }
  EXPECT_FALSE(check_issuer_key(json(5), std::nullopt));
}

TEST_F(IssuerKeyTest, AChainOfTwoOrThreeHolds) {
  EXPECT_EQ(problem({leaf(root_, url_), authority(root_, root_)}), "");
  EXPECT_EQ(problem({leaf(middle_, url_), authority(middle_, root_), authority(root_, root_)}), "");
  EXPECT_EQ(problem({leaf(root_, url_), authority(root_, root_)}, std::nullopt), "");
}

TEST_F(IssuerKeyTest, EveryLinkMustHold) {
  const Made impostor{"root", new_key()};
  EXPECT_NE(problem({leaf(impostor, url_), authority(root_, root_)}), "");
  EXPECT_NE(problem({leaf(root_, url_), authority(middle_, root_), authority(root_, root_)}), "");
  EXPECT_NE(problem({leaf(middle_, url_), authority(middle_, root_)}), "");
  EXPECT_NE(problem({leaf(root_, url_), authority(root_, root_, "CA:FALSE")}), "");
  EXPECT_NE(problem({leaf(root_, url_)}), "");
}

TEST_F(IssuerKeyTest, TheFirstCertificateIsThisKeysAndThisIssuers) {
  const std::string root = authority(root_, root_);
  EXPECT_NE(problem({leaf(root_, url_), root}, "https://other.example"), "");
  EXPECT_NE(problem({leaf(root_, "DNS:cards.example"), root}), "");
  EXPECT_NE(problem({leaf(root_, "DNS:cards.example"), root}, std::nullopt), "");
  EXPECT_NE(problem({leaf(root_, ""), root}, std::nullopt), "");
  const std::string other_key = base64_of(make({"issuer", new_key()}, root_, NID_subject_alt_name, url_));
  EXPECT_NE(problem({other_key, root}), "");
}

TEST_F(IssuerKeyTest, RefusesBrokenChains) {
  const std::string good = leaf(root_, url_);
  EXPECT_NE(problem("x"), "");
  EXPECT_NE(problem({5}), "");
  EXPECT_NE(problem({"AAAA"}), "");
  EXPECT_NE(problem({good.substr(4)}), "");
  EXPECT_NE(problem(std::vector<std::string>(9, good)), "");
}

}  // namespace
}  // namespace gate
