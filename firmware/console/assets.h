#pragma once

#include <span>
#include <string_view>

namespace gate {

/// One of the page's files (assets/), compiled in.
struct Asset {
  std::string_view path;  ///< as a browser asks for it
  std::string_view type;
  std::string_view text;
};

/// All of them.
std::span<const Asset> assets();
/// Null when nothing is there.
const Asset* asset_at(std::string_view path);

}  // namespace gate
