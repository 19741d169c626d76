#include "templates/face_comparison.h"

#include <gtest/gtest.h>

#include <cmath>

namespace gate {
namespace {

FaceVector vector(const char* model, std::vector<float> values) { return FaceVector::create(model, values).value(); }
FaceTemplate face(std::vector<FaceVector> vectors) { return FaceTemplate::create(std::move(vectors)).value(); }

class FaceComparisonTest : public testing::Test {
 protected:
  FaceComparison both = FaceComparison::create({{"a", 0.8F, {0.6F}}, {"b", 0.6F, {1.2F}}}).value();
  FaceTemplate here = face({vector("a", {0, 0}), vector("b", {1, 0, 0})});
  FaceTemplate there = face({vector("b", {0, 0, 0}), vector("a", {0.3F, 0.4F})});
  FaceTemplate only_a = face({vector("a", {0.3F, 0.4F})});
};

TEST_F(FaceComparisonTest, WeighsEveryModelsDistance) {
  const std::vector<Distance> apart = both.apart(here, there).value();
  ASSERT_EQ(apart.size(), 2u);
  EXPECT_FLOAT_EQ(apart[0].value, 0.5F);
  EXPECT_FLOAT_EQ(apart[1].value, 1);
  EXPECT_FLOAT_EQ(both.distance(here, there)->value, std::hypot(0.4F, 0.6F));
}

TEST_F(FaceComparisonTest, AnIndexOfItsVectorsMeasuresTheSame) {
  EXPECT_EQ(both.id(), "a+b");
  EXPECT_EQ(both.vector(here)->model(), "a+b");
  EXPECT_FLOAT_EQ(distance(*both.vector(here), *both.vector(there))->value, both.distance(here, there)->value);
}

TEST_F(FaceComparisonTest, NeverComparesUnlikeTemplates) {
  EXPECT_EQ(both.distance(here, only_a).error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(both.apart(only_a, here).error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(both.vector(only_a).error().code, ErrorCode::kInvalidInput);
  EXPECT_FLOAT_EQ(FaceComparison::of("a").distance(here, only_a)->value, 0.5F);
}

TEST_F(FaceComparisonTest, EveryModelMustFindItPlausible) {
  EXPECT_TRUE(both.plausible(std::vector{Distance{0.6F}, Distance{1.2F}}));
  EXPECT_FALSE(both.plausible(std::vector{Distance{0.61F}, Distance{0.1F}}));
  EXPECT_FALSE(both.plausible(std::vector{Distance{0.1F}, Distance{1.3F}}));
  EXPECT_FALSE(both.plausible(std::vector{Distance{0.1F}})) << "a model was not asked";
}

TEST_F(FaceComparisonTest, RefusesNonsense) {
  EXPECT_FALSE(FaceComparison::create({}));
  EXPECT_FALSE(FaceComparison::create({{"a", 1, {1}}, {"a", 1, {1}}}));
  EXPECT_FALSE(FaceComparison::create({{"a", 0, {1}}}));
  EXPECT_FALSE(FaceComparison::create({{"a", 1, {0}}}));
  EXPECT_FALSE(FaceComparison::create({{"a", std::numeric_limits<float>::quiet_NaN(), {1}}}));
}

}  // namespace
}  // namespace gate
