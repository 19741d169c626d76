#pragma once

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

#include "common/result.h"

namespace gate {

/// Calls one worker a thread with 0 to count - 1, each number once, in rising order as threads become free; this thread
/// is one of them. `make_worker` makes a thread's own worker, on that thread: a callable (std::size_t) -> Status. The
/// first Error ends all once they are through with what they have in hand. Workers must not throw.
template <class MakeWorker>
Status run_threads(std::size_t threads, std::size_t count, const MakeWorker& make_worker) {
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  Status result;
  const auto run = [&] {
    auto worker = make_worker();
    for (std::size_t i = next++; i < count; i = next++) {
      if (const Status done = worker(i); !done) {
        next = count;
        const std::lock_guard lock(mutex);
        if (result) result = done;
      }
    }
  };
  {
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < std::min(threads, count); ++i) others.emplace_back(run);
    run();
  }
  return result;
}

}  // namespace gate
