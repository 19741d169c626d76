// The server over real TLS on the loopback interface: what slow, stuck and too many browsers do to each other.
#include "console/console_server.h"

#include <gmock/gmock.h>

#include <future>
#include <new>
#include <thread>

#include "console/console_certificate.h"
#include "fakes/taken_port.h"
#include "fakes/temporary_folder.h"
#include "fakes/tls_client.h"
#include "unit/console/console_desk.h"

namespace gate {
namespace {

using namespace gate::testing;
using namespace std::chrono_literals;
using ::testing::HasSubstr;

class ConsoleServerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto certificate = ConsoleCertificate::open(folder.path(), "127.0.0.1", clock.wall_now());
    ASSERT_TRUE(certificate) << certificate.error().message;
    auto made = ConsoleServer::create({.listen = "127.0.0.1",
                                       .port = port,
                                       .key_file = certificate->key_file,
                                       .certificate_file = certificate->certificate_file,
                                       .loopback_port = metrics_port,
                                       .time_limits = time_limits},
                                      desk.api, desk.feed, desk.failed);
    ASSERT_TRUE(made) << made.error().message;
    server = *std::move(made);
    cookie = desk.log_in(Role::kStaff);  // before the thread: the API is bound to it
    supervisor = desk.log_in(Role::kSupervisor);
    thread = std::jthread([this](const std::stop_token& stop) { server->run(stop); });
  }

  std::string get(const std::string& path) const {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nCookie: " + cookie + "\r\n\r\n";
  }
  /// The head of a file of passes, `bytes` long.
  std::string file_of(std::size_t bytes) const {
    return "POST /api/passes HTTP/1.1\r\nHost: localhost\r\nOrigin: https://localhost\r\nCookie: " + supervisor +
           "\r\nContent-Type: application/octet-stream\r\nContent-Length: " + std::to_string(bytes) + "\r\n\r\n";
  }
  /// The server may still be opening its door.
  std::unique_ptr<HttpClient> visit(const char* from = "127.0.0.1") const {
    for (;;) {
      auto client = std::make_unique<HttpClient>(port, from);
      if (client->connected()) return client;
      std::this_thread::yield();
    }
  }
  Json next_state(HttpClient& page) const {
    const std::string event = page.receive_until("\n\n");
    const auto data = event.find("data: ");
    return data == std::string::npos ? Json(nullptr) : Json::parse(event.substr(data + 6));
  }
  void gate_changes_to(GateState state) {
    TerminalSnapshot snapshot;
    snapshot.state = state;
    desk.feed.see(snapshot);
  }

  ConsoleTimeLimits time_limits;
  SystemClock clock;
  TemporaryFolder folder;
  const int port = free_port(), metrics_port = free_port();
  ConsoleDesk desk{clock};
  std::unique_ptr<ConsoleServer> server;
  std::string cookie, supervisor;
  std::jthread thread;  // last: it ends first
};

TEST_F(ConsoleServerTest, AnswersOneRequestAfterTheOther) {
  const auto client = visit();
  const HttpReply page = client->ask(get("/"));
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("<!doctype html>"));
  for (const char* header : {"Content-Security-Policy: default-src 'none'", "X-Content-Type-Options: nosniff",
                             "X-Frame-Options: DENY", "Cache-Control: no-store", "Referrer-Policy: no-referrer"})
    EXPECT_THAT(page.head, HasSubstr(header));
  const HttpReply state = client->ask(get("/api/state"));
  EXPECT_EQ(state.status, 200);
  EXPECT_EQ(Json::parse(state.body)["gate"]["state"], "idle");
  EXPECT_EQ(client->ask(get("/nothing")).status, 404);
}

TEST_F(ConsoleServerTest, APageThatWatchesSeesEveryChange) {
  const auto page = visit();
  ASSERT_TRUE(page->send(get("/api/events")));
  EXPECT_THAT(page->receive_until("\r\n\r\n"), HasSubstr("text/event-stream"));
  EXPECT_EQ(next_state(*page)["gate"]["state"], "idle");
  gate_changes_to(GateState::kOpen);
  Json state;
  while ((state = next_state(*page)).is_object() && state["gate"]["state"] != "open") continue;
  EXPECT_EQ(state["gate"]["state"], "open");
}

TEST_F(ConsoleServerTest, AFileArrivesWholeAndTheOthersAreAnsweredWhileTheStoreTakesIt) {
  std::promise<void> store_is_free;
  desk.while_importing = [&] { store_is_free.get_future().wait(); };
  const std::string file(3'000'000, 'p');
  const auto bringing = visit();
  ASSERT_TRUE(bringing->send(file_of(file.size()) + file));
  EXPECT_EQ(visit()->ask(get("/api/state")).status, 200);
  store_is_free.set_value();
  const HttpReply taken = bringing->reply();
  EXPECT_EQ(taken.status, 200) << taken.body;
  EXPECT_EQ(desk.brought, file);
  EXPECT_EQ(bringing->ask(get("/api/state")).status, 200) << "the connection goes on";
}

TEST_F(ConsoleServerTest, AFileThatBreaksOffGivesItsTurnBack) {
  {
    const auto gone = visit();
    ASSERT_TRUE(gone->send(file_of(1000) + "half"));
    EXPECT_EQ(visit()->ask(file_of(4) + "next").status, 409) << "one at a time";
  }
  HttpReply reply;
  while ((reply = visit()->ask(file_of(4) + "next")).status == 409) std::this_thread::yield();
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(desk.brought, "next") << "and nothing was made of the half";
}

/// Short of patience: who keeps it waiting is seen to be closed.
class ImpatientConsoleServerTest : public ConsoleServerTest {
 protected:
  ImpatientConsoleServerTest() { time_limits = {.handshake = 2s, .request = 2s, .answer = 2s, .upload = 2s}; }

  bool watching_are(int pages) const {
    HttpClient collector(metrics_port, "127.0.0.1", HttpClient::Over::kPlain);
    const HttpReply reply = collector.ask("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
    return reply.body.find("\ngate_terminal_console_streams " + std::to_string(pages) + "\n") != std::string::npos;
  }
};

/// One page reads nothing while each message is more than its sockets hold; another sees what is new all the same.
TEST_F(ImpatientConsoleServerTest, AStuckPageDelaysNobodyAndIsClosed) {
  for (std::size_t i = 0; i < Tally::kLast; ++i)
    desk.feed.hear({{"type", "error"}, {"device", "camera"}, {"message", std::string(64 * 1024, 'x')}, {"at", "t"}});
  const auto page = visit("127.0.0.3");
  ASSERT_TRUE(page->send(get("/api/events")));
  page->receive_until("\r\n\r\n");
  next_state(*page);
  const auto stuck = visit("127.0.0.2");
  ASSERT_TRUE(stuck->send(get("/api/events")));
  constexpr int kMost = 600;  // bounds a failing test
  const auto until_watching_are = [&](int pages) {
    for (int i = 0; i < kMost && !watching_are(pages); ++i) {
      gate_changes_to(i % 2 == 0 ? GateState::kOpen : GateState::kIdle);
      if (!next_state(*page).is_object()) return false;
    }
    return watching_are(pages);
  };
  EXPECT_TRUE(until_watching_are(2));
  EXPECT_TRUE(until_watching_are(1)) << "the one that reads";
  EXPECT_TRUE(stuck->closed());
  gate_changes_to(GateState::kHeld);
  Json state;
  while ((state = next_state(*page)).is_object() && state["gate"]["state"] != "held") continue;
  EXPECT_EQ(state["gate"]["state"], "held");
  EXPECT_EQ(visit("127.0.0.4")->ask(get("/api/state")).status, 200);
}

TEST_F(ImpatientConsoleServerTest, WhoSaysNothingOrHalfOfItKeepsNobodyWaitingAndIsClosed) {
  std::vector<std::unique_ptr<HttpClient>> silent;
  silent.push_back(std::make_unique<HttpClient>(port, "127.0.0.5", HttpClient::Over::kPlain));  // no handshake either
  for (const char* from : {"127.0.0.2", "127.0.0.3"}) {
    for (int i = 0; i < 8; ++i) {
      silent.push_back(visit(from));
      if (i % 4 == 0) silent.back()->send("POST /api/login HTTP/1.1\r\nHost: loc");
      if (i % 4 == 2) silent.back()->send(file_of(100) + "half of a file");
    }
  }
  EXPECT_EQ(visit("127.0.0.4")->ask(get("/api/state")).status, 200);
  for (const auto& client : silent) EXPECT_TRUE(client->closed());
}

TEST_F(ConsoleServerTest, OneAddressGetsItsShareAndNoMore) {
  const auto client = visit("127.0.0.3");
  std::vector<std::unique_ptr<HttpClient>> greedy;
  while (greedy.size() < ConsoleServer::kMaxOfOneAddress) greedy.push_back(visit("127.0.0.2"));
  EXPECT_FALSE(HttpClient(port, "127.0.0.2").connected());
  EXPECT_EQ(client->ask(get("/api/state")).status, 200);
  EXPECT_EQ(visit("127.0.0.3")->ask(get("/api/state")).status, 200);
  greedy.clear();
  EXPECT_EQ(visit("127.0.0.2")->ask(get("/api/state")).status, 200) << "as soon as it leaves";
}

TEST_F(ConsoleServerTest, RequestsPastTheirBoundsAreRefused) {
  EXPECT_EQ(visit()->ask("GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(9000, 'a') + "\r\n\r\n").status, 413);
  EXPECT_EQ(visit()->ask("POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n").status, 413);
  EXPECT_EQ(visit()->ask("NONSENSE\r\n\r\n").status, 400);
  EXPECT_EQ(visit()->ask("GET /api/state HTTP/1.1\r\nHost: x\r\nCookie: " + cookie + "\r\nCookie: a=b\r\n\r\n").status,
            401)
      << "a header that comes twice counts as missing";
  const auto plain = std::make_unique<HttpClient>(port, "127.0.0.1", HttpClient::Over::kPlain);
  EXPECT_EQ(plain->ask(get("/")).status, 0) << "TLS alone";
}

TEST_F(ConsoleServerTest, TheLoopbackPortTellsMetricsAndNothingElse) {
  visit();
  HttpClient collector(metrics_port, "127.0.0.1", HttpClient::Over::kPlain);
  const HttpReply metrics = collector.ask(get("/metrics"));
  EXPECT_EQ(metrics.status, 200);
  EXPECT_THAT(metrics.body, HasSubstr("gate_terminal_passes 2\n"));
  for (const char* path : {"/", "/api/state", "/api/events"}) EXPECT_EQ(collector.ask(get(path)).status, 404) << path;
}

TEST_F(ConsoleServerTest, ItEndsWhileBrowsersAreThere) {
  const auto watching = visit();
  watching->send(get("/api/events"));
  watching->receive_until("\n\n");
  const auto silent = visit();
  thread.request_stop();
  thread.join();
  server.reset();
  EXPECT_TRUE(watching->closed());
  EXPECT_TRUE(silent->closed());
}

/// Even though telling of it throws.
TEST(ConsoleServerStart, APortThatIsTakenIsTriedUntilItIsFree) {
  const SystemClock clock;
  const TemporaryFolder folder;
  ConsoleDesk desk(clock);
  const auto certificate = ConsoleCertificate::open(folder.path(), "127.0.0.1", clock.wall_now()).value();
  auto taken = std::make_unique<TakenPort>();
  std::promise<std::string> told;
  const auto server = ConsoleServer::create({.listen = "127.0.0.1",
                                             .port = taken->port(),
                                             .key_file = certificate.key_file,
                                             .certificate_file = certificate.certificate_file,
                                             .loopback_port = {},
                                             .retry = 1ms},
                                            desk.api, desk.feed,
                                            [&](const Error& error) {
                                              if (error.code == ErrorCode::kIo) told.set_value(error.message);
                                              throw std::bad_alloc();
                                            })
                          .value();
  const std::jthread thread([&](const std::stop_token& stop) { server->run(stop); });
  const int port = taken->port();
  EXPECT_THAT(told.get_future().get(), HasSubstr("port " + std::to_string(port)));
  taken.reset();
  while (!HttpClient(port).connected()) std::this_thread::yield();
}

TEST(ConsoleServerStart, WhatCannotBeUsedIsNamed) {
  const SystemClock clock;
  const TemporaryFolder folder;
  ConsoleDesk desk(clock);
  const auto server = ConsoleServer::create({.listen = "127.0.0.1",
                                             .port = 1,
                                             .key_file = folder / "none.key",
                                             .certificate_file = folder / "none.crt",
                                             .loopback_port = {}},
                                            desk.api, desk.feed, desk.failed);
  ASSERT_FALSE(server);
  EXPECT_THAT(server.error().message, HasSubstr("none.crt"));
}

}  // namespace
}  // namespace gate
