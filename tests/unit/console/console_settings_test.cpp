#include "console/console_settings.h"

#include <gtest/gtest.h>

#include <fstream>

#include "fakes/temporary_folder.h"

namespace gate {
namespace {

TEST(ConsoleAddress, IsWhatABrowserTakes) {
  ConsoleConfig config;
  EXPECT_EQ(console_address(config), "off");
  config.listen = "192.0.2.7";
  EXPECT_EQ(console_address(config), "https://192.0.2.7:8443");
  config.listen = "2001:db8::7";
  config.port = 443;
  EXPECT_EQ(console_address(config), "https://[2001:db8::7]:443");
}

class PinInForce : public testing::Test {
 protected:
  PinInForce() { config.store.database = folder / "passes.db"; }

  static const PinHash& some_pin() {
    static const PinHash kPin = PinHash::of("111111").value();
    return kPin;
  }
  const TemporaryFolder folder;
  Config config;
};

TEST_F(PinInForce, IsTheConfigurationsBeforeTheDevices) {
  EXPECT_TRUE(roles_with_pin(config).value().empty());
  ASSERT_TRUE(pin_file(config).set(Role::kStaff, PinHash::of("222222").value()));
  EXPECT_TRUE(pin_in_force(config, Role::kStaff).value()->matches("222222"));
  config.console.staff_pin = some_pin().text();
  EXPECT_TRUE(pin_in_force(config, Role::kStaff).value()->matches("111111"));
  EXPECT_FALSE(pin_in_force(config, Role::kSupervisor).value());
  EXPECT_EQ(roles_with_pin(config).value(), std::vector{Role::kStaff});
}

TEST_F(PinInForce, TheConfigurationsHoldsWhenTheDevicesFileCannotBeRead) {
  std::ofstream(folder / "console-pins.json") << "{";
  config.console.technician_pin = some_pin().text();
  const auto technician = pin_in_force(config, Role::kTechnician);
  ASSERT_TRUE(technician) << technician.error().message;
  EXPECT_EQ((*technician)->text(), some_pin().text());
  const auto staff = pin_in_force(config, Role::kStaff);
  ASSERT_FALSE(staff) << "not the same as no PIN";
  EXPECT_NE(staff.error().message.find("console-pins.json"), std::string::npos);
}

TEST_F(PinInForce, WhatIsNoHashIsNamed) {
  config.console.supervisor_pin = "1234";
  const auto pin = pin_in_force(config, Role::kSupervisor);
  ASSERT_FALSE(pin);
  EXPECT_EQ(pin.error().message.find("console.pins.supervisor"), 0u) << pin.error().message;
}

}  // namespace
}  // namespace gate
