// Passes of one model beside passes of two: each is compared by what it has, and unlike vectors never meet.
#include <gtest/gtest.h>

#include "passes/gallery_loader.h"
#include "venue.h"

namespace gate {
namespace {

class MixedGalleryTest : public testing::Test {
 protected:
  FaceTemplate with_second_model(const FaceTemplate& face) {
    std::normal_distribution<float> normal(0.0F, 0.05F);
    std::vector<float> values(512);
    for (float& value : values) value = normal(venue.random);
    std::vector<FaceVector> vectors{*face.find(Venue::kModel), FaceVector::create("second/0/x", values).value()};
    return FaceTemplate::create(std::move(vectors)).value();
  }
  Pass with_second_model(Pass pass) {
    for (FaceTemplate& sample : pass.samples) sample = with_second_model(sample);
    return pass;
  }
  Result<LoadedGallery> load() {
    EXPECT_TRUE(store->import(std::vector{venue.verified(one_model), venue.verified(two_models)}));
    return load_gallery(*store, venue.verifier, comparisons, Venue::kNow);
  }

  Venue venue;
  DeviceKey key = DeviceKey::create(venue.folder.path() / "device.key").value();
  std::unique_ptr<PassStore> store = PassStore::open(venue.folder.path() / "passes.db", key).value();
  FaceComparison both = FaceComparison::create({{Venue::kModel, 0.8F, {0.6F}}, {"second/0/x", 0.6F, {1.2F}}}).value();
  std::vector<Alternatives> comparisons{{both, FaceComparison::of(Venue::kModel)}};
  Pass one_model = venue.pass();
  Pass two_models = with_second_model(venue.pass());
};

TEST_F(MixedGalleryTest, EveryPassIsComparedByWhatItHas) {
  const auto loaded = load();
  ASSERT_TRUE(loaded);
  ASSERT_EQ(loaded->galleries.size(), 2u);
  EXPECT_EQ(loaded->passes, 2u);
  EXPECT_TRUE(loaded->left_out.empty());
  EXPECT_EQ(loaded->galleries[0]->size(), 1u);
  EXPECT_EQ(loaded->galleries[0]->pass(0), two_models.id);
  EXPECT_EQ(loaded->galleries[1]->size(), 1u);
  EXPECT_EQ(loaded->galleries[1]->pass(0), one_model.id);
  const auto found = loaded->galleries[0]->nearest(fuse(two_models.samples).value());
  ASSERT_TRUE(found && *found);
  EXPECT_NEAR((*found)->distance.value, 0, 1e-3);
  EXPECT_FALSE(loaded->galleries[0]->nearest(fuse(one_model.samples).value())) << "a probe of one model";
}

TEST_F(MixedGalleryTest, OneCertificateOnPassesOfUnlikeModelsIsToldWithoutADistance) {
  const auto loaded = load();
  ASSERT_EQ(loaded->shared.size(), 1u);
  EXPECT_FALSE(loaded->shared[0].apart);
}

}  // namespace
}  // namespace gate
