// What gate_io.h promises, over every gate there is. A real chip is used only when the environment names one, because
// the suite switches its lines 0 to 2; tests/hardware runs it on a chip that the kernel simulates.
#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "fakes/fake_gpio_board.h"
#include "gate_io/gpiod_gate_io.h"
#include "gate_io/simulated_gate_io.h"

namespace gate {
namespace {

using namespace std::chrono_literals;
using testing::IsEmpty;
using testing::SizeIs;
using Wire = FakeGpioBoard::Wire;

/// A gate under test and the other end of its wires.
class Bench {
 public:
  virtual ~Bench() = default;
  virtual Result<std::unique_ptr<GateIo>> open() = 0;
  virtual void put_passage(bool active) = 0;
  virtual std::optional<bool> lock_is_released() const = 0;      // nothing: nobody drives the line
  virtual std::optional<bool> last_driven_released() const = 0;  // by whoever drove it last
  virtual const Clock& clock() const = 0;
  virtual const char* missing() const { return nullptr; }   // why it cannot be used here
  virtual std::chrono::seconds late() const { return 0s; }  // by how much a wait may be longer than asked for
};

class SimulatedBench final : public Bench {
 public:
  Result<std::unique_ptr<GateIo>> open() override { return std::make_unique<SimulatedGateIo>(gate_); }
  void put_passage(bool active) override { gate_->set_input(GateInput::kPassage, active); }
  std::optional<bool> lock_is_released() const override { return gate_->outputs().lock_release; }
  std::optional<bool> last_driven_released() const override { return lock_is_released(); }
  const Clock& clock() const override { return clock_; }

 private:
  FakeClock clock_;
  std::shared_ptr<SimulatedGate> gate_ =
      std::make_shared<SimulatedGate>(clock_, std::vector<ScriptedInput>{}, [this](auto by) { clock_.advance(by); });
};

class GpiodBench final : public Bench {
 public:
  Result<std::unique_ptr<GateIo>> open() override {
    GateLines lines;
    lines.of(GateOutput::kLockRelease) = GateLine{.line = "lock", .active = GateLine::Active::kLow};
    lines.of(GateInput::kPassage) = GateLine{.line = "passage"};
    return GpiodGateIo::open(lines, clock_, board_.opener(), [this](auto by) { clock_.advance(by); })
        .map([](auto io) -> std::unique_ptr<GateIo> { return io; });
  }
  void put_passage(bool active) override { board_.drive("passage", active ? Wire::kHigh : Wire::kLow); }
  std::optional<bool> lock_is_released() const override {
    const auto level = board_.history("lock").back();
    return level == Wire::kUndriven ? std::nullopt : std::optional(level == Wire::kLow);
  }
  std::optional<bool> last_driven_released() const override {
    auto levels = board_.history("lock");
    std::erase(levels, Wire::kUndriven);
    return levels.empty() ? std::nullopt : std::optional(levels.back() == Wire::kLow);
  }
  const Clock& clock() const override { return clock_; }

 private:
  FakeClock clock_;
  FakeGpioBoard board_{clock_};
};

/// The kernel's gpio-sim: the real driver, with the wires' other end in sysfs. Line 0 is the lock's, line 1 the
/// passage's.
class KernelBench final : public Bench {
 public:
  KernelBench() {
    if (!missing()) put_passage(false);
  }
  const char* missing() const override {
    return chip_ ? nullptr : "GATE_TEST_GPIO_SIM names no sysfs folder of a traced chip of gpio-sim";
  }
  Result<std::unique_ptr<GateIo>> open() override {
    GateLines lines;
    lines.chip = "/dev" / std::filesystem::canonical(chip_).filename();
    lines.of(GateOutput::kLockRelease) = GateLine{.line = "0", .active = GateLine::Active::kLow};
    lines.of(GateInput::kPassage) = GateLine{.line = "1"};
    return GpiodGateIo::open(lines, clock_).map([](auto io) -> std::unique_ptr<GateIo> { return io; });
  }
  void put_passage(bool active) override {
    std::ofstream(line(1) / "pull") << (active ? "pull-up" : "pull-down") << std::flush;
    // A thread of the kernel queues the edge; another edge before it has run is taken for the same one.
    std::this_thread::sleep_for(kEdgeThread);
  }
  std::optional<bool> lock_is_released() const override {
    char level = '?';
    std::ifstream(line(0) / "value") >> level;
    return level == '0';
  }
  /// As the kernel's trace has it: the lock's is the only output. The chip forgets it with the line.
  std::optional<bool> last_driven_released() const override {
    constexpr std::string_view kSet = " set ";
    std::optional<bool> released;
    std::ifstream trace("/sys/kernel/tracing/trace");
    for (std::string line; std::getline(trace, line);) {
      const auto at = line.find("gpio_value: ") == std::string::npos ? std::string::npos : line.find(kSet);
      if (at != std::string::npos) released = line[at + kSet.size()] == '0';
    }
    return released;
  }
  const Clock& clock() const override { return clock_; }
  std::chrono::seconds late() const override { return 10s; }  // an emulated machine's scheduler

 private:
  std::filesystem::path line(int offset) const {
    return std::filesystem::path(chip_) / ("sim_gpio" + std::to_string(offset));
  }

  static constexpr std::chrono::milliseconds kEdgeThread{200};  // in an emulated machine

  SystemClock clock_;
  const char* chip_ = std::getenv("GATE_TEST_GPIO_SIM");
};

template <class BenchType>
class GateIoContractTest : public testing::Test {
 protected:
  void SetUp() override {
    if (bench_.missing()) GTEST_SKIP() << bench_.missing();
  }
  void open() {
    auto opened = bench_.open();
    ASSERT_TRUE(opened) << opened.error().message;
    io_ = std::move(*opened);
  }

  BenchType bench_;
  std::unique_ptr<GateIo> io_;
};

using Benches = testing::Types<SimulatedBench, GpiodBench, KernelBench>;

struct BenchNames {
  template <class BenchType>
  static std::string GetName(int) {
    if (std::is_same_v<BenchType, KernelBench>) return "Kernel";
    return std::is_same_v<BenchType, GpiodBench> ? "Gpiod" : "Simulated";
  }
};
TYPED_TEST_SUITE(GateIoContractTest, Benches, BenchNames);

TYPED_TEST(GateIoContractTest, OpensLockedAndEndsLocked) {
  ASSERT_NO_FATAL_FAILURE(this->open());
  EXPECT_EQ(this->bench_.lock_is_released(), false);
  ASSERT_TRUE(this->io_->apply({.lock_release = true, .green_lamp = true, .buzzer = true}));
  EXPECT_EQ(this->bench_.lock_is_released(), true);
  this->io_.reset();
  EXPECT_NE(this->bench_.lock_is_released(), true);
}

TYPED_TEST(GateIoContractTest, AnEmergencyIsNotLockedAtTheEnd) {
  ASSERT_NO_FATAL_FAILURE(this->open());
  ASSERT_TRUE(this->io_->apply({.lock_release = true}));
  this->io_->leave_released();
  this->io_.reset();
  EXPECT_EQ(this->bench_.last_driven_released(), true);
  ASSERT_NO_FATAL_FAILURE(this->open());
  EXPECT_EQ(this->bench_.lock_is_released(), false) << "who comes next starts locked";
}

TYPED_TEST(GateIoContractTest, ApplyIsRepeatable) {
  ASSERT_NO_FATAL_FAILURE(this->open());
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(this->io_->apply({.lock_release = true}));
    EXPECT_EQ(this->bench_.lock_is_released(), true);
  }
  ASSERT_TRUE(this->io_->apply({}));
  EXPECT_EQ(this->bench_.lock_is_released(), false);
}

TYPED_TEST(GateIoContractTest, WaitEndsEmptyAfterTheTimeout) {
  ASSERT_NO_FATAL_FAILURE(this->open());
  const auto start = this->bench_.clock().monotonic_now();
  const auto events = this->io_->wait_inputs(30ms);
  ASSERT_TRUE(events);
  EXPECT_THAT(*events, IsEmpty());
  EXPECT_GE(this->bench_.clock().monotonic_now(), start + 30ms);
  EXPECT_LE(this->bench_.clock().monotonic_now(), start + 30ms + this->bench_.late());
}

TYPED_TEST(GateIoContractTest, EveryEdgeComesOnceOldestFirst) {
  ASSERT_NO_FATAL_FAILURE(this->open());
  for (int i = 0; i < 3; ++i) {
    this->bench_.put_passage(true);
    this->bench_.put_passage(false);
  }
  const auto events = this->io_->wait_inputs(1s);
  ASSERT_TRUE(events);
  ASSERT_THAT(*events, SizeIs(6));
  for (std::size_t i = 0; i < events->size(); ++i) {
    EXPECT_EQ((*events)[i].input, GateInput::kPassage);
    EXPECT_EQ((*events)[i].active, i % 2 == 0);
    EXPECT_LE((*events)[i].at, this->bench_.clock().monotonic_now());
    EXPECT_GE((*events)[i].at, (*events)[i > 0 ? i - 1 : 0].at);
  }
  EXPECT_THAT(*this->io_->wait_inputs(0ms), IsEmpty());
}

TYPED_TEST(GateIoContractTest, FirstCallReportsWhatIsActiveAlready) {
  this->bench_.put_passage(true);
  ASSERT_NO_FATAL_FAILURE(this->open());
  const auto events = this->io_->wait_inputs(0ms);
  ASSERT_TRUE(events);
  ASSERT_THAT(*events, SizeIs(1));
  EXPECT_TRUE(events->front().active);
  EXPECT_THAT(*this->io_->wait_inputs(0ms), IsEmpty());
}

TYPED_TEST(GateIoContractTest, OutputsThatTheBoardLacksAreAccepted) {
  ASSERT_NO_FATAL_FAILURE(this->open());
  EXPECT_TRUE(this->io_->apply({.red_lamp = true, .green_lamp = true, .amber_lamp = true, .buzzer = true}));
  EXPECT_EQ(this->bench_.lock_is_released(), false);
}

TEST(GateIoContractRealChip, LinesAreTakenDrivenAndReleased) {
  const char* chip = std::getenv("GATE_TEST_GPIO_CHIP");
  if (chip == nullptr) GTEST_SKIP() << "GATE_TEST_GPIO_CHIP names no GPIO chip whose lines 0 to 2 may be switched";
  const SystemClock clock;
  GateLines lines;
  lines.chip = chip;
  lines.of(GateOutput::kLockRelease) = GateLine{.line = "0"};
  lines.of(GateOutput::kGreenLamp) = GateLine{.line = "1", .active = GateLine::Active::kLow};
  lines.of(GateInput::kFireAlarm) = GateLine{.line = "2", .bias = GateLine::Bias::kPullDown};
  for (int run = 0; run < 2; ++run) {
    const auto io = GpiodGateIo::open(lines, clock);
    ASSERT_TRUE(io) << io.error().message;
    EXPECT_TRUE((*io)->apply({.lock_release = true, .green_lamp = true}));
    EXPECT_TRUE((*io)->apply({}));
    const auto events = (*io)->wait_inputs(10ms);
    ASSERT_TRUE(events) << events.error().message;
    EXPECT_FALSE(GpiodGateIo::open(lines, clock)) << "a line in use must not be given twice";
  }
}

}  // namespace
}  // namespace gate
