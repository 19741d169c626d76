#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

namespace gate {

/// A queue of size one between two threads: putting replaces what was not yet taken, so the newest wins and a slow
/// reader never works on stale input. Thread-safe. One of the two primitives threads share; the other is a
/// `shared_ptr` to something immutable.
template <class T>
class Mailbox {
 public:
  /// Never blocks beyond the short lock. The replaced value, if any, is destroyed outside the lock.
  void put(T value) {
    std::optional<T> replaced;
    {
      std::lock_guard lock(mutex_);
      replaced = std::exchange(value_, std::move(value));
    }
    filled_.notify_one();
  }

  /// The newest value, or nothing after `timeout` or once closed and empty.
  std::optional<T> take(std::chrono::milliseconds timeout) {
    std::unique_lock lock(mutex_);
    filled_.wait_for(lock, timeout, [this] { return value_.has_value() || closed_; });
    return std::exchange(value_, std::nullopt);
  }

  /// Wakes the reader; further puts are still taken, so a last message is not lost.
  void close() {
    {
      std::lock_guard lock(mutex_);
      closed_ = true;
    }
    filled_.notify_all();
  }

  bool closed() const {
    std::lock_guard lock(mutex_);
    return closed_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable filled_;
  std::optional<T> value_;
  bool closed_ = false;
};

}  // namespace gate
