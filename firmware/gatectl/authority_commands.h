#pragma once

#include "gatectl/subcommands.h"

namespace gate {

/// Adds `gatectl authority create` and `gatectl authority delegate`, which use the authority's secret key: for the
/// desk, not for a device.
void add_authority_create_command(CLI::App& authority, Exit& exit);
void add_authority_delegate_command(CLI::App& authority, Exit& exit);

}  // namespace gate
