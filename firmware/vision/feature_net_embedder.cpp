#include "vision/feature_net_embedder.h"

#include <strings.h>

#include <opencv2/core.hpp>
#include <opencv2/dnn.hpp>
#include <opencv2/imgproc.hpp>

namespace gate {

namespace {

constexpr int kChipPx = 112;
constexpr std::size_t kNumbers = 512;
// Where dlib's five points lie in the pictures the net was trained on: means over faces found by both this net's own
// landmarks and dlib's. The package's own alignment, by three points, ruins the net.
constexpr std::array<std::array<double, 2>, 5> kTemplate{
    {{81.561, 52.989}, {66.619, 53.622}, {30.210, 53.206}, {45.019, 53.705}, {55.891, 79.707}}};

cv::Point2d template_point(std::size_t i) { return {kTemplate[i][0], kTemplate[i][1]}; }

/// The similarity (turn, scale, shift) that brings the points nearest to the template, by least squares: with points as
/// complex numbers about their means, the turn and scale are one quotient.
cv::Matx23d alignment(const std::array<cv::Point2f, 5>& points) {
  cv::Point2d from;
  cv::Point2d to;
  for (std::size_t i = 0; i < points.size(); ++i) {
    from += cv::Point2d(points[i]) * 0.2;
    to += template_point(i) * 0.2;
  }
  double real = 0;
  double imaginary = 0;
  double norm = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const cv::Point2d p = cv::Point2d(points[i]) - from;
    const cv::Point2d q = template_point(i) - to;
    real += p.dot(q);
    imaginary += p.cross(q);
    norm += p.dot(p);
  }
  const double a = real / norm;
  const double b = imaginary / norm;
  return {a, -b, to.x - a * from.x + b * from.y, b, a, to.y - b * from.x - a * from.y};
}

double scale_of(const cv::Matx23d& similarity) { return std::hypot(similarity(0, 0), similarity(1, 0)); }

/// Halved while the chip is less than half as large: warpAffine looks at four pixels only, and a large photograph would
/// alias.
cv::Mat chip_of(const cv::Mat& bgr, std::array<cv::Point2f, 5> points) {
  cv::Mat source = bgr;
  cv::Matx23d similarity = alignment(points);
  while (scale_of(similarity) < 0.5) {
    cv::Mat half;
    cv::resize(source, half, {}, 0.5, 0.5, cv::INTER_AREA);
    source = half;
    for (cv::Point2f& point : points) point = (point - cv::Point2f(0.5F, 0.5F)) * 0.5F;
    similarity = alignment(points);
  }
  cv::Mat chip;
  cv::warpAffine(source, chip, similarity, {kChipPx, kChipPx}, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  return chip;
}

}  // namespace

struct FeatureNetEmbedder::Net {
  cv::dnn::Net net;

  /// Of length 1; empty when the net gives something else than it should.
  cv::Mat vector_of(const cv::Mat& chip) {
    // BGR as the frame has it: measured better than the package's own RGB.
    net.setInput(cv::dnn::blobFromImage(chip, 1.0 / 128, {}, cv::Scalar::all(127)));
    cv::Mat out = net.forward().reshape(1, 1).clone();
    const double length = cv::norm(out);
    if (out.total() != kNumbers || !(length > 0)) return {};
    return out / length;
  }
};

FeatureNetEmbedder::FeatureNetEmbedder(std::unique_ptr<Net> net, ModelId model)
    : net_(std::move(net)), model_(std::move(model)) {}
FeatureNetEmbedder::~FeatureNetEmbedder() = default;

Result<std::unique_ptr<FaceEmbedder>> FeatureNetEmbedder::create(const ModelStore& models, std::string_view name) {
  auto model = models.verified(name);
  if (!model) return fail(std::move(model.error()));
  try {
    auto net = std::make_unique<Net>();
    net->net = cv::dnn::readNetFromONNX(model->path.string());
    ModelId id = model->name + "/" + model->sha256.substr(0, 16) + "/similarity";
    return std::unique_ptr<FaceEmbedder>(new FeatureNetEmbedder(std::move(net), std::move(id)));
  } catch (const cv::Exception& e) {
    return fail(ErrorCode::kInvalidInput, model->path.string() + ": not an ONNX net OpenCV can run: " + e.what());
  }
}

Result<FaceVector> FeatureNetEmbedder::embed(const cv::Mat& bgr, const Face& face, Effort effort) {
  if (bgr.empty() || bgr.type() != CV_8UC3)
    return fail(ErrorCode::kInvalidInput, "face embedding needs a picture of 8-bit BGR pixels");
  try {
    const cv::Mat chip = chip_of(bgr, face.landmarks_px);
    cv::Mat vector = net_->vector_of(chip);
    if (effort == Effort::kPhoto && !vector.empty()) {
      cv::Mat mirrored;
      cv::flip(chip, mirrored, 1);
      cv::Mat other = net_->vector_of(mirrored);
      if (!other.empty()) vector += other;
      vector /= cv::norm(vector);
    }
    if (vector.empty()) return fail(ErrorCode::kInternal, "the supplementary face net gave no vector");
    auto result = FaceVector::create(model_, std::span(vector.ptr<float>(), vector.total()));
    explicit_bzero(vector.ptr<float>(), vector.total() * sizeof(float));
    return result;
  } catch (const cv::Exception& e) {
    return fail(ErrorCode::kInternal, std::string("face embedding: ") + e.what());
  }
}

}  // namespace gate
