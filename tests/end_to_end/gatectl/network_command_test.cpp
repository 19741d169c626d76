// gatectl network, whose one line the firmware image's set-up-network reads.
#include <gmock/gmock.h>

#include <fstream>

#include "fakes/program.h"
#include "fakes/temporary_folder.h"

namespace gate {
namespace {

using ::testing::HasSubstr;

class NetworkCommand : public ::testing::Test {
 protected:
  Ended of(const std::string& members) const {
    std::ofstream(folder_ / "terminal.json")
        << R"({"extends": ")" << GATE_SOURCE_DIR << R"(/config/terminal.json", )" << members << "}";
    return run_command(std::string(GATE_BINARY_DIR) + "/bin/gatectl network --config " +
                       (folder_ / "terminal.json").string());
  }

  TemporaryFolder folder_;
};

TEST_F(NetworkCommand, SaysAddressGatewayInterfaceAndTheConsolesDoor) {
  EXPECT_EQ(of(R"("log_level": "info")").output, "- - - -\n");
  EXPECT_EQ(of(R"("network": {"address": "192.0.2.7/24", "gateway": "192.0.2.1", "interface": "enp2s0"},
                  "console": {"listen": "192.0.2.7", "port": 443})")
                .output,
            "192.0.2.7/24 192.0.2.1 enp2s0 192.0.2.7:443\n");
  EXPECT_EQ(of(R"("network": {"address": "2001:db8::7/64"}, "console": {"listen": "2001:db8::7"})").output,
            "2001:db8::7/64 - - [2001:db8::7]:8443\n");
}

TEST_F(NetworkCommand, SettingsThatCannotBeUsedAreSaidInOneLine) {
  const Ended ended = of(R"("network": {"address": "192.0.2.7"})");
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.output, HasSubstr("/network/address"));
}

}  // namespace
}  // namespace gate
