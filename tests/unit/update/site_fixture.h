#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "fakes/temporary_folder.h"
#include "signatures/private_key.h"
#include "unit/update/update_keys.h"
#include "update/stick_creation.h"

namespace gate {

/// A device's data partition, a venue's keys and a site folder at the desk; sticks are made with the real tool.
class SiteFixture : public ::testing::Test {
 protected:
  static constexpr WallTime kNow = std::chrono::sys_days{std::chrono::year{2026} / 11 / 25};
  static constexpr const char* kCompatible = "gate-terminal-amd64";

  SiteFixture() {
    write("update-ca.pem", keys_.authority.certificate_pem());
    write("update.pem", keys_.signer.certificate_pem());
    write("update.key", private_key_pem(keys_.signer));
    write("device/keep", "");
    const std::string config = std::string(GATE_SOURCE_DIR) + "/config/";
    const auto policy = std::filesystem::path(config + "policies/two-doses-14-days.json");
    std::filesystem::create_directories(folder_ / "desk/policies");
    std::filesystem::copy_file(policy, folder_ / "desk/policies/rule.json");
    terminal_ = {
        {"extends", config + "terminal.json"},
        {"policy", "policies/rule.json"},
        {"store", {{"database", "../passes.db"}, {"device_key", "../device.key"}, {"trust_directory", "trust"}}},
        {"audit", {{"directory", "../audit"}}},
        {"clock_floor", "../clock-floor"},
        {"status_file", "../status.json"},
        {"notice_file", "../notice.json"}};
    write("desk/terminal.json", terminal_.dump());
    write("desk/trust/enrolment-authorities/venue.pem", authority_.public_key().to_pem());
  }

  std::filesystem::path write(const std::string& name, std::string_view content) const {
    std::filesystem::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << content;
    return folder_ / name;
  }
  std::string read(const std::filesystem::path& file) const {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }

  /// A stick with the desk's settings as they are now.
  std::filesystem::path stick(std::int64_t version, const std::optional<std::string>& compatible = std::nullopt) {
    const auto out = folder_ / ("stick" + std::to_string(++sticks_));
    StickContents contents;
    contents.site =
        StickContents::Site{folder_ / "desk", version, compatible, folder_ / "update.key", folder_ / "update.pem"};
    const Status made = create_stick(out, contents, kNow);
    EXPECT_TRUE(made) << made.error().message;
    return out;
  }

  TemporaryFolder folder_;
  UpdateKeys keys_;
  PrivateKey authority_ = PrivateKey::create().value();
  nlohmann::json terminal_;
  int sticks_ = 0;
};

}  // namespace gate
