#include "vision/photo_face_finder.h"

#include <dlib/dnn.h>

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "vision/dlib_image.h"
#include "vision/face_evidence.h"

namespace gate {
namespace {

// The published detector's structure, after dlib's examples/dnn_mmod_face_detection_ex.cpp (public domain).
namespace layers {
using namespace dlib;  // NOLINT(google-build-using-namespace): layer names, this block only

template <long N, typename Below>
using con5d = con<N, 5, 5, 2, 2, Below>;
template <long N, typename Below>
using con5 = con<N, 5, 5, 1, 1, Below>;
template <typename Below>
using downsampler = relu<affine<con5d<32, relu<affine<con5d<32, relu<affine<con5d<16, Below>>>>>>>>>;
template <typename Below>
using rcon5 = relu<affine<con5<45, Below>>>;
using net = loss_mmod<con<1, 9, 9, 1, 1, rcon5<rcon5<rcon5<downsampler<input_rgb_image_pyramid<pyramid_down<6>>>>>>>>;
}  // namespace layers

constexpr double kSmallestSidePx = 480;     // smaller pictures are enlarged: crops of 90 px hold faces of 70
constexpr double kLargestSidePx = 1600;     // larger ones are shrunk: finds faces of 1/20 of the side in 0.2 s
constexpr double kMmodSidePx = 640;         // the net takes 0.4 s at this size
constexpr double kMmodThreshold = 0.5;      // its own usual threshold is 0
constexpr double kLenientThreshold = -0.3;  // of HOG's score: no face-less picture of the evaluation data reaches it

/// Of the picture's shorter side. What only the supplement sees in a photograph is believed when it is what the
/// photograph is of; smaller ones are more often patterns than people.
constexpr double kSmallestSupplied = 0.2;

/// HOG below the usual threshold, at which face-less pictures come up too: only the best is believed.
std::vector<Face> best_of(std::vector<Face> faces) {
  const auto best =
      std::max_element(faces.begin(), faces.end(), [](const Face& a, const Face& b) { return a.score < b.score; });
  return best == faces.end() ? faces : std::vector<Face>{*best};
}

/// Coordinates of the padded picture, moved to the picture's own.
Face unpadded(Face face, int pad) {
  face.box_px -= cv::Point(pad, pad);
  for (auto& point : face.landmarks_px) point -= cv::Point2f(static_cast<float>(pad), static_cast<float>(pad));
  return face;
}

/// Replicated edges on all sides, so that a face that fills the picture still fits the detector's window.
cv::Mat padded(const cv::Mat& bgr, int pad) {
  cv::Mat result;
  cv::copyMakeBorder(bgr, result, pad, pad, pad, pad, cv::BORDER_REPLICATE);
  return result;
}

double scale_of(const cv::Size& size) {
  const double up = std::clamp(kSmallestSidePx / std::min(size.width, size.height), 1.0, 4.0);
  return std::min(up, kLargestSidePx / std::max(size.width, size.height));
}

}  // namespace

struct PhotoFaceFinder::Mmod {
  layers::net net;

  /// The best face as (box, score); score 0: none. The net's boxes are a little larger than HOG's and centred higher.
  std::pair<cv::Rect, double> best(const cv::Mat& bgr) {
    const double scale = std::min(1.0, kMmodSidePx / std::max(bgr.cols, bgr.rows));
    cv::Mat searched;
    cv::resize(bgr, searched, {}, scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
    dlib::matrix<dlib::rgb_pixel> picture;
    dlib::assign_image(picture, dlib::cv_image<dlib::bgr_pixel>(searched));
    const auto found = net(picture);
    if (found.empty()) return {};
    const cv::Rect box = to_opencv(found.front().rect);  // sorted by confidence
    return {{cvRound(box.x / scale), cvRound(box.y / scale), cvRound(box.width / scale), cvRound(box.height / scale)},
            found.front().detection_confidence};
  }
};

PhotoFaceFinder::PhotoFaceFinder(FaceDetector detector, std::unique_ptr<Mmod> mmod,
                                 std::optional<SupplementaryDetector> supplement)
    : detector_(std::move(detector)), mmod_(std::move(mmod)), supplement_(std::move(supplement)) {}
PhotoFaceFinder::PhotoFaceFinder(PhotoFaceFinder&&) noexcept = default;
PhotoFaceFinder& PhotoFaceFinder::operator=(PhotoFaceFinder&&) noexcept = default;
PhotoFaceFinder::~PhotoFaceFinder() = default;

Result<PhotoFaceFinder> PhotoFaceFinder::create(const ModelStore& models,
                                                std::optional<SupplementaryDetector> supplement) {
  auto detector = FaceDetector::create(models);
  if (!detector) return fail(std::move(detector.error()));
  auto model = models.verified("mmod");
  if (!model) return fail(std::move(model.error()));
  try {
    auto mmod = std::make_unique<Mmod>();
    dlib::deserialize(model->path.string()) >> mmod->net;
    return PhotoFaceFinder(*std::move(detector), std::move(mmod), std::move(supplement));
  } catch (const std::exception& e) {
    return fail(ErrorCode::kInvalidInput, model->path.string() + ": not a dlib face detection net: " + e.what());
  }
}

Result<std::vector<Face>> PhotoFaceFinder::find(const cv::Mat& bgr) {
  if (bgr.empty() || bgr.type() != CV_8UC3)
    return fail(ErrorCode::kInvalidInput, "face detection needs a picture of 8-bit BGR pixels");
  try {
    const int pad = std::min(bgr.cols, bgr.rows) / 4;
    const cv::Mat picture = padded(bgr, pad);
    const double scale = scale_of(bgr.size());
    auto faces = by_hog(picture, scale);
    if (faces && faces->empty() && supplement_) {
      faces = ask_supplement(bgr);
      if (!faces || !faces->empty()) return faces;
    }
    if (faces && faces->empty()) faces = ask_mmod(picture);
    if (faces) std::ranges::transform(*faces, faces->begin(), [&](const Face& face) { return unpadded(face, pad); });
    return faces;
  } catch (const std::exception& e) {
    return fail(ErrorCode::kInternal, std::string("face detection: ") + e.what());
  }
}

Result<std::vector<Face>> PhotoFaceFinder::by_hog(const cv::Mat& picture, double scale) const {
  auto faces = detector_.detect(picture, {.scale = scale, .threshold = 0, .area = {}});
  if (!faces || !faces->empty()) return faces;
  faces = detector_.detect(picture, {.scale = scale, .threshold = kLenientThreshold, .area = {}});
  return faces ? best_of(*std::move(faces)) : std::move(faces);
}

/// The closer looks cost 40 ms a candidate; a photograph has the time for all of them at once.
Result<std::vector<Face>> PhotoFaceFinder::ask_supplement(const cv::Mat& picture) {
  constexpr std::size_t kMost = 4;
  const double smallest_px = kSmallestSupplied * std::min(picture.cols, picture.rows);
  std::vector<Face> believed;
  for (const cv::Rect& area : {SupplementaryDetector::all_of(picture), SupplementaryDetector::with_margin(picture)}) {
    auto found = supplement_->candidates(picture, detector_, area, smallest_px);
    if (!found) return found;
    if (found->size() > kMost) found->resize(kMost);
    for (const Face& face : *found) {
      const auto scores = supplement_->closer_looks(picture, face.box_px, 0, SupplementaryDetector::kCloserLooks);
      if (!scores) return fail(scores.error());
      FaceEvidence evidence(face.box_px, {.times = 1});
      evidence.add(*scores);
      if (evidence.belief() == FaceEvidence::Belief::kBelieved) believed.push_back(face);
    }
    if (!believed.empty()) break;
  }
  return believed;
}

Result<std::vector<Face>> PhotoFaceFinder::ask_mmod(const cv::Mat& picture) {
  const auto [box, score] = mmod_->best(picture);
  if (score < kMmodThreshold) return std::vector<Face>{};
  auto face = detector_.with_landmarks(picture, box, score);
  if (!face) return fail(std::move(face.error()));
  return std::vector<Face>{*face};
}

}  // namespace gate
