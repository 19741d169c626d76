#pragma once

#include <string>
#include <utility>

#include "common/result.h"

namespace gate {

/// An error's message begins with its place in the expression ("if/1/in: …"); each level on the way up puts its own
/// step in front. Private to this folder.
inline tl::unexpected<Error> fail_inside(Error error, const std::string& step) {
  error.message.insert(0, step + "/");
  return tl::make_unexpected(std::move(error));
}

}  // namespace gate
