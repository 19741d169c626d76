#pragma once

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <functional>
#include <thread>

#include "end_to_end/terminal/gate_site.h"
#include "fakes/tls_client.h"

namespace gate {

/// Looks again and again, for half a minute at most.
inline bool comes_true(const std::function<bool()>& condition) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  while (std::chrono::steady_clock::now() < until) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
  return condition();
}

/// A venue whose terminal runs with a console: a recording over and over, a simulated gate, a PIN for each role.
class ConsoleSite {
 public:
  static constexpr const char* kPins[3] = {"111111", "222222", "333333"};

  explicit ConsoleSite(const std::string& recording = "franck.mp4", const Json& changes = Json::object()) {
    Json document{{"camera", {{"replay", {{"at_end", "loop"}, {"pace", "recorded"}}}}},
                  {"console",
                   {{"listen", "127.0.0.1"},
                    {"port", port},
                    {"metrics", {{"token_sha256", kTokenHash}, {"loopback_port", metrics_port}}}}}};
    document.merge_patch(changes);
    config = site.configure(GateSite::media(recording), document);
    const std::string roles[3] = {"staff", "supervisor", "technician"};
    for (int i = 0; i < 3; ++i) {
      const Ended set = run_command("echo " + std::string(kPins[i]) + " | " + GateSite::program("gatectl") +
                                    " console set-pin --role " + roles[i] + " --config " + config.string());
      EXPECT_EQ(set.status, 0) << set.output;
    }
  }
  ~ConsoleSite() { stop(); }
  ConsoleSite(const ConsoleSite&) = delete;
  ConsoleSite& operator=(const ConsoleSite&) = delete;

  /// Merges more into the configuration; before start().
  void change(const Json& changes) const {
    Json document = Json::parse(std::ifstream(config));
    document.merge_patch(changes);
    std::ofstream(config) << document;
  }
  /// Returns once the console answers.
  void start() {
    launch();
    EXPECT_TRUE(comes_true([this] { return HttpClient(port).connected(); })) << log();
  }
  void launch() {
    terminal_ = ::fork();
    if (terminal_ == 0) {
      const int log = ::open((site.folder / "log.txt").c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
      ::dup2(log, STDOUT_FILENO);
      ::dup2(log, STDERR_FILENO);
      ::execl(GateSite::program("gate-terminal").c_str(), "gate-terminal", "--config", config.c_str(), "--events",
              (site.folder / "events.jsonl").c_str(), nullptr);
      ::_exit(127);
    }
  }
  /// Its exit status; -1 when none runs.
  int stop() {
    if (terminal_ <= 0) return -1;
    ::kill(terminal_, SIGTERM);
    int status = 0;
    ::waitpid(std::exchange(terminal_, -1), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  bool runs() const { return terminal_ > 0 && ::waitpid(terminal_, nullptr, WNOHANG) == 0; }
  std::string log() const {
    std::stringstream text;
    text << std::ifstream(site.folder / "log.txt").rdbuf();
    return text.str();
  }

  struct Asked {
    std::string method = "GET", path = "/", cookie{}, body{}, origin{}, authorization{};
  };
  HttpReply ask(const Asked& asked, const char* from = "127.0.0.1") const {
    std::string request =
        asked.method + " " + asked.path + " HTTP/1.1\r\nHost: " + host() + "\r\nConnection: close\r\n";
    if (!asked.cookie.empty()) request += "Cookie: " + asked.cookie + "\r\n";
    if (!asked.origin.empty()) request += "Origin: " + asked.origin + "\r\n";
    if (!asked.authorization.empty()) request += "Authorization: " + asked.authorization + "\r\n";
    if (asked.method == "POST")
      request += "Content-Type: application/json\r\nContent-Length: " + std::to_string(asked.body.size()) + "\r\n";
    return HttpClient(port, from).ask(request + "\r\n" + asked.body);
  }
  HttpReply post(const std::string& path, const std::string& cookie, const Json& body) const {
    return ask({.method = "POST",
                .path = path,
                .cookie = cookie,
                .body = body.dump(),
                .origin = "https://" + host(),
                .authorization = ""});
  }
  /// The session's cookie.
  std::string log_in(const std::string& role) const {
    const char* pin = role == "staff" ? kPins[0] : role == "supervisor" ? kPins[1] : kPins[2];
    const HttpReply reply = post("/api/login", "", {{"role", role}, {"pin", pin}});
    EXPECT_EQ(reply.status, 200) << reply.body;
    const auto at = reply.head.find("__Host-gate=");
    return at == std::string::npos ? "" : reply.head.substr(at, reply.head.find(';', at) - at);
  }
  HttpReply bring(const std::string& cookie, const std::string& passes, const std::string& path = "/api/passes",
                  std::size_t stated = 0) const {
    return HttpClient(port, "127.0.0.1")
        .ask("POST " + path + " HTTP/1.1\r\nHost: " + host() + "\r\nConnection: close\r\nCookie: " + cookie +
             "\r\nOrigin: https://" + host() + "\r\nContent-Type: application/octet-stream\r\nContent-Length: " +
             std::to_string(stated == 0 ? passes.size() : stated) + "\r\n\r\n" + passes);
  }
  HttpReply act(const std::string& cookie, const std::string& action, const std::string& pass = "") const {
    Json body{{"action", action}};
    if (!pass.empty()) body["pass"] = pass;
    if (action == "enrol_confirm") body["comparison"] = state(cookie)["enrolment"]["comparison"];
    return post("/api/actions", cookie, body);
  }
  Json state(const std::string& cookie) const {
    return Json::parse(ask({.path = "/api/state", .cookie = cookie}).body);
  }
  std::string host() const { return "127.0.0.1:" + std::to_string(port); }

  std::vector<Json> events(const std::string& type) const { return site.events(type); }
  /// Whether an event of this type with these fields has been written.
  bool told(const std::string& type, const Json& fields) const {
    for (const Json& event : events(type)) {
      Json merged = event;
      merged.merge_patch(fields);
      if (merged == event) return true;
    }
    return false;
  }

  static constexpr const char* kToken = "a-long-random-token-of-the-collector";
  static constexpr const char* kTokenHash = "b06ee337f819adf2a84a420d0bd9f159564da7c291509610954b134eb5f8f3c9";

  GateSite site;
  const int port = free_port(), metrics_port = free_port();
  std::filesystem::path config;

 private:
  pid_t terminal_ = -1;
};

}  // namespace gate
