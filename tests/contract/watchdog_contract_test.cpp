// What watchdog.h promises, over every watchdog there is. A real one is armed and stopped only when the environment
// names it; drivers/watchdog/README.md says how.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "contract/contract_kind.h"
#include "fakes/fake_service_manager.h"
#include "fakes/fake_watchdog.h"
#include "watchdog/hardware_watchdog.h"
#include "watchdog/service_notifier.h"

namespace gate {
namespace {

using namespace std::chrono_literals;

/// A watchdog under test, and how it looks from the other side.
class Bench {
 public:
  virtual ~Bench() = default;
  virtual Result<std::unique_ptr<Watchdog>> open() = 0;
  virtual bool armed() = 0;
  virtual std::optional<int> beats() = 0;  ///< so far; nothing: it does not tell
};

class FakeBench final : public Bench {
 public:
  Result<std::unique_ptr<Watchdog>> open() override { return std::make_unique<FakeWatchdog>(state_); }
  bool armed() override { return state_.armed; }
  std::optional<int> beats() override { return state_.beats; }

 private:
  FakeWatchdogState state_;
};

class ServiceBench final : public Bench {
 public:
  Result<std::unique_ptr<Watchdog>> open() override {
    return std::make_unique<ServiceNotifier>(ServiceNotifier::from_environment());
  }
  bool armed() override {
    listen();
    return !stopping_;
  }
  std::optional<int> beats() override {
    listen();
    return beats_;
  }

 private:
  void listen() {
    for (const std::string& message : manager_.hear()) {
      beats_ += message == "WATCHDOG=1";
      stopping_ = stopping_ || message == "STOPPING=1";
    }
  }

  FakeServiceManager manager_{"10000000"};
  int beats_ = 0;
  bool stopping_ = false;
};

class HardwareBench final : public Bench {
 public:
  Result<std::unique_ptr<Watchdog>> open() override {
    const auto open_node = [this](const std::filesystem::path&) -> Result<std::unique_ptr<WatchdogDevice>> {
      return std::make_unique<FakeWatchdogNode>(state_, 60);
    };
    return HardwareWatchdog::open({.device = "/dev/watchdog0", .timeout = 30s}, open_node)
        .map([](auto watchdog) -> std::unique_ptr<Watchdog> { return watchdog; });
  }
  bool armed() override { return state_.armed; }
  std::optional<int> beats() override { return state_.beats; }

 private:
  FakeWatchdogState state_;
};

class RealBench final : public Bench {
 public:
  static const char* name() { return std::getenv("GATE_TEST_WATCHDOG"); }

  Result<std::unique_ptr<Watchdog>> open() override {
    return HardwareWatchdog::open({.identity = name(), .timeout = 60s})
        .map([](auto watchdog) -> std::unique_ptr<Watchdog> { return watchdog; });
  }
  bool armed() override {
    const auto node = find_watchdog(name(), "/sys/class/watchdog").value();
    std::ifstream file("/sys/class/watchdog" / node.filename() / "state");
    std::string state;
    std::getline(file, state);
    return state == "active";
  }
  std::optional<int> beats() override { return std::nullopt; }
};

class WatchdogContractTest : public testing::TestWithParam<BenchKind<Bench>> {
 protected:
  void SetUp() override {
    if (GetParam().name == std::string("RealWatchdog") && RealBench::name() == nullptr)
      GTEST_SKIP() << "GATE_TEST_WATCHDOG names no watchdog that may be armed (drivers/watchdog/README.md)";
    bench_ = GetParam().make();
    auto opened = bench_->open();
    ASSERT_TRUE(opened) << opened.error().message;
    watchdog_ = *std::move(opened);
  }
  void TearDown() override {
    if (!bench_) return;
    if (!watchdog_) watchdog_ = bench_->open().value();  // or a real one would reset this machine
    EXPECT_TRUE(watchdog_->disarm());
  }

  std::unique_ptr<Bench> bench_;
  std::unique_ptr<Watchdog> watchdog_;
};

TEST_P(WatchdogContractTest, CountsFromItsOpeningAndSaysHowLong) {
  EXPECT_TRUE(bench_->armed());
  ASSERT_TRUE(watchdog_->patience());
  EXPECT_GE(*watchdog_->patience(), 5s);
}

TEST_P(WatchdogContractTest, EveryBeatArrives) {
  const auto before = bench_->beats();
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(watchdog_->beat());
  EXPECT_TRUE(bench_->armed());
  if (before) {
    EXPECT_EQ(bench_->beats(), *before + 3);
  }
}

TEST_P(WatchdogContractTest, GoesOnCountingWhenItsOwnerDies) {
  EXPECT_TRUE(watchdog_->beat());
  watchdog_.reset();
  EXPECT_TRUE(bench_->armed());
}

TEST_P(WatchdogContractTest, APlannedStopDisarmsForGood) {
  EXPECT_TRUE(watchdog_->beat());
  const auto beats = bench_->beats();
  EXPECT_TRUE(watchdog_->disarm());
  EXPECT_FALSE(bench_->armed());
  EXPECT_FALSE(watchdog_->patience());
  EXPECT_TRUE(watchdog_->beat()) << "which is not needed, and does no harm";
  EXPECT_FALSE(bench_->armed());
  EXPECT_EQ(bench_->beats(), beats);
}

INSTANTIATE_TEST_SUITE_P(Watchdogs, WatchdogContractTest,
                         testing::Values(bench_kind<Bench, FakeBench>("Fake"),
                                         bench_kind<Bench, ServiceBench>("Service"),
                                         bench_kind<Bench, HardwareBench>("Hardware"),
                                         bench_kind<Bench, RealBench>("RealWatchdog")),
                         [](const auto& kind) { return kind.param.name; });

}  // namespace
}  // namespace gate
