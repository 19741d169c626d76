// The console at a socket that somebody else has opened, as systemd does for a terminal without a network of its own.
#include <gmock/gmock.h>

#include <cstdlib>
#include <thread>

#include "console/console_certificate.h"
#include "console/console_server.h"
#include "console/inherited_socket.h"
#include "fakes/taken_port.h"
#include "fakes/temporary_folder.h"
#include "fakes/tls_client.h"
#include "unit/console/console_desk.h"

namespace gate {
namespace {

using namespace gate::testing;

TEST(ConsoleSocket, IsServedAtWhateverItsAddress) {
  const SystemClock clock;
  const TemporaryFolder folder;
  const TakenPort taken;
  const auto certificate = ConsoleCertificate::open(folder.path(), "127.0.0.1", clock.wall_now());
  ASSERT_TRUE(certificate) << certificate.error().message;
  ConsoleDesk desk{clock};
  // Its address is this machine's no more than the network is, in a process without one.
  const auto server = ConsoleServer::create({.listen = "192.0.2.7",
                                             .key_file = certificate->key_file,
                                             .certificate_file = certificate->certificate_file,
                                             .loopback_port = {},
                                             .socket = ::dup(taken.socket())},
                                            desk.api, desk.feed, desk.failed);
  ASSERT_TRUE(server) << server.error().message;
  const std::jthread serving([&](const std::stop_token& stop) { (*server)->run(stop); });
  HttpClient client(taken.port(), "127.0.0.1");
  ASSERT_TRUE(client.connected());
  EXPECT_EQ(client.ask("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 200);
}

/// Hands a socket over by the protocol of sd_listen_fds(3): from file descriptor 3 on, named in the environment.
class HandedOver {
 public:
  HandedOver(int socket, const char* name, pid_t to = ::getpid()) : kept_(::dup(kFirst)) {
    EXPECT_EQ(::dup2(socket, kFirst), kFirst);
    ::setenv("LISTEN_PID", std::to_string(to).c_str(), 1);
    ::setenv("LISTEN_FDS", "1", 1);
    ::setenv("LISTEN_FDNAMES", name, 1);
  }
  ~HandedOver() {
    for (const char* variable : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"}) ::unsetenv(variable);
    if (kept_ >= 0) ::dup2(kept_, kFirst);
    ::close(kept_ >= 0 ? kept_ : kFirst);
  }
  HandedOver(const HandedOver&) = delete;
  HandedOver& operator=(const HandedOver&) = delete;

  static constexpr int kFirst = 3;

 private:
  const int kept_;
};

TEST(ConsoleSocket, IsFoundByItsNameAlone) {
  const TakenPort taken;
  EXPECT_EQ(inherited_socket("console"), std::nullopt) << "nothing was handed over";
  {
    const HandedOver handed(taken.socket(), "console");
    EXPECT_EQ(inherited_socket("console"), HandedOver::kFirst);
    EXPECT_EQ(inherited_socket("metrics"), std::nullopt);
  }
  const HandedOver to_another(taken.socket(), "console", ::getppid());
  EXPECT_EQ(inherited_socket("console"), std::nullopt) << "it was another process's";
}

TEST(ConsoleSocket, IsOneThatListens) {
  const int silent = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  {
    const HandedOver handed(silent, "console");
    EXPECT_EQ(inherited_socket("console"), std::nullopt);
  }
  ::close(silent);
}

}  // namespace
}  // namespace gate
