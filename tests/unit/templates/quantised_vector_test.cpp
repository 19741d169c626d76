#include "templates/quantised_vector.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>

namespace gate {
namespace {

FaceVector random_vector(std::mt19937& random, std::size_t numbers) {
  std::normal_distribution<float> normal(0.0F, 0.1F);
  std::vector<float> values(numbers);
  for (float& value : values) value = normal(random);
  return FaceVector::create("m", values).value();
}

std::vector<std::uint8_t> encoded(float scale, std::vector<int> steps) {
  std::vector<std::uint8_t> bytes(sizeof scale);
  std::memcpy(bytes.data(), &scale, sizeof scale);
  for (const int step : steps) bytes.push_back(static_cast<std::uint8_t>(step));
  return bytes;
}

TEST(QuantisedVector, IsOffByHalfAStepAtMost) {
  std::mt19937 random(1);
  for (int i = 0; i < 200; ++i) {
    const FaceVector vector = random_vector(random, 128);
    const FaceVector back = QuantisedVector::of(vector)->vector();
    float largest = 0;
    for (const float value : vector.values()) largest = std::max(largest, std::abs(value));
    ASSERT_EQ(back.model(), "m");
    for (std::size_t n = 0; n < 128; ++n)
      EXPECT_LE(std::abs(back.values()[n] - vector.values()[n]), largest / 254 * 1.0001F);
  }
}

TEST(QuantisedVector, IsReadAsItWasWrittenAndHasOneForm) {
  std::mt19937 random(2);
  for (const std::size_t numbers : {1U, 128U, 512U, 1024U}) {
    const auto quantised = QuantisedVector::of(random_vector(random, numbers)).value();
    EXPECT_EQ(quantised.bytes().size(), numbers + 4);
    const auto read = QuantisedVector::read("m", quantised.bytes());
    ASSERT_TRUE(read);
    EXPECT_EQ(distance(read->vector(), quantised.vector())->value, 0.0F);
    EXPECT_TRUE(std::ranges::equal(read->bytes(), quantised.bytes()));
  }
}

TEST(QuantisedVector, RefusesEveryOtherForm) {
  const auto refused = [](const std::vector<std::uint8_t>& bytes) { return !QuantisedVector::read("m", bytes); };
  EXPECT_FALSE(refused(encoded(0.01F, {127, 0, -127})));
  EXPECT_FALSE(refused(encoded(0.01F, {-127, 5})));
  EXPECT_TRUE(refused(encoded(0.01F, {126, 0, -126}))) << "another scale would say the same";
  EXPECT_TRUE(refused(encoded(0.01F, {-128, 127})));
  EXPECT_TRUE(refused(encoded(0.01F, {0, 0})));
  for (const float scale : {0.0F, -0.01F, 1e-40F, 1e38F, std::nanf(""), std::numeric_limits<float>::infinity()})
    EXPECT_TRUE(refused(encoded(scale, {127}))) << scale;
  EXPECT_TRUE(refused({}));
  EXPECT_TRUE(refused(encoded(0.01F, {})));
  EXPECT_TRUE(refused(encoded(0.01F, std::vector<int>(1025, 127))));
  EXPECT_FALSE(QuantisedVector::read("", encoded(0.01F, {127})));
}

TEST(QuantisedVector, CannotBeMadeOfNothing) {
  EXPECT_FALSE(QuantisedVector::of(FaceVector::create("m", std::vector<float>{0, 0}).value()));
  EXPECT_FALSE(QuantisedVector::of(FaceVector::create("m", std::vector<float>{1e-40F}).value()));
  EXPECT_TRUE(QuantisedVector::of(FaceVector::create("m", std::vector<float>{1e38F, -1e38F}).value()));
}

}  // namespace
}  // namespace gate
