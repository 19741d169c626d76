#include "vision/photo_vision.h"

namespace gate {

Result<PhotoVision> open_photo_vision(const std::filesystem::path& models) {
  const auto store = ModelStore::open(models);
  if (!store) return fail(store.error());
  auto supplement = SupplementaryDetector::if_present(*store);
  if (!supplement) return fail(supplement.error());
  auto finder = PhotoFaceFinder::create(*store, *std::move(supplement));
  if (!finder) return fail(finder.error());
  auto embedders = open_embedders(*store);
  if (!embedders) return fail(embedders.error());
  return PhotoVision{*std::move(finder), *std::move(embedders)};
}

}  // namespace gate
