#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "access/reason.h"

namespace gate {

/// Who comes to the demo's gate, with what, and what must come of it.
struct DemoVisitor {
  enum class Cache { kIntact, kTamperedWith };
  /// The doses the certificate states; nothing: no certificate and so no pass.
  struct Doses {
    int number;
    int days_ago;
  };

  std::string name;   ///< file name of everything made for them
  std::string story;  ///< for people
  std::optional<Doses> doses{};
  std::string recording{};          ///< in the media folder; empty: made from the group photograph
  std::optional<int> photo_face{};  ///< which face of the group photograph, from the left
  Cache cache = Cache::kIntact;
  Reason expected{};
};

/// The day: four kinds of visitors and two more, in the order they come.
const std::vector<DemoVisitor>& demo_visitors();

/// Where `gate-demo` keeps what it makes, under one folder.
struct DemoFolder {
  std::filesystem::path root;
  std::filesystem::path certificate(const DemoVisitor& v) const { return root / "certificates" / (v.name + ".txt"); }
  std::filesystem::path portrait(const DemoVisitor& v) const { return root / "portraits" / (v.name + ".png"); }
  std::filesystem::path scene(const DemoVisitor& v) const { return root / "scenes" / v.name; }
  std::filesystem::path pass(const DemoVisitor& v) const { return root / "passes" / (v.name + ".pass"); }
  std::filesystem::path trust() const { return root / "trust"; }
  std::filesystem::path database() const { return root / "terminal" / "passes.db"; }
  std::filesystem::path config() const { return root / "terminal.json"; }
  std::filesystem::path contact_sheet() const { return root / "contact-sheet.png"; }
  std::filesystem::path events() const { return root / "events.jsonl"; }
};

}  // namespace gate
