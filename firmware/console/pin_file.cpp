#include "console/pin_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>

#include "console/private_file.h"
#include "encoding/bounded_file.h"
#include "encoding/json_text.h"

namespace gate {
namespace {

/// Not by name: whoever owns the folder might put a link to something else in its place, which root would give away.
Status give_to_the_folders_owner(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  struct stat folder {
  }, own{};
  const bool given = descriptor >= 0 && ::stat((file.parent_path() / ".").c_str(), &folder) == 0 &&
                     ::fstat(descriptor, &own) == 0 && own.st_nlink == 1 &&
                     ::fchown(descriptor, folder.st_uid, folder.st_gid) == 0;
  const int error = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (given) return {};
  return fail(ErrorCode::kIo, file.string() + ": cannot be given to its folder's owner: " + std::strerror(error));
}

}  // namespace

Result<Pins> PinFile::read() const {
  constexpr std::size_t kMaxBytes = 4096;
  const auto text = read_bounded_file(file_, kMaxBytes);
  if (!text && text.error().code == ErrorCode::kNotFound) return Pins{};
  if (!text) return fail(text.error());
  const auto document = parse_json(*text, {.bytes = kMaxBytes, .depth = 2});
  if (!document) return fail(document.error(), file_.string());
  if (!document->is_object()) return fail(ErrorCode::kInvalidInput, file_.string() + ": not an object of PINs");
  Pins pins;
  for (const auto& [name, value] : document->items()) {
    const auto role = parse_role(name);
    const auto pin = PinHash::parse(value.is_string() ? value.get<std::string>() : "");
    if (!role) return fail(ErrorCode::kInvalidInput, file_.string() + ": " + name.substr(0, 40) + ": no such role");
    if (!pin) return fail(pin.error(), file_.string() + ": " + name);
    pins.emplace(*role, *pin);
  }
  return pins;
}

Status PinFile::set(Role role, const PinHash& pin) const {
  auto pins = read();
  if (!pins) return fail(pins.error());
  pins->insert_or_assign(role, pin);
  return write(*pins);
}

Status PinFile::write(const Pins& pins) const {
  nlohmann::json document = nlohmann::json::object();
  for (const auto& [role, pin] : pins) document[std::string(to_string(role))] = pin.text();
  const Status written = write_private_file(file_, document.dump(2) + "\n");
  return written && ::geteuid() == 0 ? give_to_the_folders_owner(file_) : written;
}

}  // namespace gate
