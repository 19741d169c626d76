// A network that means harm: guessed PINs, stuck and greedy browsers, requests that are no requests.
#include <random>

#include "end_to_end/console/console_site.h"

namespace gate {
namespace {

class HostileConsole : public testing::Test {
 protected:
  void SetUp() override {
    REQUIRE_MEDIA();
    site = std::make_unique<ConsoleSite>();
    site->start();
    staff = site->log_in("staff");
  }
  void TearDown() override {
    if (site) {
      EXPECT_EQ(site->stop(), 0) << site->log();
    }
  }
  void expect_that_the_gate_opens() {
    EXPECT_EQ(site->act(staff, "open_once").status, 202);
    EXPECT_TRUE(comes_true([&] { return site->told("gate", {{"action", "opened"}, {"cause", "staff"}}); }));
  }

  std::unique_ptr<ConsoleSite> site;
  std::string staff;
};

TEST_F(HostileConsole, GuessedPinsAreHeldOffAndWhoIsLoggedInGoesOn) {
  int looked_at = 0, held_off = 0;
  for (int i = 0; i < 200; ++i) {
    const int status =
        site->post("/api/login", "", {{"role", "technician"}, {"pin", std::to_string(500'000 + i)}}).status;
    looked_at += status == 403;
    held_off += status == 429;
  }
  EXPECT_LE(looked_at, 6);
  EXPECT_EQ(looked_at + held_off, 200);
  expect_that_the_gate_opens();
}

TEST_F(HostileConsole, StuckAndSilentBrowsersDelayNobody) {
  std::vector<std::unique_ptr<HttpClient>> stuck;
  for (const char* from : {"127.0.0.2", "127.0.0.3"}) {
    for (int i = 0; i < 12; ++i) {
      stuck.push_back(std::make_unique<HttpClient>(site->port, from));
      const bool watches = i % 3 == 0;
      stuck.back()->send(watches ? "GET /api/events HTTP/1.1\r\nHost: x\r\nCookie: " + staff + "\r\n\r\n" : "GET / HT");
    }
  }
  expect_that_the_gate_opens();
  EXPECT_EQ(site->state(staff)["gate"].count("state"), 1u);
}

/// Requests with bytes changed, cut, repeated and put in, of every kind the console knows.
TEST_F(HostileConsole, TenThousandMutatedRequestsCrashNothing) {
  const std::string host = "\r\nHost: " + site->host() + "\r\nOrigin: https://" + site->host() + "\r\nCookie: " + staff;
  const std::string bringing =
      "\r\nHost: " + site->host() + "\r\nOrigin: https://" + site->host() + "\r\nCookie: " + site->log_in("supervisor");
  const auto posted = [&](const std::string& path, const std::string& body) {
    return "POST " + path + " HTTP/1.1" + host +
           "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  };
  const std::vector<std::string> seeds{
      "GET / HTTP/1.1" + host + "\r\n\r\n",
      "GET /api/state HTTP/1.1" + host + "\r\n\r\n",
      "GET /api/events HTTP/1.1" + host + "\r\n\r\n",
      "GET /metrics HTTP/1.1\r\nAuthorization: Bearer x" + host + "\r\n\r\n",
      posted("/api/actions", R"({"action":"acknowledge"})"),
      posted("/api/login", R"({"role":"staff","pin":"1"})"),
      "POST /api/passes HTTP/1.1" + bringing +
          "\r\nContent-Type: application/octet-stream\r\nContent-Length: 12\r\n\r\nno pass here",
      "POST /api/actions HTTP/1.1" + host +
          "\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n2\r\n1}\r\n0\r\n\r\n"};
  std::mt19937 random(4711);
  const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
  std::unique_ptr<HttpClient> client;
  for (int i = 0; i < 10'000; ++i) {
    std::string request = seeds[below(seeds.size())];
    for (std::size_t changes = 1 + below(4); changes > 0; --changes) {
      const std::size_t at = below(request.size());
      switch (below(5)) {
        case 0: request[at] = static_cast<char>(below(256)); break;
        case 1: request.erase(at, 1 + below(8)); break;
        case 2: request.insert(at, 1 + below(8), static_cast<char>(below(256))); break;
        case 3: request.insert(at, request.substr(below(request.size()), below(64))); break;
        case 4: request.insert(at, "\r\n"); break;
      }
      if (request.empty()) request = "\r\n";
    }
    // Sent without waiting for answers, several on one connection, so that a cut request swallows the next one.
    if (client == nullptr || i % 4 == 0)
      client = std::make_unique<HttpClient>(site->port, i % 8 < 4 ? "127.0.0.2" : "127.0.0.3");
    if (!client->send(request)) client.reset();
  }
  client.reset();
  EXPECT_TRUE(site->runs()) << site->log();
  expect_that_the_gate_opens();
}

}  // namespace
}  // namespace gate
