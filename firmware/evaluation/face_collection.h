#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/result.h"
#include "templates/face_template.h"
#include "vision/quality.h"

namespace gate {

/// A picture of an evaluation collection, as the program sees it.
struct EvaluatedPicture {
  std::string file;      ///< relative to the collection
  std::string identity;  ///< empty for distractors
  std::size_t faces = 0;
  std::optional<Quality> quality;     ///< of the largest face
  std::optional<FaceTemplate> photo;  ///< as an enrolment photograph
  std::optional<FaceTemplate> frame;  ///< as one frame at the gate
};

/// A pair of pictures of pairs.csv, as indices into FaceCollection::persons.
struct EvaluatedPair {
  std::size_t a = 0;
  std::size_t b = 0;
  bool same = false;
};

/// `dir`/persons/<identity>/<picture>, `dir`/pairs.csv (file_a,file_b,same,…; optional), `dir`/groups.csv
/// (identity,group; optional) and `dir`/distractors/<kind>/<picture> (optional), with every picture looked at.
struct FaceCollection {
  std::vector<ModelId> models;  ///< of the templates: dlib's, then the supplementary net's if it was there
  std::vector<EvaluatedPicture> persons;
  std::vector<EvaluatedPair> pairs;
  std::map<std::string, std::vector<EvaluatedPicture>> distractors;
  std::map<std::string, std::string> groups;  ///< of groups.csv

  /// As groups.csv says; else source_of() the identity.
  std::string group_of(const std::string& identity) const;
};

/// The source an identity came from: what its name has before the first '_'.
std::string source_of(const std::string& identity);

/// What a folder holds, in one order everywhere; nothing where there is no such folder.
std::vector<std::filesystem::path> sorted_entries(const std::filesystem::path& dir);

/// The files of `dir`/<kind>/, for all kinds, in one order everywhere: random choices made over them are repeatable.
std::vector<std::filesystem::path> pictures_in(const std::filesystem::path& dir);

/// Looks at every picture: about 0.2 s each. `progress` is told how many of how many are done. Unreadable pictures
/// count as without face. kNotFound without persons, kInvalidInput for a pairs.csv or groups.csv that does not
/// fit.
Result<FaceCollection> evaluate_collection(const std::filesystem::path& dir, const std::filesystem::path& models,
                                           const std::function<void(std::size_t, std::size_t)>& progress);

}  // namespace gate
