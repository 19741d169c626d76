#pragma once

#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "common/iso_time.h"
#include "encoding/new_file.h"
#include "gatectl/subcommands.h"
#include "passes/pass_store.h"
#include "passes/pass_verifier.h"

namespace gate {

/// What `gatectl pass …` shares between its files.

inline WallTime wall_now() { return SystemClock().wall_now(); }

/// The file's bytes, at most `most`; kNotFound, kInvalidInput when it is larger.
Result<Bytes> read_whole_file(const std::filesystem::path& file, std::size_t most);

/// Adds `gatectl pass issue`.
void add_pass_issue_command(CLI::App& pass, Exit& exit);

/// Adds `gatectl pass issue-batch`.
void add_pass_issue_batch_command(CLI::App& pass, Exit& exit);

/// Adds `gatectl pass bundle` and `gatectl pass revoke-list`.
void add_pass_bundle_commands(CLI::App& pass, Exit& exit);

/// Adds `gatectl pass qr`.
void add_pass_qr_command(CLI::App& pass, Exit& exit);

/// Adds `gatectl pass import`.
void add_pass_import_command(CLI::App& pass, Exit& exit);

}  // namespace gate
