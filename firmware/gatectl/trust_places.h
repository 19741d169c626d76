#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>

#include "certificates/trust_list.h"
#include "common/result.h"
#include "gatectl/subcommands.h"

namespace gate {

/// What `gatectl trust …` shares between its files.
struct TrustPlace {
  std::filesystem::path config = "config/terminal.json";
  std::filesystem::path trust;  ///< empty: as the configuration says
};

/// Adds --trust and --config; `place` must outlive the command.
void add_trust_place(CLI::App& command, TrustPlace& place);

/// The trust directory meant. An Error when it is not named and the configuration cannot be read.
Result<std::filesystem::path> trust_directory(const TrustPlace& place);

/// A list as JSON: kind, file, entries, dated, problem and note where there are any.
nlohmann::ordered_json to_json(const TrustList& list);

/// Adds `gatectl trust import`.
void add_trust_import_command(CLI::App& trust, Exit& exit);

}  // namespace gate
