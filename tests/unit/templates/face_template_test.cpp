#include "templates/face_template.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>

namespace gate {
namespace {

FaceVector vector_of(const ModelId& model, std::initializer_list<float> values) {
  return FaceVector::create(model, std::vector<float>(values)).value();
}

FaceTemplate template_of(std::vector<FaceVector> vectors) { return FaceTemplate::create(std::move(vectors)).value(); }

TEST(FaceVector, RefusesWhatIsNotAVectorOfFiniteNumbers) {
  EXPECT_FALSE(FaceVector::create("", std::array{1.0f}));
  EXPECT_FALSE(FaceVector::create("m", {}));
  EXPECT_FALSE(FaceVector::create("m", std::vector<float>(1025, 0.0f)));
  EXPECT_FALSE(FaceVector::create("m", std::array{1.0f, std::numeric_limits<float>::quiet_NaN()}));
  EXPECT_FALSE(FaceVector::create("m", std::array{std::numeric_limits<float>::infinity()}));
}

TEST(FaceVector, DistanceIsEuclidean) {
  EXPECT_FLOAT_EQ(distance(vector_of("m", {0, 0}), vector_of("m", {3, 4})).value().value, 5.0f);
}

TEST(FaceVector, VectorsOfDifferentModelsOrLengthsAreNeverCompared) {
  EXPECT_FALSE(distance(vector_of("a", {1}), vector_of("b", {1})));
  EXPECT_FALSE(distance(vector_of("a", {1}), vector_of("a", {1, 2})));
}

TEST(FaceVector, AssignmentReplacesModelAndValues) {
  FaceVector a = vector_of("a", {1, 2});
  const FaceVector b = vector_of("b", {3});
  a = b;
  EXPECT_EQ(a.model(), "b");
  EXPECT_EQ(a.values().size(), 1u);
  EXPECT_EQ(b.values()[0], 3.0f);
}

TEST(FaceTemplate, HoldsEachModelOnce) {
  EXPECT_FALSE(FaceTemplate::create({}));
  EXPECT_FALSE(FaceTemplate::create({vector_of("a", {1}), vector_of("a", {2})}));
  const FaceTemplate both = template_of({vector_of("a", {1}), vector_of("b", {2})});
  ASSERT_NE(both.find("b"), nullptr);
  EXPECT_EQ(both.find("b")->values()[0], 2.0f);
  EXPECT_EQ(both.find("c"), nullptr);
}

TEST(Fuse, IsTheMeanOverTheModelsThatAllSamplesHave) {
  const std::array samples{template_of({vector_of("a", {0, 2}), vector_of("b", {9})}),
                           template_of({vector_of("a", {4, 4})})};
  const FaceTemplate fused = fuse(samples).value();
  ASSERT_EQ(fused.vectors().size(), 1u);
  EXPECT_EQ(fused.find("a")->values()[0], 2.0f);
  EXPECT_EQ(fused.find("a")->values()[1], 3.0f);
}

TEST(Fuse, RefusesNothingAndNothingShared) {
  EXPECT_FALSE(fuse({}));
  const std::array samples{template_of({vector_of("a", {1})}), template_of({vector_of("b", {1})})};
  EXPECT_FALSE(fuse(samples));
}

}  // namespace
}  // namespace gate
