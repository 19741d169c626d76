#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "config/config.h"
#include "screen/screen_feed.h"
#include "sound/sound_output.h"

namespace gate {

/// What staff choose at the console: how loud the sounds are, which language stands first on the screen. Kept in a file
/// of the console's folder, {"volume": 40, "language": "en"}, and so in force after a restart; what was not chosen is
/// as the configuration says. Thread-bound (`console`) once it is open; blocks for its small file.
class StaffChoices {
 public:
  struct Parts {
    SoundOutput* sound;  ///< null: nothing is heard
    ScreenFeed& screen;
  };

  /// Brings what was chosen before into force. Errors: kInvalidInput, kIo, naming the file: the configuration is in
  /// force, and the next choice replaces it.
  Status open(const Config& config, Parts parts);

  /// 0 .. 100; nothing where nothing is heard.
  std::optional<int> volume() const { return volume_; }
  /// Of the screen, the first one first; empty where there is none.
  const std::vector<std::string>& languages() const { return languages_; }

  /// In force at once. kInvalidInput: there is nothing to choose, or no such choice; kIo: not kept, and not in force.
  Status set_volume(int percent);
  Status set_first_language(const std::string& language);

 private:
  Status read();
  Status write(std::optional<int> volume, const std::optional<std::string>& language) const;
  bool bring_forward(const std::string& language);

  std::filesystem::path file_;
  SoundOutput* sound_ = nullptr;
  ScreenFeed* screen_ = nullptr;
  std::optional<int> volume_;
  std::vector<std::string> languages_;
  std::optional<int> chosen_volume_;
  std::optional<std::string> chosen_language_;
};

}  // namespace gate
