#pragma once

#include <nlohmann/json.hpp>

#include "console/terminal_view.h"

namespace gate {

/// What the page shows, as one document (README.md): some KB, whatever the terminal went through. Reentrant.
nlohmann::json page_state(const TerminalView& view);

}  // namespace gate
