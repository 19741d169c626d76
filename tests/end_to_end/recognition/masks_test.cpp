// Faces under masks, and what must not be taken for faces, measured by the built program over real pictures and held to
// the bars.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

#include "end_to_end/recognition/program_output.h"
#include "end_to_end/recognition/shared_faces.h"

namespace gate {
namespace {

using Json = nlohmann::json;

double tar_at_1_percent(const Json& masks, const std::string& people, const std::string& net) {
  for (const Json& row : masks["probes"])
    if (row["people"] == people && row["net"] == net && row["enrolled"] == "masked") return row["tar_at_far"][0]["tar"];
  return -1;
}

double share(const Json& counts, const char* part, const char* whole) {
  return counts[part].get<double>() / std::max(1.0, counts[whole].get<double>());
}

void expect_faces_found_under_masks_and_nowhere_else(const Json& detection) {
  const Json& kinds = detection["kinds"];
  for (const char* how : {"photo", "photo_plain", "stream", "stream_plain"})
    EXPECT_EQ(kinds["noface"][how], 0) << how << ": a picture without a face reaches the decision";
  if (!detection["supplement"]) return;
  EXPECT_GE(share(kinds["mask"], "photo", "pictures"), 0.8);
  EXPECT_GE(share(kinds["mask"], "stream", "pictures"), 0.8);
}

void expect_masked_probes_known(const Json& masks) {
  EXPECT_GE(tar_at_1_percent(masks, "london", "dlib"), 0.9);
  EXPECT_GE(tar_at_1_percent(masks, "all", "dlib"), 0.88);
  if (masks["models"].size() < 2) return;
  EXPECT_GE(tar_at_1_percent(masks, "london", "both"), 0.95);
  EXPECT_GE(tar_at_1_percent(masks, "all", "both"), 0.94);
}

void expect_masks_told_from_bare_faces(const Json& calls) {
  EXPECT_LE(share(calls["bare"], "masked", "faces"), 0.05);
  EXPECT_GE(share(calls["synthetic"], "masked", "faces"), 0.95);
  EXPECT_GE(share(calls["real"], "masked", "faces"), 0.75);
}

/// One test, for the program measures all of it in one run of minutes.
TEST(Masks, AreSeenThroughAndNothingElseIsTakenForAFace) {
  const auto faces = shared_faces();
  if (faces.empty()) GTEST_SKIP() << "no ../shared/data/faces here (GATE_SHARED_DATA names another place)";
  const std::string text =
      output_of(std::string(GATE_BINARY_DIR) + "/bin/gatectl evaluate --parts masks --json --data '" + faces.string() +
                "' --models '" + GATE_CACHE_DIR + "/models'");
  const Json report = Json::parse(text, nullptr, false);
  ASSERT_TRUE(report.is_object()) << text;
  std::cout << report.dump(2) << '\n';
  expect_faces_found_under_masks_and_nowhere_else(report["detection"]);
  expect_masked_probes_known(report["masks"]);
  expect_masks_told_from_bare_faces(report["masks"]["mask_detector"]);
}

}  // namespace
}  // namespace gate
