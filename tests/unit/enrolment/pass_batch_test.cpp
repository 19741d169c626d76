#include "enrolment/pass_batch.h"

#include <gmock/gmock.h>

#include <atomic>

#include "encoding/bounded_file.h"
#include "enrolment/batch_state.h"
#include "unit/passes/venue.h"

namespace gate {
namespace {

namespace fs = std::filesystem;
using std::chrono::days;
using Outcome = RowOutcome::Result;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

/// A "picture" is a text: a number is a face, a letter is not. Counts how often it is asked.
class ScriptedFaces : public FaceSource {
 public:
  ScriptedFaces(std::atomic<int>& asked, const std::function<void()>& before) : asked_(asked), before_(before) {}

  Result<EnrolmentSamples> samples(const EnrolmentSources& sources) override {
    ++asked_;
    if (before_) before_();
    EnrolmentSamples out;
    for (const fs::path& photo : sources.photos) {
      const auto text = read_bounded_file(photo, 100);
      if (!text) return fail(text.error());
      if (*text == "x") {
        out.notes.push_back("a picture: left out: blurred");
        continue;
      }
      std::vector<float> values(128, 0.0F);
      values.at(static_cast<std::size_t>(std::stoi(*text))) = 1;
      out.samples.push_back(FaceTemplate::create({FaceVector::create(Venue::kModel, values).value()}).value());
    }
    if (out.samples.empty()) out.refusal = {IssueReason::kPicturesUnusable, "no picture can be used"};
    return out;
  }

 private:
  std::atomic<int>& asked_;
  const std::function<void()>& before_;
};

class PassBatchTest : public ::testing::Test {
 protected:
  PassBatchTest() {
    // Passes of 2021 hold at Venue::kNow, and certificates are told apart by the given name.
    for (const std::string name : {"a", "b", "c", "d"}) certificate(name, name);
    for (int i = 1; i <= 4; ++i) picture(std::to_string(i), std::to_string(i));
    picture("bad", "x");
  }
  fs::path path(const std::string& name) const { return venue.folder.path() / name; }
  void picture(const std::string& name, const std::string& content) const {
    Venue::write(path("pictures/" + name), content);
  }
  void certificate(const std::string& name, const std::string& holder, days valid = days{300}) const {
    Holder person{"Test", "Test", "TEST", holder, "1980-01-01"};
    const Immunisation dose{"EU/1/20/1528", "1119349007", "840539006", 2, 2, std::chrono::year{2021} / 11 / 1, "JP"};
    const auto text = venue.health_authority.issue(person, dose, Venue::kNow - days{30}, Venue::kNow + valid);
    Venue::write(path("certificates/" + name), text.value());
  }
  OrganiserRow row(const std::string& reference, const std::string& certificate, const std::string& picture) {
    OrganiserRow row;
    row.row = ++rows_made + 1;
    row.reference = reference;
    row.certificate = path("certificates/" + certificate);
    row.faces.photos = {path("pictures/" + picture)};
    return row;
  }

  std::vector<RowOutcome> run(const std::vector<OrganiserRow>& rows, WallTime now = Venue::kNow, int valid_days = 30) {
    const auto folder = BatchFolder::open(path("out")).value();
    const BatchOrder order{venue.authority,
                           venue.trust_store,
                           valid_days,
                           threads,
                           now,
                           [this]() -> Result<std::unique_ptr<FaceSource>> {
                             return std::make_unique<ScriptedFaces>(asked, before_looking);
                           },
                           [this](const fs::path& file) {
                             ++certificates_read;
                             return read_bounded_file(file, 10'000);
                           }};
    auto outcomes = issue_batch(rows, order, folder);
    EXPECT_TRUE(outcomes) << outcomes.error().message;
    return outcomes.value_or(std::vector<RowOutcome>{});
  }
  static std::vector<std::string> words(const std::vector<RowOutcome>& outcomes) {
    std::vector<std::string> words;
    for (const RowOutcome& outcome : outcomes)
      words.emplace_back(outcome.refusal ? to_string(outcome.refusal->reason) : to_string(outcome.result));
    return words;
  }
  std::vector<fs::path> passes() const { return files_ending(".pass"); }
  std::vector<fs::path> files_ending(const std::string& extension) const {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(path("out")))
      if (entry.path().extension() == extension) found.push_back(entry.path());
    return found;
  }
  bool verifies(const PassId& id, WallTime now = Venue::kNow) const {
    const auto bytes = read_bounded_file(path("out") / BatchFolder::name_of(id), kMaxPassBytes);
    return bytes && venue.verifier.verify(bytes_of(*bytes), now).verified.has_value();
  }

  Venue venue;
  std::size_t threads = 3;
  std::size_t rows_made = 0;
  std::atomic<int> asked = 0;
  std::atomic<int> certificates_read = 0;
  std::function<void()> before_looking;
};

TEST_F(PassBatchTest, IssuesPassesThatVerify) {
  const auto outcomes = run({row("TICKET-4711", "a", "1"), row("TICKET-4712", "b", "2"), row("TICKET-4713", "c", "3")});
  EXPECT_THAT(words(outcomes), ElementsAre("issued", "issued", "issued"));
  for (const RowOutcome& outcome : outcomes) EXPECT_TRUE(verifies(*outcome.pass));
  EXPECT_EQ(passes().size(), 3U);
  for (const fs::path& pass : passes()) {
    EXPECT_THAT(pass.string(), Not(HasSubstr("TICKET-471")));
    EXPECT_THAT(*read_bounded_file(pass, kMaxPassBytes), Not(HasSubstr("TICKET-471")));
  }
}

TEST_F(PassBatchTest, RefusesRowByRowAndIssuesTheRest) {
  certificate("old", "OLD", days{-1});
  OrganiserRow incomplete = row("I", "a", "1");
  incomplete.refusal = {IssueReason::kRowIncomplete, "photo: is empty"};
  OrganiserRow stranger = row("S", "b", "2");
  stranger.holder.family_name = "Smith";
  const auto outcomes = run({incomplete, row("A", "a", "1"), stranger, row("O", "old", "3"), row("P", "c", "bad"),
                             row("M", "d", "missing"), row("N", "missing", "4")});
  EXPECT_THAT(words(outcomes), ElementsAre("row_incomplete", "issued", "holder_differs", "certificate_refused",
                                           "pictures_unusable", "file_unreadable", "file_unreadable"));
  EXPECT_THAT(outcomes[3].refusal->what, HasSubstr("expired"));
  EXPECT_THAT(outcomes[4].notes, ElementsAre("a picture: left out: blurred"));
  EXPECT_THAT(outcomes[5].refusal->what, HasSubstr("pictures/missing"));
  EXPECT_EQ(passes().size(), 1U);
}

TEST_F(PassBatchTest, ACertificateIsAFileAndNotAFolderOfThem) {
  EXPECT_THAT(words(run({row("F", "", "1")})), ElementsAre("file_unreadable"));
  EXPECT_EQ(certificates_read, 0);
}

TEST_F(PassBatchTest, DoesNothingTwice) {
  const std::vector<OrganiserRow> rows{row("A", "a", "1"), row("B", "b", "bad"), row("C", "c", "3")};
  const auto first = run(rows);
  EXPECT_EQ(asked, 3);
  const auto second = run(rows);
  EXPECT_THAT(words(second), ElementsAre("skipped", "pictures_unusable", "skipped"));
  EXPECT_EQ(asked, 3) << "the bad picture is the same bad picture";
  EXPECT_EQ(second[0].pass, first[0].pass);
  picture("bad", "2");
  EXPECT_THAT(words(run(rows)), ElementsAre("skipped", "issued", "skipped"));
  EXPECT_EQ(asked, 4);
}

TEST_F(PassBatchTest, WhatHasChangedIsIssuedAnewAndTheOldPassIsGone) {
  const OrganiserRow a = row("A", "a", "1");
  const PassId first = *run({a}).front().pass;
  picture("1", "2");
  const PassId second = *run({a}).front().pass;
  EXPECT_NE(first, second);
  EXPECT_THAT(passes(), ElementsAre(path("out") / BatchFolder::name_of(second)));
  EXPECT_THAT(words(run({a}, Venue::kNow, 60)), ElementsAre("issued")) << "other validity";
  OrganiserRow initials = a;
  initials.initials = "T.T.";
  EXPECT_THAT(words(run({initials}, Venue::kNow, 60)), ElementsAre("issued"));
  EXPECT_THAT(words(run({initials}, Venue::kNow + days{61}, 60)), ElementsAre("issued")) << "it had expired";
  EXPECT_EQ(passes().size(), 1U);
}

TEST_F(PassBatchTest, APassThatWasDamagedOrDeletedIsMadeAnew) {
  const OrganiserRow a = row("A", "a", "1");
  run({a});
  Venue::write(passes().front(), "damaged");
  EXPECT_THAT(words(run({a})), ElementsAre("issued"));
  fs::remove(passes().front());
  const auto again = run({a});
  EXPECT_THAT(words(again), ElementsAre("issued"));
  EXPECT_TRUE(verifies(*again.front().pass));
}

TEST_F(PassBatchTest, AMistakeInTheCallTakesNoPassAway) {
  const OrganiserRow a = row("A", "a", "1");
  run({a});
  fs::rename(path("pictures"), path("elsewhere"));
  EXPECT_THAT(words(run({a})), ElementsAre("file_unreadable"));
  fs::rename(path("elsewhere"), path("pictures"));
  EXPECT_THAT(words(run({a})), ElementsAre("skipped"));
  picture("1", "x");
  EXPECT_THAT(words(run({a})), ElementsAre("pictures_unusable"));
  EXPECT_TRUE(passes().empty()) << "the pass of a picture that was withdrawn does not stand";
}

TEST_F(PassBatchTest, APictureThatVanishesMeanwhileTakesNoPassAway) {
  const OrganiserRow a = row("A", "a", "1");
  run({a});
  picture("1", "2");
  before_looking = [this] { fs::remove(path("pictures/1")); };
  EXPECT_THAT(words(run({a})), ElementsAre("file_unreadable"));
  EXPECT_EQ(passes().size(), 1U);
}

TEST_F(PassBatchTest, APassForAnotherThanTheRowsPersonIsTakenBack) {
  OrganiserRow a = row("A", "a", "1");
  run({a});
  a.holder.family_name = "Smith";
  EXPECT_THAT(words(run({a})), ElementsAre("holder_differs"));
  EXPECT_TRUE(passes().empty());
  a.holder.family_name = "Test";
  EXPECT_THAT(words(run({a})), ElementsAre("issued"));
}

TEST_F(PassBatchTest, ARunThatWasKilledBeforeItsPassWasWrittenLosesNone) {
  const OrganiserRow a = row("A", "a", "1");
  const auto first = run({a});
  picture("1", "2");
  {
    const auto folder = BatchFolder::open(path("out")).value();
    const RowRecord killed{Sha256{1}, RowRecord::Issued{PassId{{1}}, Sha256{2}, Venue::kNow + days{9}}, {}};
    ASSERT_TRUE(BatchState::open(folder).value()->add("A", killed));
  }
  EXPECT_THAT(words(run({row("B", "b", "3")})), ElementsAre("issued"));
  EXPECT_TRUE(verifies(*first.front().pass)) << "a run without the row leaves it its pass";
  const auto again = run({a});
  EXPECT_THAT(words(again), ElementsAre("issued"));
  EXPECT_FALSE(verifies(*first.front().pass));
  EXPECT_EQ(passes().size(), 2U);
}

TEST_F(PassBatchTest, OneCertificateForTwoFacesRefusesBoth) {
  const auto outcomes = run({row("A", "a", "1"), row("B", "b", "2"), row("C", "a", "3")});
  EXPECT_THAT(words(outcomes), ElementsAre("certificate_bound_twice", "issued", "certificate_bound_twice"));
  EXPECT_THAT(outcomes[0].refusal->what, HasSubstr("row 4 (reference C)"));
  EXPECT_THAT(outcomes[2].refusal->what, HasSubstr("row 2 (reference A)"));
  EXPECT_EQ(passes().size(), 1U);
}

TEST_F(PassBatchTest, ACertificateThatTurnsUpAgainTakesTheFirstPassBack) {
  const OrganiserRow a = row("A", "a", "1");
  run({a});
  const OrganiserRow c = row("C", "a", "3");
  EXPECT_THAT(words(run({a, c})), ElementsAre("certificate_bound_twice", "certificate_bound_twice"));
  EXPECT_TRUE(passes().empty());
  EXPECT_THAT(words(run({a})), ElementsAre("issued")) << "mended by deleting the row";
}

TEST_F(PassBatchTest, OneFaceUnderTwoReferencesIsAWarning) {
  const auto outcomes = run({row("A", "a", "1"), row("B", "b", "2"), row("C", "c", "1"), row("D", "b", "2")});
  EXPECT_THAT(words(outcomes), ElementsAre("issued", "issued", "issued", "issued"));
  ASSERT_TRUE(outcomes[0].warning && outcomes[1].warning);
  EXPECT_EQ(outcomes[0].warning->kind, RowOutcome::Warning::Kind::kSameFace);
  EXPECT_THAT(outcomes[0].warning->what, HasSubstr("row 4 (reference C)"));
  EXPECT_EQ(outcomes[1].warning->kind, RowOutcome::Warning::Kind::kSameCertificate);
  EXPECT_THAT(outcomes[3].warning->what, HasSubstr("row 3 (reference B)"));
}

TEST_F(PassBatchTest, WarnsOfFacesOfAnEarlierRunToo) {
  const OrganiserRow a = row("A", "a", "1");
  run({a});
  const auto outcomes = run({a, row("B", "b", "1")});
  EXPECT_THAT(words(outcomes), ElementsAre("skipped", "issued"));
  EXPECT_TRUE(outcomes[0].warning && outcomes[1].warning);
}

TEST_F(PassBatchTest, NetsThatCannotBeOpenedEndTheRunWithNothingLost) {
  run({row("A", "a", "1")});
  const auto folder = BatchFolder::open(path("out")).value();
  const BatchOrder order{
      venue.authority,
      venue.trust_store,
      30,
      2,
      Venue::kNow,
      []() -> Result<std::unique_ptr<FaceSource>> { return fail(ErrorCode::kNotFound, "no models"); },
      [](const fs::path& file) { return read_bounded_file(file, 10'000); }};
  const auto outcomes = issue_batch({row("B", "b", "2")}, order, folder);
  ASSERT_FALSE(outcomes);
  EXPECT_EQ(outcomes.error().message, "no models");
  EXPECT_EQ(passes().size(), 1U);
}

}  // namespace
}  // namespace gate
