#pragma once

#include "gatectl/subcommands.h"

namespace gate {

/// Adds `gatectl stick create`, which signs: for a laptop, not for a device.
void add_stick_create_command(CLI::App& stick, Exit& exit);

}  // namespace gate
