#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

namespace gate {

/// On a terminal's standard error, one line that moves ("" wipes it); nothing where that is a file.
void show_progress(const std::string& what);

/// "looking at pictures: 12/752", the same way.
void show_picture_progress(std::size_t done, std::size_t all);

/// "issuing [########            ] 120/500, 3 refused, about 4 min left", the same way, at most ten times a second. The
/// time left is by the pace since the first advance_to(): what was done until then took other time. Thread-bound.
class ProgressBar {
 public:
  /// `what` is going on, with `all` of something.
  ProgressBar(std::string what, std::size_t all) : what_(std::move(what)), all_(all) {}
  ~ProgressBar() { end(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  /// `remark`: what else to say, "3 refused".
  void advance_to(std::size_t done, const std::string& remark = "");
  /// Wipes it.
  void end();

 private:
  std::string time_left(std::size_t done) const;

  const std::string what_;
  const std::size_t all_;
  struct Beginning {
    std::chrono::steady_clock::time_point at;
    std::size_t done;
  };
  std::optional<Beginning> begun_;
  std::chrono::steady_clock::time_point shown_;
};

}  // namespace gate
