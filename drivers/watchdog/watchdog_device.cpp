#include "watchdog/watchdog_device.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <map>
#include <system_error>

namespace gate {
namespace {

namespace fs = std::filesystem;

class WatchdogNode final : public WatchdogDevice {
 public:
  explicit WatchdogNode(int descriptor) : descriptor_(descriptor) {}
  ~WatchdogNode() override { ::close(descriptor_); }
  WatchdogNode(const WatchdogNode&) = delete;
  WatchdogNode& operator=(const WatchdogNode&) = delete;

  int control(unsigned long request, void* argument) override {
    while (::ioctl(descriptor_, request, argument) != 0)
      if (errno != EINTR) return errno;
    return 0;
  }

  int write(char byte) override { return ::write(descriptor_, &byte, 1) == 1 ? 0 : errno; }

 private:
  const int descriptor_;
};

/// By number, as sysfs lists them: "watchdog0" and what it calls itself.
std::map<fs::path, std::string> watchdogs_in(const fs::path& sysfs) {
  std::map<fs::path, std::string> found;
  std::error_code error;
  for (fs::directory_iterator entry(sysfs, error), end; !error && entry != end; entry.increment(error)) {
    std::ifstream file(entry->path() / "identity");
    std::string identity;
    if (std::getline(file, identity)) found.emplace(entry->path().filename(), identity);
  }
  return found;
}

}  // namespace

Result<std::unique_ptr<WatchdogDevice>> open_watchdog_device(const fs::path& node) {
  const int descriptor = ::open(node.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor >= 0) return std::make_unique<WatchdogNode>(descriptor);
  const int error = errno;
  if (error == ENOENT || error == ENODEV) return fail(ErrorCode::kNotFound, node.string() + ": no such watchdog");
  const char* hint = error == EBUSY ? "; another program feeds it: find it with `fuser -v`" : "";
  return fail(ErrorCode::kIo, node.string() + ": " + std::generic_category().message(error) + hint);
}

Result<fs::path> find_watchdog(const std::string& identity, const fs::path& sysfs) {
  std::string list;
  for (const auto& [name, own] : watchdogs_in(sysfs)) {
    if (own == identity) return fs::path("/dev") / name;
    list += (list.empty() ? " \"" : ", \"") + own + "\"";
  }
  return fail(ErrorCode::kNotFound,
              "no watchdog calls itself \"" + identity + "\"; there is" + (list.empty() ? " none" : list));
}

}  // namespace gate
