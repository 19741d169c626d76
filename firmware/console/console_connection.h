#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/thread_pool.hpp>

#include "console/console_api.h"
#include "console/console_visitors.h"

// Private to this folder: it brings Boost along. Everything here is bound to the `console` thread.
namespace gate {

/// Serves one accepted connection; it lives until its socket is closed or its deadline comes.
/// `worker`: where what waits for the pass store is done.
void serve_page(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context& tls, ConsoleApi& api,
                Visitors& visitors, boost::asio::thread_pool& worker);
/// The same without TLS, for /metrics alone.
void serve_metrics(boost::asio::ip::tcp::socket socket, ConsoleApi& api, Visitors& visitors);

}  // namespace gate
