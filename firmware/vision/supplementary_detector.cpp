#include "vision/supplementary_detector.h"

#include <algorithm>
#include <array>
#include <opencv2/core.hpp>
#include <opencv2/dnn.hpp>
#include <string>

#include "vision/face_plausibility.h"

namespace gate {
namespace {

const cv::Size kInput(320, 240);
constexpr double kDoubles = 0.4;
constexpr double kCandidate = 0.65;
constexpr double kFaintest = 0.05;  // of a closer look: less is as good as nothing
constexpr double kSameFace = 0.35;
constexpr double kWidest = 1.3;  // width by height: wider boxes hold cups and horizons, never a whole upright face
// The face's share of the input's height in a closer look. A real face is found at all of them.
constexpr std::array<double, 5> kShares{0.4, 0.55, 0.28, 0.7, 0.2};
constexpr std::array<double, 2> kFollowedShares{0.4, 0.55};

/// An area of the input's shape with the face in its middle.
cv::Rect around(const cv::Rect& face_px, double share) {
  const cv::Rect2d box = net_box(face_px);
  const double height = box.height / share;
  const double width = height * kInput.width / kInput.height;
  return {cvRound(box.x + box.width / 2 - width / 2), cvRound(box.y + box.height / 2 - height / 2),
          std::max(1, cvRound(width)), std::max(1, cvRound(height))};
}

/// The face in a net's box, if its landmarks could be a face's.
std::optional<Face> face_in(const cv::Mat& bgr, const FaceDetector& landmarks, const NetBox& box) {
  if (box.box_px.width > kWidest * box.box_px.height) return std::nullopt;
  const auto face = landmarks.with_landmarks(bgr, dlib_box(box.box_px), box.score);
  if (!face || implausible(*face)) return std::nullopt;
  return *face;
}

bool is_at(const NetBox& box, const cv::Rect& face_px) {
  return intersection_over_union(dlib_box(box.box_px), face_px) >= kSameFace;
}

/// A third of the way from one box to the other: the net's boxes of a half-hidden face jump about, the visitor does
/// not.
cv::Rect between(const cv::Rect& last, const cv::Rect& now) {
  constexpr double kStep = 0.34;
  const auto step = [](int a, int b) { return cvRound(a + kStep * (b - a)); };
  return {step(last.x, now.x), step(last.y, now.y), step(last.width, now.width), step(last.height, now.height)};
}

Status check(const cv::Mat& bgr) {
  if (bgr.empty() || bgr.type() != CV_8UC3)
    return fail(ErrorCode::kInvalidInput, "face detection needs a picture of 8-bit BGR pixels");
  return {};
}

}  // namespace

struct SupplementaryDetector::Net {
  cv::dnn::Net net;
  std::vector<std::string> outputs;

  /// All boxes, best first, in px of what the letterbox shows. The outputs are known by their width: 4 for corners, 2
  /// for scores.
  std::vector<NetBox> boxes(const cv::Mat& input, const Letterbox& letterbox, double lowest_score) {
    // BGR as the frame has it: with RGB it finds no more masked faces, and more in pictures without any.
    net.setInput(cv::dnn::blobFromImage(input, 1.0 / 128, {}, cv::Scalar::all(127)));
    std::vector<cv::Mat> out;
    net.forward(out, outputs);
    cv::Mat corners;
    cv::Mat scores;
    for (const cv::Mat& each : out) {
      const int width = each.size[each.dims - 1];
      (width == 4 ? corners : scores) = each.reshape(1, static_cast<int>(each.total()) / width);
    }
    if (corners.cols != 4 || scores.cols != 2) CV_Error(cv::Error::StsBadSize, "unexpected outputs");
    return boxes_of(corners, scores, letterbox, lowest_score);
  }
};

SupplementaryDetector::SupplementaryDetector(std::unique_ptr<Net> net) : net_(std::move(net)) {}
SupplementaryDetector::SupplementaryDetector(SupplementaryDetector&&) noexcept = default;
SupplementaryDetector& SupplementaryDetector::operator=(SupplementaryDetector&&) noexcept = default;
SupplementaryDetector::~SupplementaryDetector() = default;

Result<SupplementaryDetector> SupplementaryDetector::create(const ModelStore& models, std::string_view name) {
  auto model = models.verified(name);
  if (!model) return fail(std::move(model.error()));
  try {
    auto net = std::make_unique<Net>();
    net->net = cv::dnn::readNetFromONNX(model->path.string());
    net->outputs = net->net.getUnconnectedOutLayersNames();
    return SupplementaryDetector(std::move(net));
  } catch (const cv::Exception& e) {
    return fail(ErrorCode::kInvalidInput, model->path.string() + ": not an ONNX net OpenCV can run: " + e.what());
  }
}

Result<std::optional<SupplementaryDetector>> SupplementaryDetector::if_present(const ModelStore& models) {
  auto detector = create(models);
  if (!detector && detector.error().code == ErrorCode::kNotFound) return std::nullopt;
  if (!detector) return fail(std::move(detector.error()));
  return *std::move(detector);
}

cv::Rect SupplementaryDetector::all_of(const cv::Mat& bgr) { return {{}, bgr.size()}; }

cv::Rect SupplementaryDetector::with_margin(const cv::Mat& bgr) {
  const int margin = std::min(bgr.cols, bgr.rows) / 2;
  return {-margin, -margin, bgr.cols + 2 * margin, bgr.rows + 2 * margin};
}

Result<std::vector<NetBox>> SupplementaryDetector::look(const cv::Mat& bgr, const cv::Rect& area, double lowest_score) {
  if (auto good = check(bgr); !good) return fail(std::move(good.error()));
  if (area.empty()) return std::vector<NetBox>{};
  try {
    const Letterbox letterbox = Letterbox::of(area, kInput);
    return without_doubles(net_->boxes(fitted(bgr, letterbox), letterbox, lowest_score), kDoubles);
  } catch (const cv::Exception& e) {
    return fail(ErrorCode::kInternal, std::string("supplementary face detection: ") + e.what());
  }
}

Result<std::vector<Face>> SupplementaryDetector::candidates(const cv::Mat& bgr, const FaceDetector& landmarks,
                                                            const cv::Rect& area, double smallest_px) {
  auto found = look(bgr, area, kCandidate);
  if (!found) return fail(std::move(found.error()));
  std::vector<Face> faces;
  for (const NetBox& box : *found) {
    if (dlib_box(box.box_px).width < smallest_px) continue;
    if (const auto face = face_in(bgr, landmarks, box)) faces.push_back(*face);
  }
  std::ranges::stable_sort(faces, [](const Face& a, const Face& b) { return a.box_px.area() > b.box_px.area(); });
  return faces;
}

Result<std::vector<double>> SupplementaryDetector::closer_looks(const cv::Mat& bgr, const cv::Rect& face_px,
                                                                std::size_t first, std::size_t count) {
  if (auto good = check(bgr); !good) return fail(std::move(good.error()));
  std::vector<double> scores;
  try {
    for (std::size_t i = first; i < first + count; ++i) {
      const Letterbox letterbox = Letterbox::of(around(face_px, kShares.at(i / 2 % kShares.size())), kInput);
      cv::Mat input = fitted(bgr, letterbox);
      if (i % 2 == 1) cv::flip(input.clone(), input, 1);  // the face is in the middle: it stays where it is
      const auto found = net_->boxes(input, letterbox, kFaintest);
      const auto face = std::ranges::find_if(found, [&](const NetBox& box) { return is_at(box, face_px); });
      scores.push_back(face == found.end() ? 0 : face->score);
    }
  } catch (const cv::Exception& e) {
    return fail(ErrorCode::kInternal, std::string("supplementary face detection: ") + e.what());
  }
  return scores;
}

Result<std::vector<Face>> SupplementaryDetector::follow(const cv::Mat& bgr, const FaceDetector& landmarks,
                                                        const cv::Rect& last_px) {
  for (const double share : kFollowedShares) {
    auto found = look(bgr, around(last_px, share), kCandidate);
    if (!found) return fail(std::move(found.error()));
    for (const NetBox& box : *found) {
      if (!is_at(box, last_px)) continue;
      const NetBox nearer{net_box(between(last_px, dlib_box(box.box_px))), box.score};
      if (const auto face = face_in(bgr, landmarks, nearer)) return std::vector<Face>{*face};
    }
  }
  return std::vector<Face>{};
}

}  // namespace gate
