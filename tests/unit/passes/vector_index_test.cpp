#include "passes/vector_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

namespace gate {
namespace {

using Rows = Wiped<float>;

/// The plain way, in the same float arithmetic as FaceVector's distance().
std::optional<VectorIndex::Nearest> brute_force(const Rows& values, std::span<const float> probe) {
  std::vector<VectorIndex::Hit> hits;
  for (std::size_t row = 0; row * probe.size() < values.size(); ++row) {
    float sum = 0;
    for (std::size_t i = 0; i < probe.size(); ++i) {
      const float difference = values[row * probe.size() + i] - probe[i];
      sum += difference * difference;
    }
    hits.push_back({row, std::sqrt(sum)});
  }
  std::stable_sort(hits.begin(), hits.end(), [](auto& a, auto& b) { return a.distance < b.distance; });
  if (hits.empty()) return std::nullopt;
  return VectorIndex::Nearest{hits[0], hits.size() > 1 ? std::optional(hits[1]) : std::nullopt};
}

void expect_same(const Rows& values, std::span<const float> probe) {
  const auto expected = brute_force(values, probe);
  const auto found = VectorIndex(values, probe.size()).nearest(probe);
  ASSERT_EQ(found.has_value(), expected.has_value());
  if (!found) return;
  EXPECT_EQ(found->best.row, expected->best.row);
  EXPECT_EQ(found->best.distance, expected->best.distance);
  ASSERT_EQ(found->runner_up.has_value(), expected->runner_up.has_value());
  if (found->runner_up) {
    EXPECT_EQ(found->runner_up->row, expected->runner_up->row);
    EXPECT_EQ(found->runner_up->distance, expected->runner_up->distance);
  }
}

Rows normal_numbers(std::size_t count, float spread, std::mt19937& random) {
  std::normal_distribution<float> normal(0.0f, spread);
  Rows values(count);
  for (float& value : values) value = normal(random);
  return values;
}

TEST(VectorIndex, IsEmptyWithOneAndWithTwoRows) {
  std::mt19937 random(1);
  for (const std::size_t rows : {0, 1, 2})
    expect_same(normal_numbers(rows * 128, 0.1f, random), normal_numbers(128, 0.1f, random));
}

TEST(VectorIndex, IsExactOnRandomRowsOfAnyWidth) {
  std::mt19937 random(2);
  for (const std::size_t width : {1, 3, 63, 64, 65, 128, 512, 1024}) {
    const Rows values = normal_numbers(300 * width, 0.1f, random);
    for (int i = 0; i < 20; ++i) expect_same(values, normal_numbers(width, 0.1f, random));
  }
}

TEST(VectorIndex, IsExactWhereRowsLieFarCloserThanTheQuantisationCanTell) {
  std::mt19937 random(3);
  const Rows centre = normal_numbers(128, 0.1f, random);
  for (const float spread : {1e-2f, 1e-4f, 1e-6f}) {
    Rows values = normal_numbers(500 * 128, spread, random);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] += centre[i % 128];
    for (int i = 0; i < 20; ++i) {
      Rows probe = normal_numbers(128, spread, random);
      for (std::size_t k = 0; k < 128; ++k) probe[k] += centre[k];
      expect_same(values, probe);
    }
  }
}

TEST(VectorIndex, OfEquallyNearRowsTakesTheFirst) {
  Rows values;
  for (const float x : {3.0f, 1.0f, 1.0f, -1.0f, 1.0f}) values.insert(values.end(), {x, 0.0f});
  const auto found = VectorIndex(values, 2).nearest(std::array{0.0f, 0.0f});
  EXPECT_EQ(found->best.row, 1u);
  EXPECT_EQ(found->runner_up->row, 2u);
  expect_same(Rows(20 * 128, 0.25f), Rows(128, 0.25f));  // all the same, at distance 0
}

TEST(VectorIndex, IsExactForProbesFarOutsideAndForHugeOrTinyNumbers) {
  std::mt19937 random(4);
  const Rows values = normal_numbers(200 * 128, 0.1f, random);
  expect_same(values, Rows(128, 50.0f));
  expect_same(values, Rows(128, 1e37f));
  expect_same(Rows(10 * 128, 0.0f), Rows(128, 0.0f));
  expect_same(normal_numbers(200 * 128, 1e-30f, random), normal_numbers(128, 1e-30f, random));
  expect_same(normal_numbers(200 * 128, 1e30f, random), normal_numbers(128, 1e30f, random));
  Rows outlier = values;
  outlier[5] = 1e6f;  // spoils the scale for all the others
  expect_same(outlier, normal_numbers(128, 0.1f, random));
}

TEST(VectorIndex, FindsEveryRowItHolds) {
  std::mt19937 random(5);
  const Rows values = normal_numbers(1000 * 128, 0.1f, random);
  const VectorIndex index(values, 128);
  for (std::size_t row = 0; row < 1000; ++row) {
    const auto found = index.nearest(std::span(values).subspan(row * 128, 128));
    EXPECT_EQ(found->best.row, row);
    EXPECT_EQ(found->best.distance, 0.0f);
  }
}

}  // namespace
}  // namespace gate
