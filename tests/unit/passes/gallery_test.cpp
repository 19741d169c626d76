#include "passes/gallery.h"

#include "venue.h"

namespace gate {
namespace {

TEST(Gallery, FindsThePassAndTheNearestOtherOne) {
  Venue venue;
  std::vector<VerifiedPass> passes;
  for (int i = 0; i < 20; ++i) passes.push_back(venue.verified(venue.pass()));
  const auto gallery = Gallery::build(passes, FaceComparison::of(Venue::kModel));
  EXPECT_EQ(gallery->size(), 20u);
  for (const VerifiedPass& pass : passes) {
    const FaceTemplate face = fuse(pass.pass().samples).value();
    const auto match = gallery->nearest(face).value();
    EXPECT_EQ(match->pass, pass.pass().id);
    EXPECT_EQ(match->distance.value, 0.0f);
    float nearest_other = 1e9f;
    for (const VerifiedPass& other : passes) {
      if (other.pass().id == pass.pass().id) continue;
      const FaceTemplate fused = fuse(other.pass().samples).value();
      nearest_other = std::min(nearest_other, distance(fused.vectors()[0], face.vectors()[0])->value);
    }
    EXPECT_EQ(match->runner_up->value, nearest_other);
  }
}

TEST(Gallery, IsNothingWhenEmptyAndHasNoRunnerUpWithOne) {
  Venue venue;
  const FaceTemplate probe = venue.sample();
  EXPECT_FALSE(Gallery::build({}, FaceComparison::of(Venue::kModel))->nearest(probe).value());
  const std::vector passes{venue.verified(venue.pass())};
  EXPECT_FALSE(Gallery::build(passes, FaceComparison::of(Venue::kModel))->nearest(probe).value()->runner_up);
}

TEST(Gallery, SkipsPassesOfAnotherModelAnotherLengthAndRepeatedOnes) {
  Venue venue;
  Pass other = venue.pass();
  other.samples = {venue.sample(64)};
  const VerifiedPass pass = venue.verified(venue.pass());
  const std::vector passes{pass, pass, venue.verified(other)};
  EXPECT_EQ(Gallery::build(passes, FaceComparison::of(Venue::kModel))->skipped(), 2u);
  EXPECT_EQ(Gallery::build(passes, FaceComparison::of("another"))->skipped(), 3u);
}

TEST(Gallery, RefusesAProbeThatCannotBeCompared) {
  Venue venue;
  const std::vector passes{venue.verified(venue.pass())};
  EXPECT_EQ(Gallery::build(passes, FaceComparison::of("another"))->nearest(venue.sample()).error().code,
            ErrorCode::kInvalidInput);
  EXPECT_EQ(Gallery::build(passes, FaceComparison::of(Venue::kModel))->nearest(venue.sample(64)).error().code,
            ErrorCode::kInvalidInput);
}

}  // namespace
}  // namespace gate
