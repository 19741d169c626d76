#include "console/console_connection.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/http/file_body.hpp>
#include <chrono>
#include <optional>
#include <utility>

namespace gate {
namespace {

namespace net = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using net::ip::tcp;
using TlsStream = net::ssl::stream<tcp::socket>;
using Request = http::request<http::string_body>;
using Response = http::response<http::string_body>;

/// What tries of PINs are counted by: the whole address, IPv6 too. The 64 bits of its network would be the venue's
/// whole LAN, held off by one guest; whoever changes addresses instead soon runs into the count of everybody.
std::string counted_as(const net::ip::address& address) {
  if (address.is_v4() || !address.to_v6().is_v4_mapped()) return address.to_string();
  return net::ip::make_address_v4(net::ip::v4_mapped, address.to_v6()).to_string();
}

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

/// A header's value; one that comes twice counts as missing.
std::string_view only(const Request& request, http::field field) {
  return request.count(field) == 1 ? view(request[field]) : std::string_view{};
}

/// For every answer: the page is nobody else's part, loads nothing from elsewhere, and nothing of it stays in a cache.
template <class Message>
void add_common(Message& response) {
  response.set("Content-Security-Policy",
               "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
               "frame-ancestors 'none'; base-uri 'none'; form-action 'self'");
  response.set(http::field::x_frame_options, "DENY");
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Referrer-Policy", "no-referrer");
  response.set("Cross-Origin-Opener-Policy", "same-origin");
  response.set("Cross-Origin-Resource-Policy", "same-origin");
  response.set(http::field::cache_control, "no-store");
}

ConsoleRequest plain(const Request& request, const std::string& address) {
  return {.method = view(request.method_string()),
          .target = view(request.target()),
          .host = only(request, http::field::host),
          .origin = only(request, http::field::origin),
          .cookie = only(request, http::field::cookie),
          .authorization = only(request, http::field::authorization),
          .content_type = only(request, http::field::content_type),
          .body = request.body(),
          .address = address};
}

/// One connection, over TLS or plain. Its handlers hold it; the last one to end closes it.
template <class Stream>
class Connection final : public Watcher, public std::enable_shared_from_this<Connection<Stream>> {
 public:
  static constexpr bool kTls = std::is_same_v<Stream, TlsStream>;

  /// `worker`: for uploads; null: there are none.
  Connection(Stream stream, Visitors::Visit visit, ConsoleApi& api, Visitors& visitors, net::thread_pool* worker)
      : visit_(std::move(visit)),
        stream_(std::move(stream)),
        deadline_(stream_.get_executor()),
        api_(api),
        visitors_(visitors),
        worker_(worker) {}

  void start() {
    if constexpr (kTls) {
      wait_at_most(visitors_.time_limits().handshake);
      stream_.async_handshake(net::ssl::stream_base::server, [self = self()](error_code error) {
        if (!error) self->read();
      });
    } else {
      read();
    }
  }

  void show(std::shared_ptr<const std::string> event) override {
    next_ = std::move(event);
    if (sent_ == nullptr) send_next();
  }
  std::string_view session() const override { return session_; }
  void end() override { close(); }

 private:
  std::shared_ptr<Connection> self() { return this->shared_from_this(); }
  tcp::socket& socket() {
    if constexpr (kTls)
      return stream_.next_layer();
    else
      return stream_;
  }

  void close() {
    error_code ignored;
    deadline_.cancel();
    socket().shutdown(tcp::socket::shutdown_both, ignored);
    socket().close(ignored);
  }

  /// From now on; the whole of what begins here must be over by then.
  void wait_at_most(std::chrono::milliseconds time) {
    deadline_.expires_after(time);
    deadline_.async_wait([weak = this->weak_from_this()](error_code error) {
      if (const auto self = weak.lock(); self && !error) self->close();
    });
  }

  void read() {
    wait_at_most(visitors_.time_limits().request);
    parser_.emplace();
    parser_->header_limit(ConsoleServer::kMaxHeaderBytes);
    parser_->body_limit(ConsoleApi::kMostUploaded);  // whether it may be so long, the head says
    http::async_read_header(stream_, buffer_, *parser_, [self = self()](error_code error, std::size_t) {
      if (!error) return self->read_body();
      self->cannot_read(error);
    });
  }

  void read_body() {
    if constexpr (kTls) {
      auto upload = api_.upload(plain(parser_->get(), visit_.address()));
      if (auto* file = std::get_if<ConsoleUpload>(&upload)) return take_file(std::move(*file));
      keep_alive_ = false;  // what comes after a refused head is not looked at
      if (auto* refused = std::get_if<ConsoleResponse>(&upload)) return send(std::move(*refused));
    }
    if (parser_->content_length().value_or(0) > ConsoleServer::kMaxBodyBytes) return refuse(http::error::body_limit);
    parser_->body_limit(ConsoleServer::kMaxBodyBytes);
    http::async_read(stream_, buffer_, *parser_, [self = self()](error_code error, std::size_t) {
      if (!error) return self->answer(self->parser_->get());
      self->cannot_read(error);
    });
  }

  void cannot_read(error_code error) {
    if (error.category() == http::make_error_code(http::error::bad_method).category()) refuse(error);
  }

  /// A file goes to its place as it comes; what is made of it then may take the store seconds.
  void take_file(ConsoleUpload upload) {
    wait_at_most(visitors_.time_limits().upload);
    upload_ = std::move(upload);
    file_parser_.emplace(std::move(*parser_));
    file_parser_->body_limit(upload_.most);
    error_code error;
    file_parser_->get().body().open(upload_.place.c_str(), boost::beast::file_mode::write, error);
    if (error) return refuse(error);
    http::async_read(stream_, buffer_, *file_parser_, [self = self()](error_code failed, std::size_t) {
      self->keep_alive_ = self->file_parser_->get().keep_alive();
      self->file_parser_.reset();  // all of it is in its place
      if (!failed) return self->let_it_be_taken();
      self->upload_ = {};
      self->cannot_read(failed);
    });
  }

  void let_it_be_taken() {
    net::post(*worker_, [self = self()] {
      ConsoleResponse answer{.status = 500, .body = R"({"error":"failed"})"};
      try {
        answer = self->upload_.arrived();
      } catch (const std::exception&) {
        // Out of memory: no reason to end the program, and the gate with it.
      }
      net::post(self->stream_.get_executor(), [self, answer = std::move(answer)]() mutable {
        self->upload_ = {};
        self->send(std::move(answer));
      });
    });
  }

  /// The request cannot be read: what comes after it cannot either.
  void refuse(error_code error) {
    if (error == http::error::end_of_stream || error == http::error::partial_message) return close();
    const bool large = error == http::error::header_limit || error == http::error::body_limit;
    keep_alive_ = false;
    send({.status = large ? 413 : 400, .body = R"({"error":"not_understood"})"});
  }

  void answer(const Request& request) {
    keep_alive_ = request.keep_alive();
    if constexpr (kTls) {
      ConsoleResponse response = api_.answer(plain(request, visit_.address()));
      if (response.watcher.empty()) return send(std::move(response));
      session_ = response.watcher;
      if (!visitors_.watch(self())) return send({.status = 503, .body = R"({"error":"too_many_pages"})"});
      begin_watching(std::move(response.body));
    } else {
      send(view(request.target()) == "/metrics" ? api_.metrics() : ConsoleResponse{.status = 404, .body = "{}"});
    }
  }

  void send(ConsoleResponse answer) {
    response_ = Response(static_cast<http::status>(answer.status), 11, std::move(answer.body));
    response_.set(http::field::content_type, {answer.type.data(), answer.type.size()});
    if (!answer.set_cookie.empty()) response_.set(http::field::set_cookie, answer.set_cookie);
    if (answer.retry_after_s > 0) response_.set(http::field::retry_after, std::to_string(answer.retry_after_s));
    add_common(response_);
    response_.keep_alive(keep_alive_);
    response_.prepare_payload();
    wait_at_most(visitors_.time_limits().answer);
    http::async_write(stream_, response_, [self = self()](error_code error, std::size_t) {
      if (error) return;
      if (self->keep_alive_) return self->read();
      self->close();
    });
  }

  /// From here on the connection carries events alone, until either side ends it.
  void begin_watching(std::string first) {
    http::response<http::empty_body> head(http::status::ok, 11);
    head.set(http::field::content_type, "text/event-stream");
    head.set(http::field::connection, "close");
    add_common(head);
    std::ostringstream text;
    text << head;
    show(std::make_shared<const std::string>(text.str() + std::move(first)));
    watch_for_the_end();
  }

  void send_next() {
    if (next_ == nullptr) return;
    sent_ = std::exchange(next_, nullptr);
    wait_at_most(visitors_.time_limits().answer);
    net::async_write(stream_, net::buffer(*sent_), [self = self()](error_code error, std::size_t) {
      if (error) return;
      self->sent_ = nullptr;
      self->deadline_.cancel();
      self->send_next();
    });
  }

  /// A page that is left closes its connection: seen here, not at the next message.
  void watch_for_the_end() {
    stream_.async_read_some(net::buffer(ignored_), [self = self()](error_code error, std::size_t) {
      if (error) return self->close();
      self->watch_for_the_end();
    });
  }

  const Visitors::Visit visit_;
  Stream stream_;
  net::steady_timer deadline_;
  ConsoleApi& api_;
  Visitors& visitors_;
  net::thread_pool* const worker_;
  boost::beast::flat_buffer buffer_{ConsoleServer::kMaxHeaderBytes + ConsoleServer::kMaxBodyBytes};
  std::optional<http::request_parser<http::string_body>> parser_;
  std::optional<http::request_parser<http::file_body>> file_parser_;
  ConsoleUpload upload_;
  Response response_;
  bool keep_alive_ = false;

  // Of a page that watches.
  std::string session_;
  std::shared_ptr<const std::string> next_, sent_;
  std::array<char, 256> ignored_{};
};

/// Lets it in, or closes the socket by forgetting it.
std::optional<Visitors::Visit> let_in(tcp::socket& socket, Visitors& visitors) {
  error_code error;
  const auto peer = socket.remote_endpoint(error);
  if (error) return std::nullopt;
  socket.set_option(tcp::no_delay(true), error);
  socket.set_option(net::socket_base::send_buffer_size(ConsoleServer::kSendBufferBytes), error);
  return visitors.enter(counted_as(peer.address()));
}

}  // namespace

void serve_page(tcp::socket socket, net::ssl::context& tls, ConsoleApi& api, Visitors& visitors,
                net::thread_pool& worker) {
  if (auto visit = let_in(socket, visitors))
    std::make_shared<Connection<TlsStream>>(TlsStream(std::move(socket), tls), *std::move(visit), api, visitors,
                                            &worker)
        ->start();
}

void serve_metrics(tcp::socket socket, ConsoleApi& api, Visitors& visitors) {
  if (auto visit = let_in(socket, visitors))
    std::make_shared<Connection<tcp::socket>>(std::move(socket), *std::move(visit), api, visitors, nullptr)->start();
}

}  // namespace gate
