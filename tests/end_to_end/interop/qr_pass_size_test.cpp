// How large the QR code of a pass becomes with the certificates that people really hold: the official suites' own.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>
#include <random>

#include "end_to_end/interop/suite.h"
#include "passes/qr_pass_codec.h"
#include "vision/code_renderer.h"

namespace gate {
namespace {

Pass pass_of(const std::string& certificate) {
  std::mt19937 random(1);
  std::normal_distribution<float> normal(0.0F, 0.12F);
  std::vector<float> values(128);
  for (float& value : values) value = normal(random);
  Pass pass;
  pass.id.bytes.fill(0xab);  // 16 bytes whatever they are
  pass.issued_at = std::chrono::sys_days{std::chrono::year{2021} / 12 / 3};
  pass.expires_at = pass.issued_at + std::chrono::days{30};
  pass.certificate = certificate;
  pass.initials = "E.M.";
  pass.samples = {
      FaceTemplate::create({FaceVector::create("dlib-resnet-v1/55533b28a95800a5/5pt", values).value()}).value()};
  return pass;
}

/// Every genuine certificate of the suite's raw files, each once.
std::set<std::string> certificates() {
  std::set<std::string> texts;
  for (const CsvRow& row : suite_cases([](const CsvRow& r) { return r.at("file").ends_with(".json"); })) {
    const auto json = nlohmann::json::parse(std::ifstream(suite() / row.at("file")), nullptr, false);
    if (!json.is_object() || !json.contains("PREFIX") || !json["PREFIX"].is_string()) continue;
    if (const std::string text = json["PREFIX"]; text.starts_with("HC1:")) texts.insert(text);
  }
  return texts;
}

int modules(const std::string& text, ErrorCorrection correction) {
  const auto code = render_qr(text, correction, 1);
  return code ? code->cols - 8 : 0;
}

TEST(QrPassSize, OfficialCertificatesFitAndComeBackByteForByte) {
  REQUIRE_SUITE();
  const PrivateKey authority = PrivateKey::create().value();
  std::vector<std::string> codes;
  for (const std::string& certificate : certificates()) {
    const auto read = read_qr_pass_claims(write_qr_pass_claims(pass_of(certificate)).value());
    ASSERT_TRUE(read) << read.error().message;
    ASSERT_EQ(read->certificate, certificate);
    auto code = issue_qr_pass(pass_of(certificate), authority);
    ASSERT_TRUE(code) << code.error().message;
    codes.push_back(*std::move(code));
  }
  ASSERT_GT(codes.size(), 300U);
  std::ranges::sort(codes, {}, &std::string::size);
  std::cout << codes.size() << " certificates\n        characters  modules at L  at M\n";
  for (const auto& [name, at] : {std::pair{"median", codes.size() / 2}, {"largest", codes.size() - 1}})
    std::cout << name << "  " << codes[at].size() << "  " << modules(codes[at], ErrorCorrection::kLow) << "  "
              << modules(codes[at], ErrorCorrection::kMedium) << '\n';
  EXPECT_LE(modules(codes.back(), ErrorCorrection::kLow), 109) << "version 23";
}

/// What a health card's code and a travel document's seal hold has no packed form: such a pass stays a file, and the
/// message says so.
TEST(QrPassSize, LongerFormatsAreRefused) {
  REQUIRE_SUITE();
  const PrivateKey authority = PrivateKey::create().value();
  for (const char* file :
       {"health-cards/examples/example-00-f-qr-code-numeric-value-0.txt", "vds-nc/jpn-triple-vaccine.txt"}) {
    std::ifstream in(suite() / file);
    ASSERT_TRUE(in) << file;
    const auto code = issue_qr_pass(pass_of({std::istreambuf_iterator<char>(in), {}}), authority);
    ASSERT_FALSE(code) << file;
    EXPECT_EQ(code.error().code, ErrorCode::kUnsupported);
    EXPECT_NE(code.error().message.find("carry this pass as a file"), std::string::npos) << code.error().message;
  }
}

}  // namespace
}  // namespace gate
