#pragma once

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string>
#include <vector>

#include "fakes/temporary_folder.h"

namespace gate {

/// systemd's end of the notification protocol: a datagram socket that this process, and those it starts, find in their
/// environment for as long as it lives.
class FakeServiceManager {
 public:
  explicit FakeServiceManager(const std::string& watchdog_usec = "") {
    const std::string path = folder_ / "notify";
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof(address.sun_path) - 1);
    socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) std::abort();
    ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
    if (!watchdog_usec.empty()) ::setenv("WATCHDOG_USEC", watchdog_usec.c_str(), 1);
  }
  ~FakeServiceManager() {
    ::close(socket_);
    ::unsetenv("NOTIFY_SOCKET");
    ::unsetenv("WATCHDOG_USEC");
  }
  FakeServiceManager(const FakeServiceManager&) = delete;
  FakeServiceManager& operator=(const FakeServiceManager&) = delete;

  /// What has been said since the last call, oldest first.
  std::vector<std::string> hear() {
    std::vector<std::string> messages;
    std::array<char, 4096> buffer;
    for (ssize_t size = 0; (size = ::recv(socket_, buffer.data(), buffer.size(), 0)) >= 0;)
      messages.emplace_back(buffer.data(), static_cast<std::size_t>(size));
    return messages;
  }

 private:
  TemporaryFolder folder_;
  int socket_ = -1;
};

}  // namespace gate
