#pragma once

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "fakes/temporary_folder.h"

namespace gate {

/// systemd's end of the notification protocol: a datagram socket that this process, and those it starts, find in their
/// environment for as long as it lives. It reads all the time, as systemd does: whoever tells more than the kernel
/// queues (net.unix.max_dgram_qlen, often 10) would wait for it.
class FakeServiceManager {
 public:
  explicit FakeServiceManager(const std::string& watchdog_usec = "") {
    const std::string path = folder_ / "notify";
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof(address.sun_path) - 1);
    if (::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) std::abort();
    ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
    if (!watchdog_usec.empty()) ::setenv("WATCHDOG_USEC", watchdog_usec.c_str(), 1);
  }
  ~FakeServiceManager() {
    reader_.request_stop();
    reader_.join();
    ::close(socket_);
    ::unsetenv("NOTIFY_SOCKET");
    ::unsetenv("WATCHDOG_USEC");
  }
  FakeServiceManager(const FakeServiceManager&) = delete;
  FakeServiceManager& operator=(const FakeServiceManager&) = delete;

  /// What has been said since the last call, oldest first.
  std::vector<std::string> hear() {
    const std::lock_guard lock(mutex_);
    read();
    return std::exchange(messages_, {});
  }

 private:
  void read() {
    std::array<char, 4096> buffer;
    for (ssize_t size = 0; (size = ::recv(socket_, buffer.data(), buffer.size(), 0)) >= 0;)
      messages_.emplace_back(buffer.data(), static_cast<std::size_t>(size));
  }
  void read_until(const std::stop_token& stop) {
    constexpr int kPatienceMs = 20;
    pollfd readable{.fd = socket_, .events = POLLIN, .revents = 0};
    while (!stop.stop_requested()) {
      if (::poll(&readable, 1, kPatienceMs) <= 0) continue;
      const std::lock_guard lock(mutex_);
      read();
    }
  }

  TemporaryFolder folder_;
  int socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  std::mutex mutex_;
  std::vector<std::string> messages_;
  std::jthread reader_{[this](const std::stop_token& stop) { read_until(stop); }};
};

}  // namespace gate
