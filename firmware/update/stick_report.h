#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "common/clock.h"
#include "update/stick_reason.h"

namespace gate {

/// What was done with a stick, in plain words: the file gate-report.txt that a technician reads on a laptop.
/// Thread-bound. Holds no personal data; names of files on the stick go into the stick's own copy only.
class StickReport {
 public:
  /// Something taken, or worth knowing; one plain sentence.
  void done(std::string text);
  void note(std::string text);
  /// Something not taken. `what`: of the stick, "update gate-1.3.0.raucb". `files`: names for the stick's copy only.
  void refused(std::string what, const Refusal& refusal, std::vector<std::string> files = {});

  bool any_refused() const;
  bool empty() const { return lines_.empty(); }

  /// What the head of a report says.
  struct Device {
    std::string compatible;  ///< empty where it cannot be told, as the slot
    std::string version;
    std::string slot;
    WallTime now;
    std::string news;                ///< lines of what happened since the last stick
    std::string enrolment_key = {};  ///< public half of the terminal's own, PEM; empty: nobody is enrolled there
  };
  /// For the stick: with the names of its files, and the terminal's key at the end, so that the report can be given to
  /// `gatectl authority delegate --to` as it is. Lines end in CR LF, for Windows.
  std::string for_stick(const Device& device) const;
  /// For the device: without.
  std::string for_device(const Device& device) const;
  struct Line {
    enum class Kind { kDone, kNote, kRefused };
    Kind kind{};
    std::string text;
    std::optional<Refusal> refusal;  ///< of kRefused
    std::vector<std::string> files;
  };
  const std::vector<Line>& lines() const { return lines_; }

 private:
  enum class Names { kShown, kLeftOut };
  std::string render(const Device& device, Names names) const;

  std::vector<Line> lines_;
};

/// The name as a report shows it: printable ASCII, at most 60 characters. Names come from hostile file systems.
std::string shown_name(const std::filesystem::path& file);

}  // namespace gate
