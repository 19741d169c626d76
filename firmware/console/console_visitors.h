#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "console/console_server.h"

// Private to this folder. Bound to the `console` thread.
namespace gate {

/// A page that watches.
class Watcher {
 public:
  virtual ~Watcher() = default;
  /// What it is to show now; replaces what has not left yet.
  virtual void show(std::shared_ptr<const std::string> event) = 0;
  virtual std::string_view session() const = 0;
  /// Its session is over.
  virtual void end() = 0;
};

/// Who is there: connections counted against the caps, and the pages that watch.
class Visitors {
 public:
  /// One connection's place among them, given back at its end.
  class Visit {
   public:
    Visit(Visitors& visitors, std::string address) : visitors_(&visitors), address_(std::move(address)) {}
    Visit(Visit&& other) noexcept
        : visitors_(std::exchange(other.visitors_, nullptr)), address_(std::move(other.address_)) {}
    Visit& operator=(Visit&&) = delete;
    ~Visit() {
      if (visitors_ != nullptr) visitors_->leave(address_);
    }
    const std::string& address() const { return address_; }

   private:
    Visitors* visitors_;
    std::string address_;
  };

  explicit Visitors(const ConsoleTimeLimits& time_limits) : time_limits_(time_limits) {}

  /// Nothing when there are too many, in all or from this address.
  std::optional<Visit> enter(std::string address);
  const ConsoleTimeLimits& time_limits() const { return time_limits_; }

  /// Whether one more page may watch; it is forgotten when it is destroyed.
  bool watch(const std::shared_ptr<Watcher>& watcher);
  std::vector<std::shared_ptr<Watcher>> watching();

 private:
  void leave(const std::string& address);

  const ConsoleTimeLimits time_limits_;
  std::size_t connections_ = 0;
  std::map<std::string, std::size_t> by_address_;
  std::vector<std::weak_ptr<Watcher>> watching_;
};

}  // namespace gate
