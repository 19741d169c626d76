#include "watchdog/hardware_watchdog.h"

#include <gtest/gtest.h>

#include <fstream>

#include "fakes/fake_watchdog.h"
#include "fakes/temporary_folder.h"

namespace gate {
namespace {

using namespace std::chrono_literals;

class HardwareWatchdogTest : public testing::Test {
 protected:
  /// As sysfs lists a q35 machine with softdog loaded.
  HardwareWatchdogTest() {
    add("watchdog0", "iTCO_wdt");
    add("watchdog1", "Software Watchdog");
  }
  void add(const std::string& name, const std::string& identity) {
    std::filesystem::create_directories(sysfs_ / name);
    std::ofstream(sysfs_ / name / "identity") << identity << '\n';
  }
  Result<std::unique_ptr<HardwareWatchdog>> open(const WatchdogOptions& options) {
    const auto open_node = [this](const std::filesystem::path& node) -> Result<std::unique_ptr<WatchdogDevice>> {
      opened_ = node;
      return std::make_unique<FakeWatchdogNode>(state_, 100);
    };
    return HardwareWatchdog::open(options, open_node, sysfs_.path());
  }

  TemporaryFolder sysfs_;
  FakeWatchdogState state_;
  std::filesystem::path opened_;
};

TEST_F(HardwareWatchdogTest, IsFoundByWhatItsDriverCallsItself) {
  ASSERT_TRUE(open({.identity = "Software Watchdog"}));
  EXPECT_EQ(opened_, "/dev/watchdog1");
  ASSERT_TRUE(open({.device = "/dev/watchdog0"}));
  EXPECT_EQ(opened_, "/dev/watchdog0");
}

TEST_F(HardwareWatchdogTest, AnUnknownIdentityListsWhatThereIs) {
  const auto opened = open({.identity = "softdog"});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kNotFound);
  EXPECT_NE(opened.error().message.find("\"iTCO_wdt\", \"Software Watchdog\""), std::string::npos)
      << opened.error().message;
}

TEST_F(HardwareWatchdogTest, ADeviceThatIsNotThereIsNamed) {
  const auto opened = HardwareWatchdog::open({.device = sysfs_ / "watchdog7"});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kNotFound);
  EXPECT_NE(opened.error().message.find("watchdog7"), std::string::npos);
}

TEST_F(HardwareWatchdogTest, OptionsThatContradictAreRefusedAndNothingIsArmed) {
  for (const WatchdogOptions& options :
       {WatchdogOptions{}, WatchdogOptions{.device = "/d", .identity = "i"},
        WatchdogOptions{.device = "/d", .timeout = 4s}, WatchdogOptions{.device = "/d", .timeout = 301s}})
    EXPECT_EQ(open(options).error().code, ErrorCode::kInvalidInput);
  EXPECT_FALSE(state_.armed);
}

TEST_F(HardwareWatchdogTest, ATimeOutTheDriverRefusesLeavesNothingCounting) {
  const auto opened = open({.device = "/dev/watchdog0", .timeout = 200s});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kUnsupported);
  EXPECT_FALSE(state_.armed);
}

TEST_F(HardwareWatchdogTest, AFailedBeatIsSaid) {
  const auto watchdog = open({.device = "/dev/watchdog0"}).value();
  state_.refusing = true;
  EXPECT_EQ(watchdog->beat().error().code, ErrorCode::kIo);
}

}  // namespace
}  // namespace gate
