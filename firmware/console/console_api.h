#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <variant>

#include "access/staff_action.h"
#include "console/console_login.h"
#include "console/live_feed.h"
#include "console/terminal_view.h"

namespace gate {

/// What the console answers, without sockets: the page's files, login, state, actions and metrics (README.md).
/// Everything but the page's own files, pairing, login and metrics needs a session, and whatever changes something the
/// page's own origin. Thread-bound (`console`).
class ConsoleApi {
 public:
  struct Parts {
    LiveFeed& feed;
    const Clock& clock;
    std::function<TerminalFacts()> facts;
    std::function<void(const StaffAction&)> staff_action;               ///< told of each; must not block
    std::function<void(const Error&)> error;                            ///< likewise
    std::function<void(StaffCommand)> command;                          ///< must not block
    std::function<void(const EnrolmentOrder&)> enrol;                   ///< likewise; empty: nobody is enrolled here
    std::function<Status(ConsoleAction, const PassId&)> change_passes;  ///< kNotFound: no such pass
    std::function<ImportedPasses(Brought, const std::filesystem::path&)>
        import_passes;                                        ///< called on another thread; may block
    std::function<Status(int)> set_volume;                    ///< kInvalidInput: not to be had
    std::function<Status(const std::string&)> set_language;   ///< likewise
    std::optional<Pairing> pairing;                           ///< nothing: any browser may try a PIN
    std::function<Result<std::optional<PinHash>>(Role)> pin;  ///< the one in force now; nothing: none
    std::function<Result<std::string>()> picture{};           ///< of the screen, JPEG; empty: not to be seen
    std::function<Status()> restart{};                        ///< asks for the device's; empty: not to be had here
  };
  struct Settings {
    SessionTimes sessions;
    std::optional<Sha256> metrics_token;  ///< hash of who may read /metrics; nothing: nobody
  };

  ConsoleApi(Parts parts, Settings settings);

  /// Never fails: what is wrong with a request is an answer. Blocks for a PIN's hash, or for the pass store.
  ConsoleResponse answer(const ConsoleRequest& request);

  /// The file that a request brings, by its head; or why it is not taken; or nothing: it brings none, answer() it.
  std::variant<std::monostate, ConsoleResponse, ConsoleUpload> upload(const ConsoleRequest& head);
  static constexpr std::uint64_t kMostUploaded = 64ULL * 1024 * 1024;  ///< in memory: some 20,000 passes of one net

  /// What pages that watch are sent next (text/event-stream): the whole state, so that whoever was slow missed nothing.
  std::string next_event(Role role) const;
  /// Who watches with a page of this session; nothing: it may not go on.
  std::optional<Role> watching_as(std::string_view watcher) const { return login_.look(watcher); }
  /// The state as of now, one line of JSON; without what is none of this role's business.
  std::string state(Role role) const;
  /// The metrics, whoever asks: for the loopback port.
  ConsoleResponse metrics() const;

  /// Told by the server, for the metrics.
  void set_watching(std::size_t pages) { watching_ = pages; }

 private:
  ConsoleResponse answer_api(const ConsoleRequest& request, std::string_view path);
  ConsoleResponse metrics_for(const ConsoleRequest& request) const;
  ConsoleResponse picture() const;
  ConsoleResponse act(const ConsoleRequest& request, Role role);
  ConsoleResponse enrol(const EnrolmentOrder& order, ConsoleAction action, Role role);
  bool is_offered(ConsoleAction action) const;
  std::string session_json(Role role) const;
  ConsoleResponse change_passes(ConsoleAction action, Role role, const std::string& pass);
  ConsoleResponse take_passes(Brought brought, const std::filesystem::path& file, Role role) const;
  ConsoleResponse choose(ConsoleAction action, Role role, const nlohmann::json& body);
  ConsoleResponse restart(Role role);
  TerminalView view() const;

  Parts parts_;
  const Settings settings_;
  const WallTime started_;
  ConsoleLogin login_;
  std::size_t watching_ = 0;
  std::weak_ptr<void> uploading_;  ///< the turn of whoever brings a file
};

}  // namespace gate
