#pragma once

#include <nlohmann/json_fwd.hpp>

namespace gate {

/// Hears every line of the event stream, as the stream's readers see it.
class EventListener {
 public:
  virtual ~EventListener() = default;
  /// On the `events` thread, one line after the other. Must not block: every line waits for the one before.
  virtual void hear(const nlohmann::json& line) = 0;
};

}  // namespace gate
