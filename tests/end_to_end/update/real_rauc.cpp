#include "end_to_end/update/real_rauc.h"

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "fakes/program.h"

namespace gate {

namespace fs = std::filesystem;

namespace {

std::string read(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// Everything is allowed: one user, one bus, one test.
constexpr const char* kBus =
    R"(<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><listen>unix:path=@/bus</listen><auth>EXTERNAL</auth><policy context="default"><allow user="*"/><allow own="*"/>
<allow send_type="method_call"/><allow send_type="signal"/><allow send_requested_reply="true" send_type="method_return"/>
<allow send_requested_reply="true" send_type="error"/><allow receive_type="method_call"/><allow receive_type="method_return"/>
<allow receive_type="error"/><allow receive_type="signal"/></policy></busconfig>
)";
constexpr const char* kSystem = R"([system]
compatible=gate-terminal-amd64
bootloader=grub
grubenv=@/grubenv
statusfile=@/rauc.status
mountprefix=@/mounts
[keyring]
path=update-ca.pem
[slot.rootfs.0]
device=@/slot-a
type=raw
bootname=A
[slot.rootfs.1]
device=@/slot-b
type=raw
bootname=B
)";

void write_with(const fs::path& folder, const char* name, std::string text) {
  for (std::size_t at = 0; (at = text.find('@')) != std::string::npos;) text.replace(at, 1, folder.string());
  std::ofstream(folder / name) << text;
}

}  // namespace

std::optional<std::string> RealRauc::missing() {
  if (::geteuid() != 0) return "RAUC mounts bundles: needs root";
  if (!fs::exists("/dev/loop-control")) return "no loop devices here";
  if (read("/proc/filesystems").find("squashfs") == std::string::npos) return "this kernel has no squashfs";
  for (const char* program : {"rauc", "dbus-daemon", "mksquashfs", "grub-editenv"})
    if (run_command(std::string("command -v ") + program).status != 0)
      return std::string(program) + " is not installed";
  return std::nullopt;
}

RealRauc::RealRauc(fs::path folder) : folder_(std::move(folder)) {
  write_with(folder_, "bus.conf", kBus);
  write_with(folder_, "system.conf", kSystem);
  fs::create_directories(folder_ / "mounts");
  for (const char* slot : {"slot-a", "slot-b"}) std::ofstream(folder_ / slot) << std::string(4 << 20, '0');
  const std::string environment = (folder_ / "grubenv").string();
  const Ended made = run_command("grub-editenv " + environment + " create && grub-editenv " + environment +
                                 " set ORDER='A B' A_OK=1 A_TRY=1 B_OK=0 B_TRY=0");
  if (made.status != 0) throw std::runtime_error(made.output);
  ::setenv("DBUS_SYSTEM_BUS_ADDRESS", ("unix:path=" + (folder_ / "bus").string()).c_str(), 1);
  bus_ = start("exec dbus-daemon --nofork --config-file=" + (folder_ / "bus.conf").string());
  boot("A");
}

RealRauc::~RealRauc() {
  stop(service_);
  stop(bus_);
  ::unsetenv("DBUS_SYSTEM_BUS_ADDRESS");
}

pid_t RealRauc::start(const std::string& command) const {
  const pid_t child = ::fork();
  if (child != 0) return child;
  const std::string logged = command + " >>" + (folder_ / "service.log").string() + " 2>&1";
  ::execl("/bin/sh", "sh", "-c", logged.c_str(), nullptr);
  ::_exit(127);
}

void RealRauc::stop(pid_t& process) {
  if (process <= 0) return;
  ::kill(process, SIGTERM);
  ::waitpid(process, nullptr, 0);
  process = -1;
}

void RealRauc::boot(const std::string& slot) {
  stop(service_);
  const std::string command =
      "exec rauc --conf=" + (folder_ / "system.conf").string() + " --override-boot-slot=" + slot + " service";
  for (int i = 0; i < 300; ++i) {
    // It ends at once when the bus does not listen yet.
    if (service_ <= 0 || ::waitpid(service_, nullptr, WNOHANG) == service_) service_ = start(command);
    if (run_command("rauc status").status == 0) return;
    std::this_thread::sleep_for(std::chrono::milliseconds{100});  // it says by nothing else that it is ready
  }
  throw std::runtime_error("rauc's service does not come up: " + read(folder_ / "service.log"));
}

fs::path RealRauc::bundle(const std::string& name, const std::string& version, const std::string& compatible,
                          const std::string& key, int megabytes) const {
  const fs::path content = folder_ / (name + ".content");
  fs::create_directories(content);
  std::ofstream(content / "slot.img") << version << std::string(static_cast<std::size_t>(megabytes) << 20, '1');
  std::ofstream(content / "manifest.raucm") << "[update]\ncompatible=" << compatible << "\nversion=" << version
                                            << "\n[bundle]\nformat=plain\n[image.rootfs]\nfilename=slot.img\n";
  const std::string base = (folder_ / key).string();
  const Ended made = run_command("rauc bundle --cert=" + base + ".pem --key=" + base + ".key " + content.string() +
                                 " " + (folder_ / name).string());
  if (made.status != 0) throw std::runtime_error(made.output);
  return folder_ / name;
}

std::string RealRauc::boot_variable(const std::string& name) const {
  const Ended listed = run_command("grub-editenv " + (folder_ / "grubenv").string() + " list");
  const std::size_t at = ("\n" + listed.output).find("\n" + name + "=");
  if (at == std::string::npos) return "";
  const std::size_t begin = at + name.size() + 1;
  return listed.output.substr(begin, listed.output.find('\n', begin) - begin);
}

std::string RealRauc::slot_content(const std::string& slot) const { return read(folder_ / ("slot-" + slot)); }

}  // namespace gate
