#include "enrolment/worker_threads.h"

#include <gtest/gtest.h>

#include <set>

namespace gate {
namespace {

TEST(WorkerThreads, DoEverythingOnce) {
  for (const std::size_t threads : {1U, 2U, 7U}) {
    std::vector<std::atomic<int>> done(100);
    std::atomic<std::size_t> workers = 0;
    const Status ran = run_threads(threads, done.size(), [&] {
      ++workers;
      return [&](std::size_t i) {
        ++done[i];
        return Status();
      };
    });
    EXPECT_TRUE(ran);
    EXPECT_EQ(workers, threads);
    for (const auto& times : done) EXPECT_EQ(times, 1);
  }
}

TEST(WorkerThreads, TheFirstErrorEndsAll) {
  std::atomic<std::size_t> done = 0;
  const auto run = [&](std::size_t threads) {
    return run_threads(threads, 10'000, [&] {
      return [&](std::size_t i) -> Status {
        if (i == 5) return fail(ErrorCode::kIo, "disk full");
        ++done;
        return {};
      };
    });
  };
  const Status alone = run(1);
  ASSERT_FALSE(alone);
  EXPECT_EQ(alone.error().message, "disk full");
  EXPECT_EQ(done, 5U);
  const Status together = run(3);
  ASSERT_FALSE(together);
  EXPECT_EQ(together.error().message, "disk full");
}

TEST(WorkerThreads, NothingToDoStartsNothingMore) {
  EXPECT_TRUE(run_threads(4, 0, [] { return [](std::size_t) -> Status { return fail(ErrorCode::kIo, "called"); }; }));
}

}  // namespace
}  // namespace gate
