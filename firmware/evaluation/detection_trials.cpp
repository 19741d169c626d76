#include "evaluation/detection_trials.h"

#include <algorithm>
#include <map>
#include <opencv2/imgproc.hpp>

#include "evaluation/face_collection.h"
#include "vision/detection_range.h"
#include "vision/following_detector.h"
#include "vision/photo.h"
#include "vision/photo_face_finder.h"
#include "vision/quality.h"

namespace gate {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using namespace std::chrono_literals;

constexpr int kFrames = 25;  // a second: as long as a visitor may wait
constexpr auto kFrameTime = 40ms;

struct Counts {
  int pictures = 0;
  int photo = 0;
  int photo_plain = 0;
  int stream = 0;
  int stream_plain = 0;
  int usable = 0;
};

/// The picture as the camera would have it: all of it in the middle of a grey frame.
cv::Mat camera_frame(const cv::Mat& picture) {
  const cv::Size size(640, 480);
  const double scale =
      std::min(static_cast<double>(size.width) / picture.cols, static_cast<double>(size.height) / picture.rows);
  cv::Mat resized;
  cv::resize(picture, resized, {}, scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
  resized = resized(cv::Rect({}, resized.size()) & cv::Rect({}, size));
  cv::Mat frame(size, CV_8UC3, cv::Scalar::all(127));
  resized.copyTo(frame(cv::Rect({(size.width - resized.cols) / 2, (size.height - resized.rows) / 2}, resized.size())));
  return frame;
}

/// Shows still pictures to a following detector, one after another.
class Stream {
 public:
  static Result<Stream> create(const ModelStore& models, std::optional<SupplementaryDetector> supplement) {
    auto detector = FaceDetector::create(models);
    if (!detector) return fail(std::move(detector.error()));
    return Stream(FollowingDetector(*std::move(detector), search_scale({}, {}), 200ms, std::move(supplement)));
  }

  struct Seen {
    bool face = false;
    bool usable = false;
  };
  Result<Seen> show(const cv::Mat& picture) {
    const cv::Mat frame = camera_frame(picture);
    Seen seen;
    for (int i = 0; i < kFrames; ++i) {
      const auto faces = detector_.detect({frame, FrameId{++id_}, now_ += kFrameTime});
      if (!faces) return fail(faces.error());
      for (const Face& face : *faces) seen.usable = seen.usable || !assess(frame, face, {}).issue;
      seen.face = seen.face || !faces->empty();
    }
    if (auto empty = pause(); !empty) return fail(std::move(empty.error()));
    return seen;
  }

 private:
  explicit Stream(FollowingDetector detector) : detector_(std::move(detector)) {}

  /// The place before the gate is empty for a while: what was seen is forgotten.
  Status pause() {
    const cv::Mat empty(480, 640, CV_8UC3, cv::Scalar::all(127));
    for (int i = 0; i < 2; ++i)
      if (const auto faces = detector_.detect({empty, FrameId{++id_}, now_ += 2s}); !faces) return fail(faces.error());
    return {};
  }

  FollowingDetector detector_;
  MonotonicTime now_{1h};
  std::uint64_t id_ = 0;
};

struct Eyes {
  PhotoFaceFinder finder;
  PhotoFaceFinder plain_finder;
  Stream stream;
  Stream plain_stream;
  bool supplement;

  static Result<Eyes> open(const fs::path& dir) {
    const auto models = ModelStore::open(dir);
    if (!models) return fail(models.error());
    auto one = SupplementaryDetector::if_present(*models);
    auto other = SupplementaryDetector::if_present(*models);
    if (!one || !other) return fail(one ? other.error() : one.error());
    const bool supplement = one->has_value();
    auto finder = PhotoFaceFinder::create(*models, *std::move(one));
    auto plain_finder = PhotoFaceFinder::create(*models);
    auto stream = Stream::create(*models, *std::move(other));
    auto plain_stream = Stream::create(*models, std::nullopt);
    if (!finder) return fail(finder.error());
    if (!plain_finder) return fail(plain_finder.error());
    if (!stream) return fail(stream.error());
    if (!plain_stream) return fail(plain_stream.error());
    return Eyes{*std::move(finder), *std::move(plain_finder), *std::move(stream), *std::move(plain_stream), supplement};
  }

  Status look(const cv::Mat& picture, Counts& counts) {
    const auto photo = finder.find(picture);
    const auto photo_plain = plain_finder.find(picture);
    const auto seen = stream.show(picture);
    const auto seen_plain = plain_stream.show(picture);
    if (!photo || !photo_plain) return fail(photo ? photo_plain.error() : photo.error());
    if (!seen || !seen_plain) return fail(seen ? seen_plain.error() : seen.error());
    counts.photo += photo->empty() ? 0 : 1;
    counts.photo_plain += photo_plain->empty() ? 0 : 1;
    counts.stream += seen->face ? 1 : 0;
    counts.stream_plain += seen_plain->face ? 1 : 0;
    counts.usable += seen->usable ? 1 : 0;
    return {};
  }
};

Json json_of(const Counts& counts) {
  return {{"pictures", counts.pictures}, {"photo", counts.photo},   {"photo_plain", counts.photo_plain},
          {"stream", counts.stream},     {"usable", counts.usable}, {"stream_plain", counts.stream_plain}};
}

}  // namespace

Result<Json> detection_trials(const fs::path& data, const fs::path& models, const Progress& progress) {
  auto eyes = Eyes::open(models);
  if (!eyes) return fail(eyes.error());
  const auto files = pictures_in(data / "distractors");
  std::map<std::string, Counts> kinds;
  std::size_t done = 0;
  for (const auto& file : files) {
    progress(++done, files.size());
    Counts& counts = kinds[file.parent_path().filename().string()];
    ++counts.pictures;
    const auto picture = read_photo(file);
    if (!picture) continue;
    if (auto looked = eyes->look(*picture, counts); !looked) return fail(looked.error(), file.string());
  }
  Json rows = Json::object();
  for (const auto& [kind, counts] : kinds) rows[kind] = json_of(counts);
  return Json{{"supplement", eyes->supplement}, {"frames", kFrames}, {"kinds", std::move(rows)}};
}

ReportTable detection_table(const Json& report) {
  ReportTable table{
      "Faces found",
      {"pictures", "number", "as a photograph", "standing still for a second", "… and usable"},
      {},
      report["supplement"] ? "in brackets: without the supplementary net" : "the supplementary net is not there"};
  for (const auto& [kind, row] : report["kinds"].items()) {
    const auto both = [&](const char* how, const char* plain) {
      return std::to_string(row[how].get<int>()) + " (" + std::to_string(row[plain].get<int>()) + ")";
    };
    table.rows.push_back({kind, std::to_string(row["pictures"].get<int>()), both("photo", "photo_plain"),
                          both("stream", "stream_plain"), std::to_string(row["usable"].get<int>())});
  }
  return table;
}

}  // namespace gate
