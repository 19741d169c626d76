#include "presentation_attack/liveness_net.h"

#include <algorithm>
#include <cmath>
#include <opencv2/dnn.hpp>
#include <opencv2/imgproc.hpp>

namespace gate {
namespace {

constexpr int kSidePx = 128;
constexpr double kWidening = 2.7;  // what the net was trained on; measured best here as well

}  // namespace

struct LivenessNet::Net {
  cv::dnn::Net net;
};

LivenessNet::LivenessNet(std::unique_ptr<Net> net) : net_(std::move(net)) {}
LivenessNet::LivenessNet(LivenessNet&&) noexcept = default;
LivenessNet& LivenessNet::operator=(LivenessNet&&) noexcept = default;
LivenessNet::~LivenessNet() = default;

Result<LivenessNet> LivenessNet::create(const ModelStore& models, std::string_view name) {
  auto model = models.verified(name);
  if (!model) return fail(std::move(model.error()));
  try {
    auto net = std::make_unique<Net>();
    net->net = cv::dnn::readNetFromONNX(model->path.string());
    return LivenessNet(std::move(net));
  } catch (const cv::Exception& e) {
    return fail(ErrorCode::kInvalidInput, model->path.string() + ": not an ONNX net OpenCV can run: " + e.what());
  }
}

cv::Rect liveness_area(cv::Size picture, const cv::Rect& box_px) {
  const double widening = std::min({kWidening, static_cast<double>(picture.width) / std::max(1, box_px.width),
                                    static_cast<double>(picture.height) / std::max(1, box_px.height)});
  const int width = std::min(picture.width, static_cast<int>(box_px.width * widening));
  const int height = std::min(picture.height, static_cast<int>(box_px.height * widening));
  const cv::Point centre = (box_px.tl() + box_px.br()) / 2;
  return {std::clamp(centre.x - width / 2, 0, picture.width - width),
          std::clamp(centre.y - height / 2, 0, picture.height - height), width, height};
}

Result<double> LivenessNet::live_probability(const cv::Mat& bgr, const cv::Rect& box_px) {
  if (bgr.empty() || bgr.type() != CV_8UC3)
    return fail(ErrorCode::kInvalidInput, "the liveness net needs a picture of 8-bit BGR pixels");
  try {
    const cv::Rect area = liveness_area(bgr.size(), box_px);
    if (area.empty()) return fail(ErrorCode::kInvalidInput, "the liveness net needs a face box");
    // BGR, 0..255, as it is: every other form scores far worse.
    net_->net.setInput(cv::dnn::blobFromImage(bgr(area), 1, {kSidePx, kSidePx}));
    const cv::Mat out = net_->net.forward().reshape(1, 1);
    if (out.total() < 2) return fail(ErrorCode::kInternal, "the liveness net gave no answer");
    double sum = 0;
    for (std::size_t i = 0; i < out.total(); ++i)
      sum += std::exp(static_cast<double>(out.at<float>(0, static_cast<int>(i)) - out.at<float>(0, 0)));
    const double live = 1 / sum;
    if (!std::isfinite(live)) return fail(ErrorCode::kInternal, "the liveness net gave no number");
    return live;
  } catch (const cv::Exception& e) {
    return fail(ErrorCode::kInternal, std::string("liveness net: ") + e.what());
  }
}

}  // namespace gate
