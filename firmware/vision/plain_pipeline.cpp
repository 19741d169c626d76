#include "vision/plain_pipeline.h"

#include <dlib/image_processing.h>
#include <dlib/image_processing/frontal_face_detector.h>

#include "vision/dlib_image.h"
#include "vision/resnet_embedder.h"

namespace gate {

struct PlainPipeline::Impl {
  dlib::frontal_face_detector hog = dlib::get_frontal_face_detector();
  dlib::shape_predictor landmarks;
  std::unique_ptr<FaceEmbedder> embedder;
};

PlainPipeline::PlainPipeline(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PlainPipeline::PlainPipeline(PlainPipeline&&) noexcept = default;
PlainPipeline::~PlainPipeline() = default;

Result<PlainPipeline> PlainPipeline::create(const ModelStore& models) {
  auto model = models.verified("5pt");
  if (!model) return fail(std::move(model.error()));
  auto embedder = ResnetEmbedder::create(models);
  if (!embedder) return fail(std::move(embedder.error()));
  auto impl = std::make_unique<Impl>();
  impl->embedder = *std::move(embedder);
  try {
    dlib::deserialize(model->path.string()) >> impl->landmarks;
  } catch (const std::exception& e) {
    return fail(ErrorCode::kInvalidInput, model->path.string() + ": not a dlib shape predictor: " + e.what());
  }
  return PlainPipeline(std::move(impl));
}

Result<std::size_t> PlainPipeline::process(const cv::Mat& bgr) {
  try {
    const dlib::cv_image<dlib::bgr_pixel> picture(bgr);
    const auto boxes = impl_->hog(picture);
    for (const dlib::rectangle& box : boxes) {
      const auto shape = impl_->landmarks(picture, box);
      Face face{.box_px = to_opencv(box)};
      for (unsigned i = 0; i < face.landmarks_px.size(); ++i)
        face.landmarks_px[i] = {static_cast<float>(shape.part(i).x()), static_cast<float>(shape.part(i).y())};
      if (auto vector = impl_->embedder->embed(bgr, face, Effort::kFrame); !vector) return fail(vector.error());
    }
    return boxes.size();
  } catch (const std::exception& e) {
    return fail(ErrorCode::kInternal, std::string("plain pipeline: ") + e.what());
  }
}

}  // namespace gate
