#include "enrolment/same_faces.h"

#include <gmock/gmock.h>

#include "access/match_limits.h"
#include "config/config_file.h"

namespace gate {
namespace {

using ::testing::ElementsAre;

FaceVector face(float first, const ModelId& model = "net/0/5pt") {
  const std::array<float, 4> values{first, 1, 0, 0};
  return FaceVector::create(model, values).value();
}
std::vector<std::pair<std::size_t, std::size_t>> pairs(const std::vector<std::optional<FaceVector>>& faces) {
  std::vector<std::pair<std::size_t, std::size_t>> found;
  for (const SameFace& same : find_same_faces(faces)) found.emplace_back(same.row, same.other);
  return found;
}

TEST(SameFaces, NamesTheNearestOfThoseThatAreNear) {
  EXPECT_THAT(pairs({face(0), face(5), std::nullopt, face(0.4F), face(10)}),
              ElementsAre(std::pair(0U, 3U), std::pair(3U, 0U)));
  EXPECT_THAT(pairs({face(0), face(0.5F)}), ElementsAre()) << "near, but not near enough among many";
}

TEST(SameFaces, OnePhotographTwiceIsFoundFromBothSides) {
  EXPECT_THAT(pairs({face(1), face(9), face(1)}), ElementsAre(std::pair(0U, 2U), std::pair(2U, 0U)));
}

TEST(SameFaces, FacesOfAnotherNetAreNotCompared) {
  EXPECT_THAT(pairs({face(1), face(1, "other/0/5pt")}), ElementsAre());
  EXPECT_THAT(pairs({std::nullopt}), ElementsAre());
  EXPECT_FALSE(same_person(face(1), face(1, "other/0/5pt")));
  EXPECT_TRUE(same_person(face(1), face(1.5F)));
  EXPECT_FALSE(same_person(face(1), face(1.6F)));
}

TEST(SameFaces, OnePersonIsWhatTheCurveForDlibAloneSays) {
  const auto curve = load_curve(std::filesystem::path(GATE_SOURCE_DIR) / "config/curves/dlib-resnet-v1.json");
  ASSERT_TRUE(curve) << curve.error().message;
  const float limit = same_face_distance(*curve).value;
  constexpr float kLessThanAStep = 0.001F;
  EXPECT_TRUE(same_person(face(0), face(limit - kLessThanAStep)));
  EXPECT_FALSE(same_person(face(0), face(limit + kLessThanAStep)));
}

}  // namespace
}  // namespace gate
