#pragma once

#include <filesystem>

#include "config/config.h"

namespace gate {

/// Whether a terminal could run with the settings in `folder`/terminal.json, by the terminal's own loaders: the
/// configuration, policy, curves and national rules load, the trust store opens and every list in it can be used. What
/// the terminal keeps (pass store, device key, audit log, clock floor, events) must lie outside of the folder, which is
/// replaced as a whole; the trust store inside, or what was signed would not be what is believed. kInvalidInput naming
/// file and field. Blocks: seconds with millions of revocations.
Result<Config> check_site(const std::filesystem::path& folder);

}  // namespace gate
