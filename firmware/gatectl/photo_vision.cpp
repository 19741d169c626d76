#include "gatectl/photo_vision.h"

#include "vision/resnet_embedder.h"

namespace gate {

Result<PhotoVision> open_photo_vision(const std::filesystem::path& models) {
  const auto store = ModelStore::open(models);
  if (!store) return fail(store.error());
  auto supplement = SupplementaryDetector::if_present(*store);
  if (!supplement) return fail(supplement.error());
  auto finder = PhotoFaceFinder::create(*store, *std::move(supplement));
  if (!finder) return fail(finder.error());
  auto embedder = ResnetEmbedder::create(*store);
  if (!embedder) return fail(embedder.error());
  PhotoVision vision{*std::move(finder), {}};
  vision.embedders.push_back(*std::move(embedder));
  return vision;
}

}  // namespace gate
