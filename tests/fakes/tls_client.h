#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <string>

namespace gate {

/// A port of 127.0.0.1 that nobody listens at.
inline int free_port() {
  const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof place;
  ::bind(probe, reinterpret_cast<sockaddr*>(&place), size);
  ::getsockname(probe, reinterpret_cast<sockaddr*>(&place), &size);
  ::close(probe);
  return ntohs(place.sin_port);
}

/// An answer of an HTTP server.
struct HttpReply {
  int status = 0;  ///< 0: none came
  std::string head, body;
};

/// A browser that does exactly what it is told: one TLS (or plain) connection, byte by byte. It believes every
/// certificate. Waits at most some seconds for anything.
class HttpClient {
 public:
  enum class Over { kTls, kPlain };

  /// From `from`, one of 127.0.0.0/8: to the server each is another visitor.
  explicit HttpClient(int port, const char* from = "127.0.0.1", Over over = Over::kTls) : socket_(dial(port, from)) {
    if (socket_ < 0) return;
    (void)::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without MSG_NOSIGNAL, and servers close when they like
    connected_ = true;
    if (over == Over::kTls) connected_ = shake_hands();
  }
  ~HttpClient() {
    tls_.reset();
    if (socket_ >= 0) ::close(socket_);
  }
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  bool connected() const { return connected_; }

  /// Whether the server ends the connection within those seconds; what came before its end is thrown away.
  bool closed() {
    char thrown_away[4096];
    ssize_t size;
    do size = ::recv(socket_, thrown_away, sizeof thrown_away, 0);
    while (size > 0);
    return size == 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
  }

  bool send(const std::string& bytes) {
    if (!connected_) return false;
    if (tls_ == nullptr)
      return ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
    return SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size())) == static_cast<int>(bytes.size());
  }

  /// Some more bytes; empty when the server closed or said nothing for so long.
  std::string receive() {
    std::string bytes(16 * 1024, '\0');
    const ssize_t size = !connected_       ? 0
                         : tls_ == nullptr ? ::recv(socket_, bytes.data(), bytes.size(), 0)
                                           : SSL_read(tls_.get(), bytes.data(), static_cast<int>(bytes.size()));
    bytes.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return bytes;
  }

  /// Everything up to `end`, which stays; what came after it is there for the next call. Empty when it never came.
  std::string receive_until(const std::string& end) {
    std::size_t at;
    while ((at = unread_.find(end)) == std::string::npos) {
      const std::string more = receive();
      if (more.empty()) return "";
      unread_ += more;
    }
    std::string taken = unread_.substr(0, at + end.size());
    unread_.erase(0, at + end.size());
    return taken;
  }

  HttpReply reply() {
    HttpReply reply;
    reply.head = receive_until("\r\n\r\n");
    if (reply.head.size() < 12) return reply;
    reply.status = std::stoi(reply.head.substr(9, 3));
    const auto length = reply.head.find("Content-Length: ");
    const std::size_t wanted = length == std::string::npos ? 0 : std::stoul(reply.head.substr(length + 16));
    while (unread_.size() < wanted) {
      const std::string more = receive();
      if (more.empty()) break;
      unread_ += more;
    }
    reply.body = unread_.substr(0, wanted);
    unread_.erase(0, wanted);
    return reply;
  }

  HttpReply ask(const std::string& request) { return send(request) ? reply() : HttpReply{}; }

 private:
  static int dial(int port, const char* from) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval patience{15, 0};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    sockaddr_in here{}, there{};
    here.sin_family = there.sin_family = AF_INET;
    ::inet_pton(AF_INET, from, &here.sin_addr);
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    there.sin_port = htons(static_cast<std::uint16_t>(port));
    if (::bind(socket, reinterpret_cast<sockaddr*>(&here), sizeof here) == 0 &&
        ::connect(socket, reinterpret_cast<sockaddr*>(&there), sizeof there) == 0)
      return socket;
    ::close(socket);
    return -1;
  }

  bool shake_hands() {
    context_.reset(SSL_CTX_new(TLS_client_method()));
    tls_.reset(SSL_new(context_.get()));
    SSL_set_fd(tls_.get(), socket_);
    return SSL_connect(tls_.get()) == 1;
  }

  struct Free {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    void operator()(SSL* tls) const { SSL_free(tls); }
  };
  int socket_;
  bool connected_ = false;
  std::unique_ptr<SSL_CTX, Free> context_;
  std::unique_ptr<SSL, Free> tls_;
  std::string unread_;
};

}  // namespace gate
