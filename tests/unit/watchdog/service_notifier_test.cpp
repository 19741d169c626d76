#include "watchdog/service_notifier.h"

#include <gmock/gmock.h>

#include "fakes/fake_service_manager.h"

namespace gate {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(ServiceNotifier, SpeaksSystemdsProtocol) {
  FakeServiceManager manager("10000000");
  auto service = ServiceNotifier::from_environment();
  EXPECT_EQ(service.patience(), 10s);
  EXPECT_TRUE(service.ready());
  EXPECT_TRUE(service.status("idle\nREADY=0"));
  EXPECT_TRUE(service.beat());
  EXPECT_TRUE(service.disarm());
  EXPECT_THAT(manager.hear(), ElementsAre("READY=1", "STATUS=idle READY=0", "WATCHDOG=1", "STOPPING=1"));
}

TEST(ServiceNotifier, WithoutAWatchdogItIsNotFed) {
  FakeServiceManager manager;
  auto service = ServiceNotifier::from_environment();
  EXPECT_FALSE(service.patience());
  EXPECT_TRUE(service.beat());
  EXPECT_THAT(manager.hear(), IsEmpty());
}

TEST(ServiceNotifier, AWatchdogForAnotherProcessIsNotOurs) {
  const FakeServiceManager manager("10000000");
  ::setenv("WATCHDOG_PID", "1", 1);
  EXPECT_FALSE(ServiceNotifier::from_environment().patience());
  ::unsetenv("WATCHDOG_PID");
}

TEST(ServiceNotifier, WithoutAServiceManagerNothingFails) {
  auto service = ServiceNotifier::from_environment();
  EXPECT_TRUE(service.ready());
  EXPECT_TRUE(service.status("idle"));
  EXPECT_TRUE(service.beat());
  EXPECT_TRUE(service.disarm());
}

TEST(ServiceNotifier, AManagerThatIsGoneIsAnError) {
  auto service = ServiceNotifier::from_environment();
  ::setenv("NOTIFY_SOCKET", "/nonexistent/notify", 1);
  EXPECT_EQ(service.ready().error().code, ErrorCode::kIo);
  ::unsetenv("NOTIFY_SOCKET");
}

}  // namespace
}  // namespace gate
