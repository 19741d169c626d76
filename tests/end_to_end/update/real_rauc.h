#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>

namespace gate {

/// RAUC's real service on a D-Bus of its own, with two files as slots and GRUB's real environment block as boot loader.
/// The bundles are of its plain format: verified ones need device mapper, which a build machine may lack; what differs
/// is how the payload is checked, which is RAUC's part (tests/hardware has the verified ones).
class RealRauc {
 public:
  /// Why it cannot run here; nothing when it can.
  static std::optional<std::string> missing();

  /// In `folder`, for the authority in `folder`/update-ca.pem. Programs run from here meet it
  /// (DBUS_SYSTEM_BUS_ADDRESS).
  explicit RealRauc(std::filesystem::path folder);
  ~RealRauc();
  RealRauc(const RealRauc&) = delete;
  RealRauc& operator=(const RealRauc&) = delete;

  /// Starts its service anew, as after a start of the device from this slot.
  void boot(const std::string& slot);
  /// Makes `folder`/NAME, an update with `megabytes` of payload, signed by `key` (NAME.key and NAME.pem in the folder).
  std::filesystem::path bundle(const std::string& name, const std::string& version, const std::string& compatible,
                               const std::string& key, int megabytes = 1) const;
  /// A variable of GRUB's environment block: "ORDER", "A_OK", …
  std::string boot_variable(const std::string& name) const;
  std::string slot_content(const std::string& slot) const;

 private:
  pid_t start(const std::string& command) const;
  static void stop(pid_t& process);

  const std::filesystem::path folder_;
  pid_t bus_ = -1;
  pid_t service_ = -1;
};

}  // namespace gate
