#include "passes/device_key.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "encoding/new_file.h"

namespace gate {
namespace {

class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

std::string reason() { return std::generic_category().message(errno); }

}  // namespace

Result<DeviceKey> DeviceKey::create(const std::filesystem::path& file) {
  Key key;
  if (auto filled = fill_random(key.bytes()); !filled) return fail(filled.error());
  if (auto written = write_new_file(file, key.bytes()); !written) return fail(written.error(), "device key");
  return DeviceKey(std::move(key));
}

Result<DeviceKey> DeviceKey::load(const std::filesystem::path& file) {
  const File in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status {};
  if (in.get() < 0 || ::fstat(in.get(), &status) != 0)
    return fail(errno == ENOENT ? ErrorCode::kNotFound : ErrorCode::kIo,
                file.string() + ": cannot read the device key: " + reason());
  if (!S_ISREG(status.st_mode) || status.st_size != kKeyBytes)
    return fail(ErrorCode::kInvalidInput, file.string() + ": a device key is a file of exactly 32 bytes");
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return fail(ErrorCode::kUntrusted,
                file.string() + ": others may read this device key; run: chmod 600 " + file.string());
  Key key;
  if (::read(in.get(), key.bytes().data(), kKeyBytes) != ssize_t{kKeyBytes})
    return fail(ErrorCode::kIo, file.string() + ": cannot read the device key: " + reason());
  return DeviceKey(std::move(key));
}

Result<DeviceKey> DeviceKey::load_or_create(const std::filesystem::path& file,
                                            const std::filesystem::path& pass_store) {
  std::error_code error;
  if (std::filesystem::exists(file, error) || std::filesystem::exists(pass_store, error)) return load(file);
  std::filesystem::create_directories(file.parent_path(), error);
  if (error) return fail(ErrorCode::kIo, file.parent_path().string() + ": cannot be made: " + error.message());
  return create(file);
}

}  // namespace gate
