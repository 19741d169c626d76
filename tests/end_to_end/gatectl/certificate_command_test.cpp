// gatectl certificate verify and explain, as a technician meets them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>

#include "demo/demo_health_authority.h"
#include "fakes/program.h"
#include "fakes/temporary_folder.h"
#include "unit/certificates/test_card.h"
#include "vision/code_renderer.h"

namespace gate {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;

class CertificateCommand : public ::testing::Test {
 protected:
  CertificateCommand() {
    std::filesystem::create_directories(folder_ / "trust/eu-dcc");
    std::filesystem::create_directories(folder_ / "in");
    std::ofstream(folder_ / "trust/eu-dcc/signer.pem") << health_.certificate_pem();
    using std::chrono::sys_days;
    const Immunisation dose{"EU/1/20/1528", "1119349007", "840539006", 2, 2, std::chrono::year{2021} / 11 / 1, "XX"};
    text_ = health_
                .issue({"Test", "Visitor", "TEST", "VISITOR", "1980-01-01"}, dose,
                       sys_days{std::chrono::year{2021} / 11 / 2}, sys_days{std::chrono::year{2022} / 11 / 2})
                .value();
  }

  std::filesystem::path file(const std::string& name, const std::string& content) const {
    std::ofstream(folder_ / "in" / name) << content;
    return folder_ / "in" / name;
  }

  Ended run(const std::string& action, const std::string& input, const std::string& more = "") const {
    return run_command(std::string(GATE_BINARY_DIR) + "/bin/gatectl certificate " + action + " '" + input +
                       "' --trust " + (folder_ / "trust").string() + " --at 2021-12-03T12:00:00Z " + more);
  }

  TemporaryFolder folder_;
  DemoHealthAuthority health_ = DemoHealthAuthority::create("XX").value();
  std::string text_;
};

TEST_F(CertificateCommand, AGenuineOneIsAcceptedFromFileAndArgument) {
  for (const std::string& input : {file("a.txt", text_ + "\n").string(), text_}) {
    const Ended ended = run("verify", input, "--json");
    EXPECT_EQ(ended.status, 0) << ended.output;
    const Json answer = Json::parse(ended.output);
    EXPECT_EQ(answer["verdict"], "accepted");
    EXPECT_EQ(answer["format"], "eu_dcc");
    EXPECT_EQ(answer["issuer"], "XX");
    EXPECT_EQ(answer["failed_check"], nullptr);
    EXPECT_EQ(answer["revocation_hashes"]["uci"].get<std::string>().size(), 32U);
  }
}

TEST_F(CertificateCommand, OneOfAnUnknownSignerIsRefused) {
  const DemoHealthAuthority other = DemoHealthAuthority::create("XX").value();
  std::ofstream(folder_ / "trust/eu-dcc/signer.pem") << other.certificate_pem();
  const Ended ended = run("verify", text_, "--json");
  EXPECT_EQ(ended.status, 1) << ended.output;
  EXPECT_EQ(Json::parse(ended.output)["reason"], "signer_unknown");
}

TEST_F(CertificateCommand, ThePolicyHasTheLastWord) {
  const std::string policies = std::string(GATE_SOURCE_DIR) + "/config/policies/";
  EXPECT_EQ(run("verify", text_, "--policy " + policies + "two-doses-14-days.json").status, 0);
  const Ended refused = run("verify", text_, "--policy " + policies + "three-doses.json --json");
  EXPECT_EQ(refused.status, 1);
  EXPECT_EQ(Json::parse(refused.output)["policy"]["reason"], "too_few_doses");
}

TEST_F(CertificateCommand, APictureIsItsCode) {
  const cv::Mat picture = render_qr(text_, ErrorCorrection::kLow, 4).value();
  ASSERT_TRUE(cv::imwrite((folder_ / "in/code.png").string(), picture));
  EXPECT_EQ(run("verify", (folder_ / "in/code.png").string()).status, 0);
  ASSERT_TRUE(cv::imwrite((folder_ / "in/blank.png").string(), cv::Mat(200, 200, CV_8UC1, cv::Scalar(255))));
  const Ended blank = run("verify", (folder_ / "in/blank.png").string());
  EXPECT_EQ(blank.status, 2);
  EXPECT_THAT(blank.output, HasSubstr("blank.png: no readable code in this picture"));
}

TEST_F(CertificateCommand, ACodeOnATransparentGroundIsReadDarkOrLight) {
  const cv::Mat dark = ~render_qr(text_, ErrorCorrection::kLow, 4).value();  // 255 where a module is
  for (const int module : {0, 255}) {
    const cv::Mat shade(dark.size(), CV_8UC1, cv::Scalar(module));
    cv::Mat picture;
    cv::merge(std::vector{shade, shade, shade, dark}, picture);
    ASSERT_TRUE(cv::imwrite((folder_ / "in/clear.png").string(), picture));
    EXPECT_EQ(run("verify", (folder_ / "in/clear.png").string()).status, 0) << module;
  }
}

TEST_F(CertificateCommand, BlanksAndAByteOrderMarkAroundATextAreNoneOfIt) {
  for (const std::string& text : {" " + text_ + " \r\n", "\xEF\xBB\xBF" + text_, "\t" + text_})
    EXPECT_EQ(run("verify", file("padded.txt", text)).status, 0);
  EXPECT_EQ(run("verify", " " + text_ + " ").status, 0);
}

TEST_F(CertificateCommand, AnArrayIsOneText) {
  const Ended ended = run("verify", R"([{"data": {"hdr": {"t": "icao.vacc", "v": 1}}, "sig": {}}])", "--json");
  EXPECT_EQ(ended.status, 1) << ended.output;
  EXPECT_EQ(Json::parse(ended.output)["format"], "vds_nc") << ended.output;
}

TEST_F(CertificateCommand, SeveralInputsAreATableWhereverTheyStand) {
  const Ended table = run("verify", text_, "HC1:nonsense " + file("good.txt", text_).string());
  EXPECT_EQ(table.status, 1) << table.output;
  EXPECT_THAT(table.output, HasSubstr("3 certificates: 2 accepted, 1 refused, 0 unusable"));
  const Ended explained = run("explain", text_ + "' 'HC1:nonsense");
  EXPECT_THAT(explained.output, HasSubstr("EU Digital COVID Certificate"));
  EXPECT_THAT(explained.output, HasSubstr("Scan it again"));
}

TEST_F(CertificateCommand, TheCodesOfOneChunkedCardAreOneCertificate) {
  const TestCardIssuer issuer;
  publish(folder_ / "trust", "jwks.json", {{"keys", {issuer.jwk()}}});
  const std::string card = issuer.sign(test_card_payload());
  const std::string first = numeric_text(card.substr(0, card.size() / 2), "1/2/");
  const std::string second = numeric_text(card.substr(card.size() / 2), "2/2/");
  for (const std::string& rest : {second, file("second.txt", second + "\n").string()}) {
    const Ended ended = run("verify", first, rest + " --json");
    EXPECT_EQ(ended.status, 0) << ended.output;
    EXPECT_EQ(Json::parse(ended.output)["format"], "smart_health_card") << ended.output;
  }
  EXPECT_EQ(run("verify", first).status, 1) << "half of it";
}

TEST_F(CertificateCommand, AFolderIsATableWithASummary) {
  file("good.txt", text_);
  file("bad.txt", "HC1:nonsense");
  file("empty.txt", "");
  const Ended table = run("verify", (folder_ / "in").string());
  EXPECT_EQ(table.status, 1) << table.output;
  EXPECT_THAT(table.output, HasSubstr("refused: encoding_invalid"));
  EXPECT_THAT(table.output, HasSubstr("3 certificates: 1 accepted, 1 refused, 1 unusable"));
  const Json json = Json::parse(run("verify", (folder_ / "in").string(), "--json").output);
  EXPECT_EQ(json["results"].size(), 3U);
  EXPECT_EQ(json["summary"], (Json{{"accepted", 1}, {"refused", 1}, {"unusable", 1}}));
}

TEST_F(CertificateCommand, ALoopOfLinksInAFolderIsPassedOver) {
  file("good.txt", text_);
  std::filesystem::create_symlink("loop", folder_ / "in/loop");
  const Ended ended = run("verify", (folder_ / "in").string());
  EXPECT_EQ(ended.status, 0) << ended.output;
}

TEST_F(CertificateCommand, ExplainSaysWhatItIsAndWhatToDo) {
  const Ended genuine = run("explain", text_);
  EXPECT_EQ(genuine.status, 0);
  EXPECT_THAT(genuine.output, HasSubstr("EU Digital COVID Certificate"));
  EXPECT_THAT(genuine.output, HasSubstr("Comirnaty (EU/1/20/1528), dose 2 of 2, 2021-11-01 XX"));
  const Ended broken = run("explain", "HC1:nonsense");
  EXPECT_EQ(broken.status, 1);
  EXPECT_THAT(broken.output, HasSubstr("Scan it again"));
}

}  // namespace
}  // namespace gate
