#pragma once

#include <functional>
#include <optional>

#include "access/staff_action.h"
#include "console/attempt_limiter.h"
#include "console/console_message.h"
#include "console/pairing.h"
#include "console/pin_hash.h"
#include "console/sessions.h"

namespace gate {

/// Who is let in to the console: browsers are paired, PINs looked at and held off, sessions begun and ended.
/// Thread-bound (`console`).
class ConsoleLogin {
 public:
  struct Parts {
    const Clock& clock;
    std::function<void(const StaffAction&)> staff_action;     ///< told of each; must not block
    std::function<void(const Error&)> error;                  ///< likewise
    std::optional<Pairing> pairing;                           ///< nothing: any browser may try a PIN
    std::function<Result<std::optional<PinHash>>(Role)> pin;  ///< the one in force now; nothing: none
  };
  /// What a page is told once it is in.
  using Welcome = std::function<std::string(Role)>;

  ConsoleLogin(Parts parts, SessionTimes times);

  ConsoleResponse pair(const ConsoleRequest& request);
  /// Blocks for a PIN's hash.
  ConsoleResponse login(const ConsoleRequest& request, const Welcome& welcome);
  ConsoleResponse logout(const ConsoleRequest& request, Role role);

  /// The session's token that a request brings; empty when there is none.
  static std::string_view token_of(const ConsoleRequest& request) { return cookie_value(request.cookie, kCookie); }
  /// Its role, as Sessions says: used, or looked at alone.
  std::optional<Role> use(const ConsoleRequest& request) { return sessions_.use(token_of(request)); }
  std::optional<Role> look(std::string_view token) const { return sessions_.look(token); }
  std::size_t sessions() const { return sessions_.size(); }

  static constexpr std::string_view kCookie = "__Host-gate";
  static constexpr std::string_view kBrowserCookie = "__Host-gate-browser";

 private:
  bool knows_browser(const ConsoleRequest& request) const;
  ConsoleResponse check_pin(const ConsoleRequest& request, Role role, std::string_view pin, const Welcome& welcome);

  Parts parts_;
  Sessions sessions_;
  AttemptLimiter limiter_;
};

}  // namespace gate
