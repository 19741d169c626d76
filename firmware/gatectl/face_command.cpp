// gatectl face: what the vision code sees in pictures, for technicians and for measuring.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "gatectl/subcommands.h"
#include "vision/model_store.h"
#include "vision/photo.h"
#include "vision/photo_vision.h"
#include "vision/quality.h"

namespace gate {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::filesystem::path models = default_models_dir();
  std::vector<std::filesystem::path> images;
  double threshold = 0.5;  // one picture each side: about 0.1 % false matches (config/curves/dlib-resnet-v1.json)
  bool json = false;
};

/// A picture's faces and, when asked for, the largest one's template.
struct Seen {
  cv::Mat picture;
  std::vector<Face> faces;
};

Exit worse(Exit a, Exit b) { return std::max(a, b); }

Exit complain(const Error& error) {
  std::cerr << "gatectl: " << error.message << '\n';
  return Exit::kUnusable;
}

Result<Seen> look(PhotoVision& vision, const std::filesystem::path& file) {
  auto picture = read_photo(file);
  if (!picture) return fail(std::move(picture.error()));
  auto faces = vision.finder.find(*picture);
  if (!faces) return fail(std::move(faces.error()), file.string());
  return Seen{*std::move(picture), *std::move(faces)};
}

/// The largest face's template. kNotFound when there is no face.
Result<FaceTemplate> template_of(PhotoVision& vision, const Seen& seen, const std::filesystem::path& file) {
  if (seen.faces.empty()) return fail(ErrorCode::kNotFound, file.string() + ": no face found");
  auto result = embed(vision.embedders, seen.picture, seen.faces.front(), Effort::kPhoto);
  if (!result) return fail(std::move(result.error()), file.string());
  return result;
}

Json json_of(const Quality& quality) {
  return {{"issue", quality.issue ? Json(to_string(*quality.issue)) : Json()},
          {"face_px", quality.face_px},
          {"inside", quality.inside},
          {"turn", quality.turn},
          {"roll_deg", quality.roll_deg},
          {"luma", quality.luma},
          {"contrast", quality.contrast},
          {"sharpness", quality.sharpness}};
}

Json json_of(const Seen& seen, const Face& face) {
  Json landmarks = Json::array();
  for (const auto& point : face.landmarks_px) landmarks.push_back({point.x, point.y});
  const cv::Rect& box = face.box_px;
  return {{"box", {{"x", box.x}, {"y", box.y}, {"width", box.width}, {"height", box.height}}},
          {"score", face.score},
          {"landmarks", std::move(landmarks)},
          {"quality", json_of(assess(seen.picture, face, photo_quality_limits()))}};
}

Json json_of(const Seen& seen, const std::filesystem::path& file) {
  Json faces = Json::array();
  for (const Face& face : seen.faces) faces.push_back(json_of(seen, face));
  return {{"file", file.string()},
          {"width", seen.picture.cols},
          {"height", seen.picture.rows},
          {"faces", std::move(faces)}};
}

Json json_of(const FaceTemplate& face) {
  Json vectors = Json::object();
  for (const FaceVector& vector : face.vectors()) vectors[vector.model()] = vector.values();
  return vectors;
}

void print(const Seen& seen, const std::filesystem::path& file) {
  std::cout << file.string() << ": " << seen.faces.size() << (seen.faces.size() == 1 ? " face\n" : " faces\n");
  for (const Face& face : seen.faces) {
    const Quality quality = assess(seen.picture, face, photo_quality_limits());
    std::cout << "  " << face.box_px.width << " px at (" << face.box_px.x << ", " << face.box_px.y
              << "): " << (quality.issue ? to_string(*quality.issue) : "good") << '\n';
  }
}

void print_line(const Json& json) {
  // File names need not be UTF-8; what is not is replaced.
  std::cout << json.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
}

Exit detect(PhotoVision& vision, const Options& options) {
  Exit exit = Exit::kAccepted;
  for (const auto& file : options.images) {
    auto seen = look(vision, file);
    if (!seen) {
      exit = worse(exit, complain(seen.error()));
      continue;
    }
    options.json ? print_line(json_of(*seen, file)) : print(*seen, file);
    if (seen->faces.empty()) exit = worse(exit, Exit::kRefused);
  }
  return exit;
}

Exit embed_one(PhotoVision& vision, const std::filesystem::path& file) {
  auto seen = look(vision, file);
  if (!seen) return complain(seen.error());
  Json line = json_of(*seen, file);
  if (seen->faces.empty()) {
    print_line(line);
    return Exit::kRefused;
  }
  auto result = template_of(vision, *seen, file);
  if (!result) return complain(result.error());
  line["template"] = json_of(*result);
  print_line(line);
  return Exit::kAccepted;
}

Exit embed_all(PhotoVision& vision, const Options& options) {
  Exit exit = Exit::kAccepted;
  for (const auto& file : options.images) exit = worse(exit, embed_one(vision, file));
  return exit;
}

Result<FaceTemplate> template_in(PhotoVision& vision, const std::filesystem::path& file) {
  auto seen = look(vision, file);
  if (!seen) return fail(std::move(seen.error()));
  return template_of(vision, *seen, file);
}

Exit compare(PhotoVision& vision, const Options& options) {
  auto a = template_in(vision, options.images.at(0));
  if (!a) return complain(a.error());
  auto b = template_in(vision, options.images.at(1));
  if (!b) return complain(b.error());
  const auto apart = distance(a->vectors().front(), b->vectors().front());
  if (!apart) return complain(apart.error());
  const bool same = apart->value <= options.threshold;
  if (options.json)
    print_line({{"model", a->vectors().front().model()},
                {"distance", apart->value},
                {"threshold", options.threshold},
                {"same", same}});
  else
    std::cout << (same ? "same person" : "not the same person") << ": distance " << apart->value << ", limit "
              << options.threshold << '\n';
  return same ? Exit::kAccepted : Exit::kRefused;
}

using Action = Exit (*)(PhotoVision&, const Options&);

CLI::App* add(CLI::App& face, const std::shared_ptr<Options>& options, Exit& exit, const char* name, const char* help,
              Action action) {
  CLI::App* command = face.add_subcommand(name, help);
  command->add_option("IMAGE", options->images, "picture files (JPEG, PNG, PGM, …)")->required();
  command->add_option("--models", options->models,
                      "folder models/fetch filled (default: $GATE_MODELS_DIR or the build's)");
  command->add_flag("--json", options->json, "one JSON object per line");
  command->callback([options, &exit, action] {
    auto vision = open_photo_vision(options->models);
    exit = vision ? action(*vision, *options) : complain(vision.error());
  });
  return command;
}

}  // namespace

void add_face_command(CLI::App& app, Exit& exit) {
  const auto options = std::make_shared<Options>();
  CLI::App* face = app.add_subcommand("face", "find and compare faces in pictures");
  face->require_subcommand(1);
  add(*face, options, exit, "detect", "show the faces of each picture; exit 1 when one has none", &detect);
  add(*face, options, exit, "embed",
      "print each picture's faces and its largest face's template as a line of JSON: personal data, keep it safe",
      &embed_all);
  CLI::App* comparison =
      add(*face, options, exit, "compare", "are these two pictures of the same person? exit 0 yes, 1 no", &compare);
  comparison->get_option("IMAGE")->expected(2);
  comparison->add_option("--threshold", options->threshold, "largest distance that counts as the same person")
      ->check(CLI::Range(0.0, 2.0))
      ->capture_default_str();
}

}  // namespace gate
