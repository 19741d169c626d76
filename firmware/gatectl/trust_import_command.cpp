// gatectl trust import: brings lists, keys and revocations into a trust directory, all of them or none.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

#include "certificates/trust/trust_import.h"
#include "common/iso_time.h"
#include "gatectl/trust_places.h"

namespace gate {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  TrustPlace place;
  TrustImport import;
  std::string kind;
  std::string anchor;
  std::string signature;
  bool force = false;
  bool partial = false;
  bool replace = false;
  bool json = false;
};

std::string_view to_string(ImportedTrust::Outcome outcome) {
  switch (outcome) {
    case ImportedTrust::Outcome::kNew: return "new";
    case ImportedTrust::Outcome::kReplaced: return "replaced";
    case ImportedTrust::Outcome::kUnchanged: return "unchanged";
  }
  return "replaced";
}

void print(const ImportedTrust& imported, const Options& options) {
  if (!options.json) {
    std::cout << fmt::format("{}: {} ({}, {} entries){}\n", to_string(imported.outcome), imported.file.string(),
                             to_string(imported.kind), imported.entries,
                             imported.note.empty() ? "" : "; " + imported.note);
    return;
  }
  Json json{{"outcome", to_string(imported.outcome)},
            {"kind", to_string(imported.kind)},
            {"file", imported.file.string()},
            {"entries", imported.entries}};
  json["dated"] = imported.dated ? Json(iso_time(*imported.dated)) : Json();
  if (!imported.note.empty()) json["note"] = imported.note;
  std::cout << json.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
}

Result<TrustImport> complete(const Options& options) {
  TrustImport import = options.import;
  if (!options.kind.empty()) {
    const auto kind = parse_trust_file_kind(options.kind);
    if (!kind) return fail(kind.error(), "--kind");
    import.kind = *kind;
  }
  if (!options.anchor.empty()) import.anchor = options.anchor;
  if (!options.signature.empty()) import.signature = options.signature;
  if (options.force) import.older = TrustImport::Older::kTake;
  if (options.partial) import.partial = TrustImport::Partial::kTake;
  if (options.replace) import.revocations = TrustImport::Revocations::kReplace;
  return import;
}

/// A list that is not good enough is an answer; a file that cannot be read is not.
Exit refuse(const Error& error) {
  std::cerr << "gatectl: " << error.message << '\n';
  if (error.code != ErrorCode::kUntrusted) return Exit::kUnusable;
  std::cerr << "gatectl: nothing was changed: what was in force still is\n";
  return Exit::kRefused;
}

Exit run(const Options& options) {
  const auto directory = trust_directory(options.place);
  if (!directory) return refuse(directory.error());
  const auto import = complete(options);
  if (!import) return refuse(import.error());
  const auto imported = import_trust(*directory, *import, SystemClock().wall_now());
  if (!imported) return refuse(imported.error());
  for (const ImportedTrust& each : *imported) print(each, options);
  return Exit::kAccepted;
}

}  // namespace

void add_trust_import_command(CLI::App& trust, Exit& exit) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = trust.add_subcommand("import",
                                           "bring in lists, keys, delegations and revocations; a bad one changes "
                                           "nothing, a running terminal notices by itself");
  command->add_option("FILES", options->import.files, "lists, certificates, keys, delegations, revocations")
      ->required();
  command->add_option("--kind", options->kind,
                      "what they are, when their content does not tell: eu-dcc-revocations, …");
  command->add_option("--issuer", options->import.hints.issuer, "a SMART Health Card issuer's URL, for its keys");
  command->add_option("--anchor", options->anchor,
                      "public key that signed a national list; kept in the trust directory");
  command->add_option("--signature", options->signature,
                      "signature over a snapshot of the VCI directory; --anchor is its certificate");
  command->add_option("--name", options->import.hints.name, "what to call the file, to keep several lists of one kind");
  command->add_flag("--force", options->force, "take a list older than the one in force");
  command->add_flag("--partial", options->partial, "take a list of which some entries cannot be used, without those");
  command->add_flag("--replace", options->replace, "revocations: in place of those in force, not added to them");
  command->add_flag("--json", options->json, "one JSON object per file");
  add_trust_place(*command, options->place);
  command->callback([options, &exit] { exit = run(*options); });
}

}  // namespace gate
