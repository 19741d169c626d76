#pragma once

#include <optional>
#include <string_view>

namespace gate {

/// The socket that the service manager listens at for this process under that name (FileDescriptorName= of a socket
/// unit, see sd_listen_fds(3)); nothing: none was handed over. So a process may serve a network that it cannot itself
/// reach. The caller's to close, once. Reentrant.
std::optional<int> inherited_socket(std::string_view name);

}  // namespace gate
