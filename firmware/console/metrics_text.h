#pragma once

#include <string>

#include "console/terminal_view.h"

namespace gate {

/// Prometheus's text exposition format 0.0.4, names by its conventions; README.md lists them. Reentrant.
std::string metrics_text(const TerminalView& view);

inline constexpr std::string_view kMetricsType = "text/plain; version=0.0.4; charset=utf-8";

}  // namespace gate
