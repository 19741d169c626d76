#include "vision/resnet_embedder.h"

#include <dlib/dnn.h>
#include <dlib/image_processing.h>
#include <dlib/image_transforms.h>
#include <spdlog/spdlog.h>

#include <numeric>

#include "vision/blas.h"
#include "vision/dlib_image.h"

namespace gate {
namespace {

// The published net's structure, after dlib's examples/dnn_face_recognition_ex.cpp (public domain): the weights' file
// holds numbers for exactly these layers. `affine` is batch normalisation frozen after training.
namespace layers {
using namespace dlib;  // NOLINT(google-build-using-namespace): dozens of layer names, this block only

template <template <int, template <typename> class, int, typename> class Block, int N, template <typename> class Norm,
          typename Below>
using residual = add_prev1<Block<N, Norm, 1, tag1<Below>>>;
template <template <int, template <typename> class, int, typename> class Block, int N, template <typename> class Norm,
          typename Below>
using residual_down = add_prev2<avg_pool<2, 2, 2, 2, skip1<tag2<Block<N, Norm, 2, tag1<Below>>>>>>;
template <int N, template <typename> class Norm, int Stride, typename Below>
using block = Norm<con<N, 3, 3, 1, 1, relu<Norm<con<N, 3, 3, Stride, Stride, Below>>>>>;
template <int N, typename Below>
using ares = relu<residual<block, N, affine, Below>>;
template <int N, typename Below>
using ares_down = relu<residual_down<block, N, affine, Below>>;

template <typename Below>
using level0 = ares_down<256, Below>;
template <typename Below>
using level1 = ares<256, ares<256, ares_down<256, Below>>>;
template <typename Below>
using level2 = ares<128, ares<128, ares_down<128, Below>>>;
template <typename Below>
using level3 = ares<64, ares<64, ares<64, ares_down<64, Below>>>>;
template <typename Below>
using level4 = ares<32, ares<32, ares<32, Below>>>;
using input = max_pool<3, 3, 2, 2, relu<affine<con<32, 7, 7, 2, 2, input_rgb_image_sized<150>>>>>;
using net = loss_metric<fc_no_bias<128, avg_pool_everything<level0<level1<level2<level3<level4<input>>>>>>>>;
}  // namespace layers

using Chip = dlib::matrix<dlib::rgb_pixel>;

constexpr unsigned long kChipPx = 150;  // the net's input
constexpr double kChipPadding = 0.25;   // as in training; another padding is another alignment

Chip chip_of(const cv::Mat& bgr, const Face& face) {
  std::vector<dlib::point> parts;
  for (const auto& p : face.landmarks_px) parts.emplace_back(std::lround(p.x), std::lround(p.y));
  const dlib::full_object_detection shape(to_dlib(face.box_px), parts);
  Chip chip;
  dlib::extract_image_chip(dlib::cv_image<dlib::bgr_pixel>(bgr),
                           dlib::get_face_chip_details(shape, kChipPx, kChipPadding), chip);
  return chip;
}

/// What the net looks at. A photograph is all there is of its moment, so it is looked at ten times, a little turned,
/// moved, scaled or mirrored, and the mean cancels part of what alignment and side light add (README.md has the gain).
/// The random generator starts the same each time: a picture always gives the same template.
std::vector<Chip> views_of(Chip chip, Effort effort) {
  constexpr int kPhotoViews = 10;
  if (effort == Effort::kFrame) return {std::move(chip)};
  dlib::rand random;
  std::vector<Chip> views;
  for (int i = 0; i < kPhotoViews; ++i) views.push_back(dlib::jitter_image(chip, random));
  return views;
}

void warn_when_slow() {
  use_one_blas_thread();
  if (const Blas blas = blas_in_use(); blas.kind != Blas::Kind::kOpenBlas)
    spdlog::warn(
        "the face net runs on {}: about twelve times slower than OpenBLAS (apt-get install libopenblas0-pthread)",
        describe(blas));
}

}  // namespace

struct ResnetEmbedder::Net {
  layers::net net;
};

ResnetEmbedder::ResnetEmbedder(std::unique_ptr<Net> net, ModelId model)
    : net_(std::move(net)), model_(std::move(model)) {}
ResnetEmbedder::~ResnetEmbedder() = default;

Result<std::unique_ptr<FaceEmbedder>> ResnetEmbedder::create(const ModelStore& models, std::string_view name) {
  auto model = models.verified(name);
  if (!model) return fail(std::move(model.error()));
  warn_when_slow();
  try {
    auto net = std::make_unique<Net>();
    dlib::deserialize(model->path.string()) >> net->net;
    ModelId id = model->name + "/" + model->sha256.substr(0, 16) + "/5pt";
    return std::unique_ptr<FaceEmbedder>(new ResnetEmbedder(std::move(net), std::move(id)));
  } catch (const std::exception& e) {
    return fail(ErrorCode::kInvalidInput, model->path.string() + ": not a dlib face recognition net: " + e.what());
  }
}

Result<FaceVector> ResnetEmbedder::embed(const cv::Mat& bgr, const Face& face, Effort effort) {
  if (bgr.empty() || bgr.type() != CV_8UC3)
    return fail(ErrorCode::kInvalidInput, "face embedding needs a picture of 8-bit BGR pixels");
  try {
    const auto views = views_of(chip_of(bgr, face), effort);
    auto outputs = net_->net(views, views.size());
    dlib::matrix<float, 0, 1> mean = std::accumulate(outputs.begin() + 1, outputs.end(), outputs.front());
    mean /= static_cast<float>(outputs.size());
    auto vector = FaceVector::create(model_, std::span(mean.begin(), mean.size()));
    for (auto& output : outputs) explicit_bzero(output.begin(), output.size() * sizeof(float));
    explicit_bzero(mean.begin(), mean.size() * sizeof(float));
    return vector;
  } catch (const std::exception& e) {
    return fail(ErrorCode::kInternal, std::string("face embedding: ") + e.what());
  }
}

Result<FaceTemplate> embed(std::span<const std::unique_ptr<FaceEmbedder>> embedders, const cv::Mat& bgr,
                           const Face& face, Effort effort) {
  std::vector<FaceVector> vectors;
  for (const auto& embedder : embedders) {
    auto vector = embedder->embed(bgr, face, effort);
    if (!vector) return fail(std::move(vector.error()));
    vectors.push_back(*std::move(vector));
  }
  return FaceTemplate::create(std::move(vectors));
}

}  // namespace gate
