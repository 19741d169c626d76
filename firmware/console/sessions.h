#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "common/clock.h"
#include "console/permissions.h"
#include "signatures/sha256.h"

namespace gate {

/// How long a login lasts.
struct SessionTimes {
  std::chrono::minutes idle{30};    ///< without an action
  std::chrono::minutes whole{720};  ///< whatever is done in it
};

/// Who is logged in: a random 256-bit token each, kept as its hash; the role stands until the end. In memory alone: a
/// restart ends them all. At most kMost, the one idle longest gives way. Thread-bound (`console`); never blocks.
class Sessions {
 public:
  Sessions(SessionTimes times, const Clock& clock) : times_(times), clock_(clock) {}

  /// A new session's token, base64url.
  std::string begin(Role role);
  /// The role, and the session is used; nothing when there is none, or no more.
  std::optional<Role> use(std::string_view token);
  /// The same without using it: an open page reads and watches, which keeps nobody logged in.
  std::optional<Role> look(std::string_view token) const;
  void end(std::string_view token) { sessions_.erase(sha256(bytes_of(token))); }
  /// How many are logged in now.
  std::size_t size() const;

  static constexpr std::size_t kMost = 32;

 private:
  struct Session {
    Role role;
    MonotonicTime began, used;
  };
  bool is_over(const Session& session) const;
  void forget_over();

  const SessionTimes times_;
  const Clock& clock_;
  std::map<Sha256, Session> sessions_;
};

}  // namespace gate
