#include "vision/masked_embedder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "unit/vision/synthetic_face.h"
#include "vision/synthetic_mask.h"

namespace gate {
namespace {

/// Numbers that tell where the mouth's colour came from.
class MouthColour final : public FaceEmbedder {
 public:
  explicit MouthColour(bool unit_length) : unit_length_(unit_length) {}
  const ModelId& model() const override { return model_; }
  Result<FaceVector> embed(const cv::Mat& bgr, const Face&, Effort effort) override {
    efforts.push_back(effort);
    const cv::Vec3b mouth = bgr.at<cv::Vec3b>(326, 320);
    const cv::Vec3d values(mouth[0], mouth[1], mouth[2]);
    const double by = unit_length_ ? cv::norm(values) : 1;
    const std::array<float, 3> result{static_cast<float>(values[0] / by), static_cast<float>(values[1] / by),
                                      static_cast<float>(values[2] / by)};
    return FaceVector::create(model_, result);
  }
  std::vector<Effort> efforts;

 private:
  bool unit_length_;
  ModelId model_ = "net/0123456789abcdef/5pt";
};

TEST(MaskedEmbedder, HasAModelIdOfItsOwn) {
  MouthColour net(false);
  EXPECT_EQ(MaskedEmbedder(net).model(), "net/0123456789abcdef/5pt+mask");
  const SyntheticFace face;
  const auto bare = net.embed(face.picture, face.face, Effort::kFrame);
  const auto masked = MaskedEmbedder(net).embed(face.picture, face.face, Effort::kFrame);
  ASSERT_TRUE(bare && masked);
  EXPECT_FALSE(distance(*bare, *masked)) << "bare and masked are never compared by accident";
}

TEST(MaskedEmbedder, EmbedsAFrameAsItIs) {
  MouthColour net(false);
  const SyntheticFace face;
  const auto bare = net.embed(face.picture, face.face, Effort::kFrame);
  const auto masked = MaskedEmbedder(net).embed(face.picture, face.face, Effort::kFrame);
  EXPECT_TRUE(std::ranges::equal(bare->values(), masked->values()));
  EXPECT_FLOAT_EQ(distance(as_masked(*bare).value(), *masked)->value, 0);
}

TEST(MaskedEmbedder, AveragesAPhotographUnderAllTheMasks) {
  MouthColour net(false);
  const SyntheticFace face;
  const auto vector = MaskedEmbedder(net).embed(face.picture, face.face, Effort::kPhoto);
  ASSERT_TRUE(vector);
  EXPECT_EQ(net.efforts, std::vector(enrolment_masks().size(), Effort::kFrame));
  double blue = 0;
  for (const MaskStyle& style : enrolment_masks())
    blue += with_mask(face.picture, face.face, style).at<cv::Vec3b>(326, 320)[0] / 4.0;
  EXPECT_NEAR(vector->values()[0], blue, 0.01);
}

TEST(MaskedEmbedder, KeepsLength1WhereTheNetHasIt) {
  MouthColour net(true);
  const SyntheticFace face;
  const auto vector = MaskedEmbedder(net).embed(face.picture, face.face, Effort::kPhoto);
  ASSERT_TRUE(vector);
  double squares = 0;
  for (const float value : vector->values()) squares += value * value;
  EXPECT_NEAR(squares, 1, 1e-5);
}

TEST(MaskedEmbedder, RefusesPicturesOfAnotherKind) {
  MouthColour net(false);
  const auto vector = MaskedEmbedder(net).embed(cv::Mat(10, 10, CV_8UC1), Face{}, Effort::kPhoto);
  ASSERT_FALSE(vector);
  EXPECT_EQ(vector.error().code, ErrorCode::kInvalidInput);
}

}  // namespace
}  // namespace gate
