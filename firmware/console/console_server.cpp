#include "console/console_server.h"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <map>
#include <utility>

#include "console/console_connection.h"

namespace gate {

namespace net = boost::asio;
using boost::system::error_code;
using net::ip::tcp;

namespace {

constexpr int kNiceness = 10;  // the gate and recognition come first

/// A listening socket that keeps trying: an address may come later than the program.
class Door {
 public:
  Door(net::io_context& io, tcp::endpoint place, std::chrono::milliseconds retry, const ConsoleServer::Failed& failed,
       std::function<void(tcp::socket)> enter)
      : place_(std::move(place)), retry_(retry), acceptor_(io), again_(io), failed_(failed), enter_(std::move(enter)) {}

  /// One that somebody else has opened.
  void take_over(int listening) {
    error_code error;
    acceptor_.assign(place_.protocol(), listening, error);
    if (!error) return accept();
    ::close(listening);
    open();
  }

  void open() {
    error_code error;
    acceptor_.open(place_.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(place_, error);
    if (!error) acceptor_.listen(net::socket_base::max_listen_connections, error);
    if (!error) return accept();
    error_code ignored;
    acceptor_.close(ignored);
    later(retry_, [this] { open(); });  // first: telling may run out of memory
    if (!std::exchange(told_, true))
      failed_({ErrorCode::kIo, "cannot listen at " + place_.address().to_string() + " port " +
                                   std::to_string(place_.port()) + ": " + error.message() + "; it is tried again"});
  }

 private:
  void accept() {
    acceptor_.async_accept([this](error_code error, tcp::socket socket) {
      if (error == net::error::operation_aborted) return;
      // Out of file descriptors, for example: at full speed that would be a busy loop.
      if (error) return later(std::chrono::seconds{1}, [this] { accept(); });
      accept();  // first: what comes now may run out of memory
      enter_(std::move(socket));
    });
  }
  void later(std::chrono::milliseconds time, std::function<void()> what) {
    again_.expires_after(time);
    again_.async_wait([what = std::move(what)](error_code error) {
      if (!error) what();
    });
  }

  const tcp::endpoint place_;
  const std::chrono::milliseconds retry_;
  tcp::acceptor acceptor_;
  net::steady_timer again_;
  const ConsoleServer::Failed& failed_;
  const std::function<void(tcp::socket)> enter_;
  bool told_ = false;
};

Status prepare(net::ssl::context& tls, const ConsoleServer::Settings& settings) {
  error_code error;
  tls.set_options(net::ssl::context::default_workarounds | SSL_OP_NO_RENEGOTIATION, error);
  ::SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_2_VERSION);
  ::SSL_CTX_set_mode(tls.native_handle(), SSL_MODE_RELEASE_BUFFERS);  // 34 KB a connection that waits
  if (!error) tls.use_certificate_chain_file(settings.certificate_file.string(), error);
  if (!error) tls.use_private_key_file(settings.key_file.string(), net::ssl::context::pem, error);
  if (!error) return {};
  return fail(ErrorCode::kInvalidInput, settings.certificate_file.string() + ": " + error.message() +
                                            "; remove key and certificate, and new ones are made");
}

}  // namespace

class ConsoleServer::Impl {
 public:
  Impl(const Settings& settings, ConsoleApi& api, LiveFeed& feed, Failed failed)
      : api_(api),
        feed_(feed),
        failed_(std::move(failed)),
        socket_(settings.socket),
        visitors_(settings.time_limits),
        collectors_(settings.time_limits),
        pages_(io_, {net::ip::make_address(settings.listen), static_cast<net::ip::port_type>(settings.port)},
               settings.retry, failed_,
               [this](tcp::socket socket) { serve_page(std::move(socket), tls_, api_, visitors_, worker_); }),
        pace_(io_),
        sign_of_life_(io_) {
    if (settings.loopback_port)
      metrics_.emplace(
          io_, tcp::endpoint{net::ip::address_v4::loopback(), static_cast<net::ip::port_type>(*settings.loopback_port)},
          settings.retry, failed_, [this](tcp::socket socket) { serve_metrics(std::move(socket), api_, collectors_); });
  }

  net::ssl::context& tls() { return tls_; }

  void run(const std::stop_token& stop) {
    pthread_setname_np(pthread_self(), "console");
    setpriority(PRIO_PROCESS, 0, kNiceness);  // of this thread alone, on Linux
    net::post(io_, [this] { socket_ ? pages_.take_over(*std::exchange(socket_, std::nullopt)) : pages_.open(); });
    if (metrics_) net::post(io_, [this] { metrics_->open(); });
    give_a_sign();
    feed_.when_new([this] {
      if (!poked_.exchange(true)) net::post(io_, [this] { something_new(); });
    });
    const std::stop_callback stopper(stop, [this] { io_.stop(); });
    while (!stop.stop_requested()) run_once();
    feed_.when_new({});
  }

 private:
  /// What throws in here is the library, out of memory: the console goes on, and the gate never notices.
  void run_once() {
    try {
      io_.run();
    } catch (const std::exception& exception) {
      tell_of(exception);
    }
    io_.restart();  // here, not before run(): a stop that comes meanwhile is seen by either
  }

  void tell_of(const std::exception& exception) {
    try {
      failed_({ErrorCode::kInternal, exception.what()});
    } catch (const std::exception&) {
      // Without memory nothing can be told either.
    }
  }

  void something_new() {
    poked_ = false;
    fresh_ = true;
    if (!pacing_) tell();
  }

  /// At most every kPace, however much happens.
  void tell() {
    pace_.expires_after(kPace);
    pace_.async_wait([this](error_code) {
      pacing_ = false;
      if (fresh_) tell();
    });
    pacing_ = true;
    fresh_ = false;
    broadcast();
  }

  void broadcast() {
    const auto watching = visitors_.watching();
    api_.set_watching(watching.size());
    if (watching.empty()) return;
    std::map<Role, std::shared_ptr<const std::string>> events;
    for (const auto& watcher : watching) {
      const auto role = api_.watching_as(watcher->session());
      if (!role) {
        watcher->end();
        continue;
      }
      auto& event = events[*role];
      if (event == nullptr) event = std::make_shared<const std::string>(api_.next_event(*role));
      watcher->show(event);
    }
  }

  void give_a_sign() {
    sign_of_life_.expires_after(kSignOfLife);
    sign_of_life_.async_wait([this](error_code error) {
      if (error) return;
      give_a_sign();
      broadcast();
    });
  }

  ConsoleApi& api_;
  LiveFeed& feed_;
  const Failed failed_;
  std::optional<int> socket_;
  net::ssl::context tls_{net::ssl::context::tls_server};
  Visitors visitors_, collectors_;  // before io_: connections that end with it take their leave
  net::io_context io_{1};
  Door pages_;
  std::optional<Door> metrics_;
  net::steady_timer pace_, sign_of_life_;
  net::thread_pool worker_{1};  // last: what it still does ends before all of the above
  std::atomic<bool> poked_ = false;
  bool fresh_ = false, pacing_ = false;
};

ConsoleServer::ConsoleServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ConsoleServer::~ConsoleServer() = default;

Result<std::unique_ptr<ConsoleServer>> ConsoleServer::create(const Settings& settings, ConsoleApi& api, LiveFeed& feed,
                                                             Failed failed) {
  try {
    auto impl = std::make_unique<Impl>(settings, api, feed, std::move(failed));
    if (Status prepared = prepare(impl->tls(), settings); !prepared) return fail(prepared.error());
    return std::unique_ptr<ConsoleServer>(new ConsoleServer(std::move(impl)));
  } catch (const std::exception& exception) {
    return fail(ErrorCode::kInvalidInput, "console.listen: " + std::string(exception.what()));
  }
}

void ConsoleServer::run(const std::stop_token& stop) { impl_->run(stop); }

}  // namespace gate
