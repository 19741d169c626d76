#include "console/inherited_socket.h"

#include <systemd/sd-daemon.h>

#include <cstdlib>
#include <memory>

namespace gate {

std::optional<int> inherited_socket(std::string_view name) {
  char** names = nullptr;
  const int count = sd_listen_fds_with_names(0, &names);  // 0: the environment is kept, as ServiceNotifier keeps it
  std::optional<int> found;
  for (int i = 0; i < count; ++i) {
    const std::unique_ptr<char, decltype(&std::free)> each(names[i], &std::free);
    const int socket = SD_LISTEN_FDS_START + i;
    if (!found && name == each.get() && sd_is_socket(socket, AF_UNSPEC, SOCK_STREAM, 1) > 0) found = socket;
  }
  std::free(names);
  return found;
}

}  // namespace gate
