#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "console/console_api.h"

namespace gate {

/// How long a browser may take for each of them, to its last byte.
struct ConsoleTimeLimits {
  std::chrono::milliseconds handshake{10'000}, request{30'000}, answer{10'000};
  std::chrono::milliseconds upload{300'000};  ///< a request that brings a file
};

/// HTTP/1.1 over TLS in front of ConsoleApi: one thread, nothing in it waits for a browser. Whoever is slow has a
/// deadline for every handshake, request and answer; connections are capped, in all and per address. A page that
/// watches has room for one message: the newest, when the one before has left.
class ConsoleServer {
 public:
  struct Settings {
    std::string listen;  ///< an IP address
    int port = 8443;
    std::filesystem::path key_file, certificate_file;
    std::optional<int> loopback_port;  ///< plain HTTP on 127.0.0.1, metrics alone
    std::optional<int> socket{};       ///< listens there already, see inherited_socket(); run() makes it its own
    ConsoleTimeLimits time_limits{};
    std::chrono::milliseconds retry{5'000};  ///< after an address was not there
  };

  using Failed = std::function<void(const Error&)>;

  /// `api` and `feed` must outlive it. `failed` is told what goes wrong while it serves; it must not block.
  /// kInvalidInput when key or certificate cannot be used.
  static Result<std::unique_ptr<ConsoleServer>> create(const Settings& settings, ConsoleApi& api, LiveFeed& feed,
                                                       Failed failed);
  ~ConsoleServer();

  /// Serves until `stop`; on a thread of its own. An address that is not there (yet) is tried again: the
  /// gate does not depend on it.
  void run(const std::stop_token& stop);

  static constexpr std::size_t kMaxConnections = 64, kMaxOfOneAddress = 16, kMaxWatching = 16;
  static constexpr std::size_t kMaxHeaderBytes = 8 * 1024, kMaxBodyBytes = 4 * 1024;
  static constexpr int kSendBufferBytes = 64 * 1024;      ///< the kernel's, of one connection: what a stuck page costs
  static constexpr std::chrono::milliseconds kPace{100};  ///< between two messages to the pages that watch
  static constexpr std::chrono::seconds kSignOfLife{10};  ///< at the latest

 private:
  class Impl;
  explicit ConsoleServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace gate
