#include "evaluation/face_collection.h"

#include <algorithm>
#include <fstream>
#include <memory>
#include <sstream>

#include "vision/photo.h"
#include "vision/photo_vision.h"

namespace gate {
namespace {

namespace fs = std::filesystem;

Result<EvaluatedPicture> look(PhotoVision& vision, const fs::path& dir, const fs::path& file) {
  EvaluatedPicture seen{
      .file = fs::relative(file, dir).string(), .identity = {}, .faces = 0, .quality = {}, .photo = {}, .frame = {}};
  const auto picture = read_photo(file);
  if (!picture) return seen;
  const auto faces = vision.finder.find(*picture);
  if (!faces) return fail(faces.error(), seen.file);
  seen.faces = faces->size();
  if (faces->empty()) return seen;
  seen.quality = assess(*picture, faces->front(), photo_quality_limits());
  auto photo = embed(vision.embedders, *picture, faces->front(), Effort::kPhoto);
  auto frame = embed(vision.embedders, *picture, faces->front(), Effort::kFrame);
  if (!photo || !frame) return fail(photo ? frame.error() : photo.error(), seen.file);
  seen.photo = *std::move(photo);
  seen.frame = *std::move(frame);
  return seen;
}

Result<std::vector<EvaluatedPair>> read_pairs(const fs::path& file, const std::vector<EvaluatedPicture>& persons) {
  std::map<std::string, std::size_t> index;
  for (std::size_t i = 0; i < persons.size(); ++i) index[persons[i].file] = i;
  std::vector<EvaluatedPair> pairs;
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  for (int number = 2; std::getline(in, line); ++number) {
    std::istringstream fields(line);
    std::string a;
    std::string b;
    std::string same;
    std::getline(std::getline(std::getline(fields, a, ','), b, ','), same, ',');
    if (!index.contains(a) || !index.contains(b) || (same != "0" && same != "1"))
      return fail(ErrorCode::kInvalidInput,
                  file.string() + ", line " + std::to_string(number) +
                      ": wanted file_a,file_b,same with two pictures under persons/ and 0 or 1");
    pairs.push_back({index[a], index[b], same == "1"});
  }
  return pairs;
}

Result<std::map<std::string, std::string>> read_groups(const fs::path& file) {
  std::map<std::string, std::string> groups;
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  for (int number = 2; std::getline(in, line); ++number) {
    const auto comma = line.find(',');
    if (comma == std::string::npos)
      return fail(ErrorCode::kInvalidInput,
                  file.string() + ", line " + std::to_string(number) + ": wanted identity,group");
    groups[line.substr(0, comma)] = line.substr(comma + 1);
  }
  return groups;
}

}  // namespace

std::string source_of(const std::string& identity) { return identity.substr(0, identity.find('_')); }

std::vector<fs::path> sorted_entries(const fs::path& dir) {
  std::error_code error;
  std::vector<fs::path> found;
  for (fs::directory_iterator it(dir, error), end; !error && it != end; it.increment(error))
    found.push_back(it->path());
  std::ranges::sort(found);
  return found;
}

std::vector<fs::path> pictures_in(const fs::path& dir) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::recursive_directory_iterator it(dir, error), end; !error && it != end; it.increment(error))
    if (it.depth() == 1 && it->is_regular_file()) files.push_back(it->path());
  std::ranges::sort(files);
  return files;
}

std::string FaceCollection::group_of(const std::string& identity) const {
  const auto told = groups.find(identity);
  return told != groups.end() ? told->second : source_of(identity);
}

Result<FaceCollection> evaluate_collection(const fs::path& dir, const fs::path& models,
                                           const std::function<void(std::size_t, std::size_t)>& progress) {
  const auto persons = pictures_in(dir / "persons");
  const auto distractors = pictures_in(dir / "distractors");
  if (persons.empty())
    return fail(ErrorCode::kNotFound, (dir / "persons").string() + ": no <identity>/<picture> there");
  auto vision = open_photo_vision(models);
  if (!vision) return fail(std::move(vision.error()));
  FaceCollection collection;
  for (const auto& embedder : vision->embedders) collection.models.push_back(embedder->model());
  std::size_t done = 0;
  for (const auto* files : {&persons, &distractors}) {
    for (const auto& file : *files) {
      progress(++done, persons.size() + distractors.size());
      auto seen = look(*vision, dir, file);
      if (!seen) return fail(std::move(seen.error()));
      const auto folder = file.parent_path().filename().string();
      if (files == &persons) seen->identity = folder;
      (files == &persons ? collection.persons : collection.distractors[folder]).push_back(*std::move(seen));
    }
  }
  auto pairs = read_pairs(dir / "pairs.csv", collection.persons);
  if (!pairs) return fail(std::move(pairs.error()));
  collection.pairs = *std::move(pairs);
  auto groups = read_groups(dir / "groups.csv");
  if (!groups) return fail(std::move(groups.error()));
  collection.groups = *std::move(groups);
  return collection;
}

}  // namespace gate
