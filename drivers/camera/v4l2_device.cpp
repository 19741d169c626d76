#include "camera/v4l2_device.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <vector>

namespace gate {
namespace {

class KernelV4l2Device final : public V4l2Device {
 public:
  explicit KernelV4l2Device(int fd) : fd_(fd) {}
  ~KernelV4l2Device() override {
    for (const auto& mapping : mappings_) munmap(mapping.data(), mapping.size());
    close(fd_);
  }
  KernelV4l2Device(const KernelV4l2Device&) = delete;
  KernelV4l2Device& operator=(const KernelV4l2Device&) = delete;

  int control(unsigned long request, void* argument) override {
    int result = 0;
    do {
      result = ioctl(fd_, request, argument);
    } while (result == -1 && errno == EINTR);
    return result == -1 ? errno : 0;
  }

  bool wait(std::chrono::milliseconds timeout) override {
    pollfd waiting{.fd = fd_, .events = POLLIN, .revents = 0};
    const auto ms = std::clamp<std::int64_t>(timeout.count(), 0, 60'000);
    // POLLERR and POLLHUP count as ready: taking a buffer then tells what is wrong. So does an interruption.
    return poll(&waiting, 1, static_cast<int>(ms)) != 0;
  }

  std::span<const std::uint8_t> map(std::uint32_t offset, std::uint32_t length) override {
    void* memory = mmap(nullptr, length, PROT_READ | PROT_WRITE, MAP_SHARED, fd_, offset);
    if (memory == MAP_FAILED) return {};
    return mappings_.emplace_back(static_cast<std::uint8_t*>(memory), length);
  }

 private:
  const int fd_;
  std::vector<std::span<std::uint8_t>> mappings_;
};

std::string find_node(const std::string& name) {
  if (name.starts_with('/')) return name;
  std::error_code error;
  for (const auto* folder : {"/dev/v4l/by-id/", "/dev/v4l/by-path/"}) {
    if (std::filesystem::exists(folder + name, error)) return folder + name;
  }
  return "/dev/v4l/by-id/" + name;
}

std::string nodes_there_are() {
  std::vector<std::string> nodes;
  std::error_code error;
  std::filesystem::directory_iterator entry("/dev", error);
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    if (entry->path().filename().string().starts_with("video")) nodes.push_back(entry->path().string());
  }
  if (nodes.empty()) return "there is no /dev/video*: is the camera plugged in?";
  std::sort(nodes.begin(), nodes.end());
  std::string list = "there are";
  for (const auto& node : nodes) list += " " + node;
  return list;
}

}  // namespace

Result<std::unique_ptr<V4l2Device>> open_v4l2_device(const std::string& name) {
  const auto node = find_node(name);
  const int fd = open(node.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (fd != -1) return std::make_unique<KernelV4l2Device>(fd);
  const int error = errno;
  if (error == ENOENT || error == ENODEV || error == ENXIO) {
    return fail(ErrorCode::kNotFound, node + ": no such camera; " + nodes_there_are());
  }
  const auto* advice = error == EACCES ? "; add the terminal's user to the group `video`" : "";
  return fail(ErrorCode::kIo, node + ": " + std::generic_category().message(error) + advice);
}

}  // namespace gate
