#pragma once

#include <map>
#include <string>

#include "config/config_file.h"

namespace gate::testing {

/// Configuration files that exist in memory only.
class MemoryFiles {
 public:
  MemoryFiles& add(const std::string& file, std::string text) {
    files_[file] = std::move(text);
    return *this;
  }
  ReadText reader() const {
    return [files = files_](const std::filesystem::path& file) -> Result<std::string> {
      const auto found = files.find(file.string());
      if (found == files.end()) return fail(ErrorCode::kNotFound, file.string() + ": no such file");
      return found->second;
    };
  }

 private:
  std::map<std::string, std::string> files_;
};

/// The least a configuration needs, with `members` (JSON members and a comma, or nothing) in front.
inline std::string minimal(const std::string& members = "") {
  return "{" + members + R"("recognition": {"curve": "c.json"}, "policy": "p.json",
    "store": {"database": "d", "device_key": "k", "trust_directory": "t"},
    "audit": {"directory": "a"}, "clock_floor": "f")" +
         (members.find("\"camera\"") == std::string::npos ? R"(, "camera": {"replay": {"recording": "r.mp4"}}})" : "}");
}

inline Result<Config> config_of(const std::string& text) {
  return load_config("x.json", MemoryFiles{}.add("x.json", text).reader());
}

}  // namespace gate::testing
