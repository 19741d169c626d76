#include "console/console_api.h"

#include <openssl/crypto.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <nlohmann/json.hpp>

#include "console/assets.h"
#include "console/metrics_text.h"
#include "console/page_state.h"

namespace gate {
namespace {

using Json = nlohmann::json;

/// 0 when it is no number there that a page can have been told.
std::uint32_t number_of(const Json& document, const char* member) {
  const auto found = document.find(member);
  const bool counts = found != document.end() && found->is_number_unsigned();
  const auto number = counts ? found->get<std::uint64_t>() : 0;
  return number <= UINT32_MAX ? static_cast<std::uint32_t>(number) : 0;
}

std::string_view path_of(std::string_view target) { return target.substr(0, target.find('?')); }

struct Route {
  std::string_view method, path;
};
constexpr std::array kRoutes{Route{"POST", "/api/pair"},    Route{"POST", "/api/login"},  Route{"POST", "/api/logout"},
                             Route{"POST", "/api/actions"}, Route{"GET", "/api/session"}, Route{"GET", "/api/state"},
                             Route{"GET", "/api/events"},   Route{"GET", "/api/screen"}};

}  // namespace

ConsoleApi::ConsoleApi(Parts parts, Settings settings)
    : parts_(std::move(parts)),
      settings_(settings),
      started_(parts_.clock.wall_now()),
      login_({parts_.clock, parts_.staff_action, parts_.error, std::move(parts_.pairing), parts_.pin},
             settings.sessions) {}

ConsoleResponse ConsoleApi::answer(const ConsoleRequest& request) {
  const std::string_view path = path_of(request.target);
  if (path == "/metrics") return metrics_for(request);
  if (path.starts_with("/api/")) return answer_api(request, path);
  const Asset* asset = asset_at(path);
  if (asset == nullptr) return refusal(404, "not_found");
  if (request.method != "GET") return refusal(405, "method_not_allowed");
  return {.type = asset->type, .body = std::string(asset->text)};
}

ConsoleResponse ConsoleApi::answer_api(const ConsoleRequest& request, std::string_view path) {
  const auto at_path = [&](const Route& route) { return route.path == path; };
  const auto wanted = [&](const Route& route) { return at_path(route) && route.method == request.method; };
  const bool changes = request.method != "GET";
  if (changes && !is_same_origin(request.origin, request.host)) return refusal(403, "wrong_origin");
  if (path == "/api/login" && request.method == "POST")
    return login_.login(request, [this](Role role) { return session_json(role); });
  if (path == "/api/pair" && request.method == "POST") return login_.pair(request);
  const std::string_view token = ConsoleLogin::token_of(request);
  const bool watches = path == "/api/events";
  const std::optional<Role> role = changes ? login_.use(request) : login_.look(token);
  if (!role) return refusal(401, "no_session");
  if (std::ranges::none_of(kRoutes, wanted))
    return std::ranges::any_of(kRoutes, at_path) ? refusal(405, "method_not_allowed") : refusal(404, "not_found");
  if (watches) return {.type = "text/event-stream", .body = next_event(*role), .watcher = std::string(token)};
  if (path == "/api/screen") return picture();
  if (path == "/api/logout") return login_.logout(request, *role);
  if (path == "/api/actions") return act(request, *role);
  return {.body = path == "/api/session" ? session_json(*role) : state(*role)};
}

// ---- what a page needs -------------------------------------------------------------------------------------------

bool ConsoleApi::is_offered(ConsoleAction action) const {
  if (action == ConsoleAction::kRestart) return parts_.restart != nullptr;
  return parts_.enrol != nullptr || !enrolment_command_of(action);
}

/// The actions are those that this role may take on this terminal.
std::string ConsoleApi::session_json(Role role) const {
  Json actions = Json::array();
  for (const ConsoleAction action : kConsoleActions)
    if (is_allowed(role, action) && is_offered(action)) actions.push_back(to_string(action));
  return Json{{"role", to_string(role)}, {"actions", std::move(actions)}, {"screen", parts_.picture != nullptr}}.dump();
}

/// What visitors see now; told to whoever is logged in, for the console is where such a screen is.
ConsoleResponse ConsoleApi::picture() const {
  if (!parts_.picture) return refusal(404, "not_found");
  auto jpeg = parts_.picture();
  if (!jpeg) parts_.error(jpeg.error());
  if (!jpeg || jpeg->empty()) return refusal(503, "no_picture");
  return {.type = "image/jpeg", .body = *std::move(jpeg)};
}

// ---- passes that are brought -------------------------------------------------------------------------------------

std::variant<std::monostate, ConsoleResponse, ConsoleUpload> ConsoleApi::upload(const ConsoleRequest& head) {
  const std::string_view path = path_of(head.target);
  if (path != "/api/passes" && path != "/api/bundles") return std::monostate{};
  if (head.method != "POST") return refusal(405, "method_not_allowed");
  if (!is_same_origin(head.origin, head.host)) return refusal(403, "wrong_origin");
  const auto role = login_.use(head);
  if (!role) return refusal(401, "no_session");
  if (!is_allowed(*role, ConsoleAction::kImportPasses)) {
    parts_.staff_action({to_string(*role), to_string(ConsoleAction::kImportPasses), "not_allowed"});
    return refusal(403, "not_allowed");
  }
  if (head.content_type != "application/octet-stream") return refusal(400, "not_understood");
  if (!uploading_.expired()) return refusal(409, "busy");
  const int memory = ::memfd_create("passes", MFD_CLOEXEC);
  if (memory < 0) {
    parts_.error({ErrorCode::kIo, "passes brought to the console: no memory for them"});
    return refusal(500, "failed");
  }
  const std::shared_ptr<void> turn(nullptr, [memory](void*) { ::close(memory); });
  uploading_ = turn;
  const Brought brought = path == "/api/bundles" ? Brought::kBundle : Brought::kPass;
  std::filesystem::path place = "/proc/self/fd/" + std::to_string(memory);
  return ConsoleUpload{place, kMostUploaded,
                       [this, brought, place, role = *role] { return take_passes(brought, place, role); }, turn};
}

/// Not on the console's thread.
ConsoleResponse ConsoleApi::take_passes(Brought brought, const std::filesystem::path& file, Role role) const {
  const ImportedPasses imported = parts_.import_passes(brought, file);
  const bool taken = imported.refusal.empty();
  parts_.staff_action({to_string(role), to_string(ConsoleAction::kImportPasses), taken ? "done" : "refused"});
  if (!taken) {
    parts_.error(
        {ErrorCode::kUntrusted, "passes brought to the console: " + imported.refusal + ": " + imported.detail});
    return {.status = 409, .body = Json{{"error", "passes_refused"}, {"why", imported.refusal}}.dump()};
  }
  return {.body = Json{{"result", "done"},
                       {"taken", imported.taken},
                       {"withdrawn", imported.withdrawn},
                       {"left_out", imported.left_out}}
                      .dump()};
}

// ---- actions -----------------------------------------------------------------------------------------------------

ConsoleResponse ConsoleApi::act(const ConsoleRequest& request, Role role) {
  const Json body = body_of(request);
  const auto action = parse_action(body.is_object() ? text_of(body, "action") : "");
  if (!action) return refusal(400, "not_understood");
  if (!is_allowed(role, *action)) {
    parts_.staff_action({to_string(role), to_string(*action), "not_allowed"});
    return refusal(403, "not_allowed");
  }
  if (const auto enrolment = enrolment_command_of(*action))
    return enrol({*enrolment, number_of(body, "comparison")}, *action, role);
  if (*action == ConsoleAction::kImportPasses) return refusal(400, "not_understood");  // see upload()
  if (*action == ConsoleAction::kSetVolume || *action == ConsoleAction::kSetLanguage)
    return choose(*action, role, body);
  if (*action == ConsoleAction::kRestart) return restart(role);
  const auto command = command_of(*action);
  if (!command) return change_passes(*action, role, text_of(body, "pass"));
  // Before the command, so that the log tells cause and effect in this order.
  parts_.staff_action({to_string(role), to_string(*action), "asked"});
  parts_.command(*command);
  return {.status = 202, .body = R"({"result":"asked"})"};
}

ConsoleResponse ConsoleApi::enrol(const EnrolmentOrder& order, ConsoleAction action, Role role) {
  if (!parts_.enrol) return refusal(409, "no_enrolment");
  if (order.command == EnrolmentCommand::kConfirm && order.comparison == 0) return refusal(400, "not_understood");
  parts_.staff_action({to_string(role), to_string(action), "asked"});
  parts_.enrol(order);
  return {.status = 202, .body = R"({"result":"asked"})"};
}

ConsoleResponse ConsoleApi::change_passes(ConsoleAction action, Role role, const std::string& pass) {
  const auto id = parse_pass_id(pass);
  if (!id) return refusal(400, "no_pass_id");
  const Status changed = parts_.change_passes(action, *id);
  const bool unknown = !changed && changed.error().code == ErrorCode::kNotFound;
  const std::string_view result = changed ? "done" : unknown ? "not_found" : "failed";
  parts_.staff_action({to_string(role), to_string(action), result, *id});
  if (changed) return {.body = R"({"result":"done"})"};
  if (!unknown) parts_.error(changed.error());
  return refusal(unknown ? 404 : 500, unknown ? "no_such_pass" : "failed");
}

ConsoleResponse ConsoleApi::choose(ConsoleAction action, Role role, const Json& body) {
  const auto volume = body.find("volume");
  const bool of_volume = action == ConsoleAction::kSetVolume;
  if (of_volume && (volume == body.end() || !volume->is_number_unsigned() || volume->get<std::uint64_t>() > 100))
    return refusal(400, "not_understood");
  const Status chosen =
      of_volume ? parts_.set_volume(volume->get<int>()) : parts_.set_language(text_of(body, "language"));
  const bool none = !chosen && chosen.error().code == ErrorCode::kInvalidInput;
  parts_.staff_action({to_string(role), to_string(action), chosen ? "done" : none ? "not_found" : "failed"});
  if (chosen) return {.body = R"({"result":"done"})"};
  if (!none) parts_.error(chosen.error());
  return refusal(none ? 409 : 500, none ? "no_such_choice" : "failed");
}

/// It comes when nobody is in the gate: nothing here waits for that.
ConsoleResponse ConsoleApi::restart(Role role) {
  if (!parts_.restart) return refusal(409, "no_restart");
  const Status asked = parts_.restart();
  parts_.staff_action({to_string(role), to_string(ConsoleAction::kRestart), asked ? "asked" : "failed"});
  if (asked) return {.status = 202, .body = R"({"result":"asked"})"};
  parts_.error(asked.error());
  return refusal(500, "failed");
}

// ---- what is told ------------------------------------------------------------------------------------------------

TerminalView ConsoleApi::view() const {
  const TerminalSnapshot snapshot = parts_.feed.snapshot();
  const auto in_state = parts_.clock.monotonic_now() - snapshot.state_since;
  return {.tally = parts_.feed.tally(),
          .snapshot = snapshot,
          .enrolment = parts_.feed.enrolment(),
          .facts = parts_.facts(),
          .now = parts_.clock.wall_now(),
          .started = started_,
          .in_state = std::chrono::floor<std::chrono::seconds>(in_state),
          .sessions = login_.sessions(),
          .streams = watching_,
          .temperatures_c = {}};
}

std::string ConsoleApi::state(Role role) const {
  TerminalView shown = view();
  if (!is_allowed(role, ConsoleAction::kEnrolConfirm)) shown.enrolment.initial = shown.enrolment.birth_year = "";
  if (!is_allowed(role, ConsoleAction::kRestart)) shown.facts.device.reset();
  return page_state(shown).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string ConsoleApi::next_event(Role role) const { return "event: state\ndata: " + state(role) + "\n\n"; }

ConsoleResponse ConsoleApi::metrics() const {
  TerminalView shown = view();
  shown.temperatures_c = read_temperatures();
  return {.type = kMetricsType, .body = metrics_text(shown)};
}

ConsoleResponse ConsoleApi::metrics_for(const ConsoleRequest& request) const {
  constexpr std::string_view kBearer = "Bearer ";
  if (request.method != "GET") return refusal(405, "method_not_allowed");
  if (!settings_.metrics_token || !request.authorization.starts_with(kBearer)) return refusal(401, "no_token");
  const Sha256 told = sha256(bytes_of(request.authorization.substr(kBearer.size())));
  const bool right = CRYPTO_memcmp(told.data(), settings_.metrics_token->data(), told.size()) == 0;
  return right ? metrics() : refusal(401, "wrong_token");
}

}  // namespace gate
