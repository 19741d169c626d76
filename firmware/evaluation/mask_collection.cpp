#include "evaluation/mask_collection.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "evaluation/face_collection.h"
#include "vision/mask_detector.h"
#include "vision/photo.h"
#include "vision/photo_vision.h"
#include "vision/synthetic_mask.h"

namespace gate {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostOfAPerson = 6;
constexpr double kLargestSidePx = 800;  // a face of these has what the gate's camera shows of one, at most

class MaskLab {
 public:
  explicit MaskLab(PhotoVision vision)
      : finder_(std::move(vision.finder)), bare_(std::move(vision.embedders)), masked_(masked_embedders(bare_)) {}

  std::vector<ModelId> models() const {
    std::vector<ModelId> ids;
    for (const auto& embedder : bare_) ids.push_back(embedder->model());
    return ids;
  }

  /// Adds a photograph, if it shows a face.
  Status add_person(const fs::path& file, MaskCollection& into) {
    const cv::Mat picture = read(file);
    const auto face = best_face(picture);
    if (!face) return {};
    note(picture, *face, into.calls["bare"]);
    const cv::Mat worn = with_mask(picture, *face, probe_masks()[into.pictures.size() % probe_masks().size()]);
    auto bare = embed(bare_, picture, *face, Effort::kPhoto);
    auto masked = embed(masked_, picture, *face, Effort::kPhoto);
    if (!bare || !masked) return fail(bare ? masked.error() : bare.error(), file.string());
    MaskedPicture added{file.parent_path().filename().string(), *std::move(bare), *std::move(masked), std::nullopt};
    if (auto status = add_probe(worn, *face, into.calls["synthetic"], added); !status) return status;
    into.pictures.push_back(std::move(added));
    return {};
  }

  void add_real(const fs::path& file, MaskCalls& calls) {
    const cv::Mat picture = read(file);
    if (const auto face = best_face(picture)) note(picture, *face, calls);
  }

 private:
  static cv::Mat read(const fs::path& file) {
    const auto picture = read_photo(file);
    if (!picture) return {};
    const double scale = std::min(1.0, kLargestSidePx / std::max(picture->cols, picture->rows));
    cv::Mat result;
    cv::resize(*picture, result, {}, scale, scale, cv::INTER_AREA);
    return result;
  }

  std::optional<Face> best_face(const cv::Mat& picture) {
    if (picture.empty()) return std::nullopt;
    const auto faces = finder_.find(picture);
    return faces && !faces->empty() ? std::optional(faces->front()) : std::nullopt;
  }

  static void note(const cv::Mat& picture, const Face& face, MaskCalls& calls) {
    ++calls.faces;
    calls.masked += MaskDetector{}.is_masked(picture, face) ? 1 : 0;
  }

  /// The probe is looked for as if nothing were known of it: landmarks move under a mask.
  Status add_probe(const cv::Mat& worn, const Face& bare, MaskCalls& calls, MaskedPicture& added) {
    const auto face = best_face(worn);
    if (!face || (face->box_px & bare.box_px).area() < bare.box_px.area() / 3) return {};
    note(worn, *face, calls);
    auto probe = embed(masked_, worn, *face, Effort::kFrame);
    if (!probe) return fail(std::move(probe.error()));
    added.probe = *std::move(probe);
    return {};
  }

  PhotoFaceFinder finder_;
  Embedders bare_;
  Embedders masked_;
};

/// At most so many photographs of everybody, spread evenly over theirs.
std::vector<fs::path> some_of_everybody(const fs::path& persons) {
  std::vector<fs::path> chosen;
  for (const auto& person : sorted_entries(persons)) {
    const auto files = sorted_entries(person);
    const std::size_t count = std::min(kMostOfAPerson, files.size());
    for (std::size_t i = 0; i < count; ++i) chosen.push_back(files[i * files.size() / count]);
  }
  return chosen;
}

}  // namespace

Result<MaskCollection> mask_collection(const fs::path& data, const fs::path& models,
                                       const std::function<void(std::size_t, std::size_t)>& progress) {
  const auto persons = some_of_everybody(data / "persons");
  const auto real = sorted_entries(data / "distractors" / "mask");
  if (persons.empty())
    return fail(ErrorCode::kNotFound, (data / "persons").string() + ": no <identity>/<picture> there");
  auto vision = open_photo_vision(models);
  if (!vision) return fail(vision.error());
  MaskLab lab(*std::move(vision));
  MaskCollection collection{.models = lab.models(), .pictures = {}, .calls = {}};
  std::size_t done = 0;
  for (const auto& file : persons) {
    progress(++done, persons.size() + real.size());
    if (auto added = lab.add_person(file, collection); !added) return fail(added.error());
  }
  for (const auto& file : real) {
    progress(++done, persons.size() + real.size());
    lab.add_real(file, collection.calls["real"]);
  }
  return collection;
}

}  // namespace gate
