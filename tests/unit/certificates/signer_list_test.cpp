// The lists national backends publish: what of them is believed, and what is said of the rest.
#include "certificates/trust/signer_list.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "certificates/trust/eu_dcc_signers.h"
#include "common/iso_time.h"
#include "encoding/base64.h"
#include "unit/signatures/test_signer.h"

namespace gate {
namespace {

using nlohmann::json;

json entry(const TestSigner& signer) {
  return {{"certificateType", "DSC"},
          {"country", "JP"},
          {"kid", encode_base64(signer.key_id())},
          {"rawData", encode_base64(signer.certificate_der())}};
}

std::string signed_list(const std::string& list, const TestSigner& anchor) {
  return encode_base64(anchor.sign(bytes_of(list))) + "\n" + list;
}

PublicKey key_of(const TestSigner& signer) { return *SignerCertificate::from_der(signer.certificate_der())->key; }

TEST(SignerListTest, ReadsTheGatewaysForm) {
  const TestSigner a;
  const TestSigner b({.key = "RSA-2048"});
  json upload = entry(TestSigner());
  upload["certificateType"] = "UPLOAD";
  const auto list = read_signer_list(json{{"certificates", {entry(a), upload, entry(b)}}}.dump());
  ASSERT_TRUE(list) << list.error().message;
  EXPECT_EQ(list->signers.size(), 2u);
  EXPECT_EQ(list->problem, "");
  EXPECT_EQ(list->note, "");
  EXPECT_EQ(list->dated, std::nullopt);
}

TEST(SignerListTest, AnEditorsByteOrderMarkIsPassedOver) {
  const auto list = read_signer_list("\xEF\xBB\xBF" + json{{"certificates", {entry(TestSigner())}}}.dump());
  ASSERT_TRUE(list) << list.error().message;
  EXPECT_EQ(list->signers.size(), 1u);
}

TEST(SignerListTest, AListsOwnDateCounts) {
  const auto list =
      read_signer_list(json{{"date", "2021-06-23T12:00:00+02:00"}, {"certificates", {entry(TestSigner())}}}.dump());
  EXPECT_EQ(list->dated, parse_iso_time("2021-06-23T10:00:00Z").value());
}

TEST(SignerListTest, OneUnreadableEntryLeavesTheOthersInForce) {
  json broken = entry(TestSigner());
  broken["rawData"] = "AAAA";
  const auto list = read_signer_list(json{{"certificates", {entry(TestSigner()), broken, 7}}}.dump());
  ASSERT_TRUE(list);
  EXPECT_EQ(list->signers.size(), 1u);
  EXPECT_NE(list->problem.find("2 entries are left out; entry 2"), std::string::npos) << list->problem;
}

TEST(SignerListTest, AKidThatIsNotTheCertificatesIsSaidAndFindsItAllTheSame) {
  const TestSigner signer;
  json listed = entry(signer);
  listed["kid"] = "AAAAAAAAAAA=";
  const auto list = read_signer_list(json{{"certificates", {listed}}}.dump());
  ASSERT_TRUE(list);
  EXPECT_EQ(list->problem, "");
  EXPECT_NE(list->note, "");
  EXPECT_EQ(list->signers[0].stated_id, KeyId{});
}

TEST(SignerListTest, KeysOfOtherKindsAreCounted) {
  const auto list = read_signer_list(json{{"certificates", {entry(TestSigner({.key = "P-384"}))}}}.dump());
  ASSERT_TRUE(list);
  EXPECT_EQ(list->signers.size(), 1u);
  EXPECT_NE(list->note, "");
}

TEST(SignerListTest, WhatIsNoListIsRefused) {
  for (const char* content :
       {"", "words", "{}", "[]", "{\"certificates\":[]}", "{\"certificates\":7}", "[1,2]", "\n",
        "{\"certificates\":[{\"certificateType\":7,\"rawData\":\"\"}]}", "-----BEGIN CERTIFICATE-----\n", "0\x82"})
    EXPECT_FALSE(read_signer_list(content)) << content;
}

TEST(SignerListTest, ASignedListIsInForceWithItsAnchorOnly) {
  const TestSigner anchor;
  const std::string list = json{{"certificates", {entry(TestSigner())}}}.dump() + "\n";
  const std::string content = signed_list(list, anchor);
  EXPECT_EQ(genuine_list(content, {key_of(TestSigner()), key_of(anchor)}), list);
  EXPECT_EQ(genuine_list(content, {}).error().code, ErrorCode::kUntrusted);
  EXPECT_EQ(genuine_list(content, {key_of(TestSigner())}).error().code, ErrorCode::kUntrusted);
  EXPECT_FALSE(read_signer_list(content)) << "a signed list is never read without its signature";
}

TEST(SignerListTest, EveryByteOfASignedListIsSigned) {
  const TestSigner anchor;
  const std::vector anchors{key_of(anchor)};
  const std::string content = signed_list(json{{"certificates", {entry(TestSigner())}}}.dump(), anchor);
  for (std::size_t i = content.find('\n') + 1; i < content.size(); i += 7) {
    std::string changed = content;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(genuine_list(changed, anchors) == content.substr(content.find('\n') + 1)) << i;
    const auto genuine = genuine_list(changed, anchors);
    EXPECT_FALSE(genuine && form_of(changed) == SignerListForm::kSignedJson) << i;
  }
  EXPECT_FALSE(genuine_list(content + " ", anchors));
}

}  // namespace
}  // namespace gate
