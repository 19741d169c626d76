#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "common/result.h"

namespace gate {

/// What a scene says in one language: a sentence, and what to do next.
struct Sentences {
  std::u32string say;
  std::u32string advice;
};

/// One language file, config/languages/<name>.json: {"language": "English", "scenes": {"<message>": {"say",
/// "advice"}}}. Immutable, thread-safe.
class Language {
 public:
  static constexpr std::size_t kMostSaid = 32;     ///< letters of `say`
  static constexpr std::size_t kMostAdvised = 56;  ///< letters of `advice`

  /// Errors name the file and the key: kNotFound; kInvalidInput (not JSON or not UTF-8, a scene without sentences, an
  /// unknown key, an empty or too long sentence, a control character). Blocks for reading a small file.
  static Result<Language> load(const std::filesystem::path& file);
  /// `names` of files in `directory`, "en" for en.json, in this order; kInvalidInput for none.
  static Result<std::vector<Language>> load_all(const std::filesystem::path& directory,
                                                const std::vector<std::string>& names);

  /// Of a key of message_keys().
  const Sentences& of(std::string_view message) const;
  const std::filesystem::path& file() const { return file_; }

 private:
  std::filesystem::path file_;
  std::map<std::string, Sentences, std::less<>> sentences_;
};

}  // namespace gate
