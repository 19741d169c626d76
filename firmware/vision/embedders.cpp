#include "vision/embedders.h"

#include "vision/feature_net_embedder.h"
#include "vision/masked_embedder.h"
#include "vision/resnet_embedder.h"

namespace gate {

Result<Embedders> open_embedders(const ModelStore& models, const std::string& first,
                                 const std::optional<std::string>& second) {
  Embedders embedders;
  auto dlib = ResnetEmbedder::create(models, first);
  if (!dlib) return fail(dlib.error());
  embedders.push_back(*std::move(dlib));
  if (!second) return embedders;
  auto supplement = FeatureNetEmbedder::create(models, *second);
  if (!supplement) return fail(supplement.error());
  embedders.push_back(*std::move(supplement));
  return embedders;
}

Embedders masked_embedders(const Embedders& bare) {
  Embedders masked;
  for (const auto& embedder : bare) masked.push_back(std::make_unique<MaskedEmbedder>(*embedder));
  return masked;
}

Result<Embedders> open_embedders(const ModelStore& models) {
  static const std::string kFirst = "dlib-resnet-v1";
  static const std::string kSecond = "fr-feature";
  auto both = open_embedders(models, kFirst, kSecond);
  if (both || both.error().code != ErrorCode::kNotFound) return both;
  return open_embedders(models, kFirst, std::nullopt);  // says what is missing when it is dlib's own
}

}  // namespace gate
