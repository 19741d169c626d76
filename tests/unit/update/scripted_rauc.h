#pragma once

#include <string>

#include "fakes/scripted_process_runner.h"

namespace gate {

/// What `rauc` 1.8 printed here, word for word, but for paths and a digest.
inline const std::string kRaucInfo =
    R"({"compatible":"gate-terminal-amd64","version":"1.2.0","description":null,"build":null,"hooks":[],"images":[{"rootfs":{"variant":null,"filename":"slot.img","checksum":"abc68afc1a1676fdb5b8c2fd80e8232aa49ef0e4e77af2402ff536bd34b1926e","size":3000000,"hooks":[],"adaptive":[]}}]})";
inline const std::string kRaucStatus =
    R"({"compatible":"gate-terminal-amd64","variant":"","booted":"A","boot_primary":null,"slots":[{"rootfs.1":{"class":"rootfs","device":"/slots/b","type":"raw","bootname":"B","state":"inactive","parent":null,"mountpoint":null,"boot_status":"bad","slot_status":{"bundle":{"compatible":"gate-terminal-amd64","version":"1.2.0"},"checksum":{"sha256":"abc6","size":3000000},"installed":{"timestamp":"2026-11-25T02:34:55Z","count":1},"activated":{"timestamp":"2026-11-25T02:34:55Z","count":1},"status":"ok"}}},{"rootfs.0":{"class":"rootfs","device":"/slots/a","type":"raw","bootname":"A","state":"booted","parent":null,"mountpoint":null,"boot_status":"bad","slot_status":{"bundle":{"compatible":null}}}}]})";
inline const std::string kRaucInstallOutput =
    "installing\n  0% Installing\n 20% Checking bundle\n 99% Copying image to rootfs.1 done.\n100% Installing done.\n"
    "Installing `/m/x.raucb` succeeded\n";

/// A device whose rauc does as the real one when all goes well.
class ScriptedRauc {
 public:
  explicit ScriptedRauc(const std::string& bundle_version = "1.3.0",
                        const std::string& compatible = "gate-terminal-amd64") {
    offer(bundle_version, compatible);
    status("A", "0.9.0");
    runner.on({"rauc", "status", "mark-good"}, {.end = {}});
    runner.on({"rauc", "status", "mark-bad"}, {.end = {}});
    runner.on({"rauc", "status", "mark-active"}, {.end = {}});
    runner.on({"rauc", "install"},
              {.end = {0, kRaucInstallOutput, ""}, .takes = {}, .meanwhile = [this] { status("A", offered_); }});
  }

  void offer(const std::string& version, const std::string& compatible = "gate-terminal-amd64") {
    offered_ = version;
    runner.on({"rauc", "info"},
              {.end = {0, R"({"compatible":")" + compatible + R"(","version":")" + version + R"("})", ""}});
  }
  /// The running slot, and what is in the other one.
  void status(const std::string& booted, const std::string& other_version) {
    const auto slot = [&](const std::string& name) {
      const bool runs = name == booted;
      return R"({"s":{"bootname":")" + name + R"(","state":")" + (runs ? "booted" : "inactive") +
             R"(","slot_status":{"bundle":{"version":")" + (runs ? "1.2.0" : other_version) + R"("}}}})";
    };
    runner.on(
        {"rauc", "status", "--detailed"},
        {.end = {0, R"({"compatible":"gate-terminal-amd64","slots":[)" + slot("A") + "," + slot("B") + "]}", ""}});
  }

  ScriptedProcessRunner runner;

 private:
  std::string offered_;
};

}  // namespace gate
