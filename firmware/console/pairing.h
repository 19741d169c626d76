#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/clock.h"
#include "common/result.h"
#include "signatures/sha256.h"

namespace gate {

/// Which browsers have stood before this terminal: one that types the digits shown on its screen is known from then on
/// by a random 256-bit token, kept as its hash (the newest last). Only then is a PIN of its looked at, so that nobody
/// guesses PINs from elsewhere. Thread-bound (`console`); blocks for its small file.
class Pairing {
 public:
  struct Parts {
    const Clock& clock;
    std::function<void(const std::string& digits)> show;  ///< on the screen, for kShown; empty: take them away
  };
  static constexpr std::chrono::seconds kShown{60};
  static constexpr int kGuesses = 3;                ///< of a million, then the digits are void
  static constexpr std::size_t kMostBrowsers = 32;  ///< the one known longest gives way
  /// So often digits may be asked for in vain; then the screen is left in peace for kPeace, and each time twice as
  /// long, until somebody pairs: whoever guesses without seeing them has 10 x 3 guesses of a million a day at last.
  static constexpr int kAskedInVain = 10;
  static constexpr std::chrono::minutes kPeace{60};
  static constexpr std::chrono::hours kLongestPeace{24};

  /// Reads `file`, <console.directory>/console-browsers.json (mode 0600): {"browsers": ["<SHA-256>", …]}; removing it
  /// unpairs them all at once. kInvalidInput, kIo; each names the file.
  static Result<Pairing> open(std::filesystem::path file, Parts parts);

  bool knows(std::string_view token) const;

  /// Whether digits are on the screen now.
  bool is_shown() const;
  /// Shows digits; those on the screen already stay. How long to wait first; zero: they are shown.
  std::chrono::seconds ask();

  /// The new browser's token for the digits on the screen; nothing when they are others, or none are shown. kIo when it
  /// cannot be kept.
  Result<std::optional<std::string>> answer(std::string_view digits);

 private:
  Pairing(std::filesystem::path file, Parts parts) : file_(std::move(file)), parts_(std::move(parts)) {}
  Result<std::vector<Sha256>> read() const;
  Status write(const std::vector<Sha256>& browsers) const;
  void take_away();

  std::filesystem::path file_;
  Parts parts_;
  std::string digits_;  ///< empty: none are shown
  MonotonicTime shown_until_{};
  int guesses_ = 0;
  int in_vain_ = 0;
  std::chrono::minutes peace_ = kPeace;  ///< the next one
  MonotonicTime peace_until_{};
};

}  // namespace gate
