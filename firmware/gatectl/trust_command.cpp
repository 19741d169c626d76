// gatectl trust: what a terminal believes. Importing is a file of its own.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "certificates/trust_store.h"
#include "common/iso_time.h"
#include "config/config_file.h"
#include "encoding/base64.h"
#include "encoding/hex.h"
#include "gatectl/trust_places.h"

namespace gate {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

void add_trust_place(CLI::App& command, TrustPlace& place) {
  command.add_option("--trust", place.trust, "the trust directory (default: as configured)");
  command.add_option("--config", place.config, "the terminal's configuration, which says where it is")
      ->capture_default_str();
}

Result<fs::path> trust_directory(const TrustPlace& place) {
  if (!place.trust.empty()) return place.trust;
  const auto config = load_config(place.config);
  if (!config) return fail(config.error());
  return config->store.trust_directory;
}

Json to_json(const TrustList& list) {
  Json json{{"kind", list.kind}, {"file", list.file.string()}, {"entries", list.entries}};
  json["dated"] = list.dated ? Json(iso_time(*list.dated)) : Json();
  if (!list.problem.empty()) json["problem"] = list.problem;
  if (!list.note.empty()) json["note"] = list.note;
  return json;
}

namespace {

struct Options {
  TrustPlace place;
  std::string key_id;
  bool json = false;
};

void print(const Json& json) { std::cout << json.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n'; }

void print_line(const TrustList& list) {
  const std::string dated = list.dated ? iso_time(*list.dated).substr(0, 10) : "-";
  std::cout << fmt::format("{:<26} {:>9} {:<10} {}\n", list.kind, list.entries, dated, list.file.string());
  if (!list.problem.empty()) std::cout << "    NOT IN FORCE: " << list.problem << '\n';
  if (!list.note.empty()) std::cout << "    note: " << list.note << '\n';
}

Exit list(const TrustStore& store, const Options& options) {
  for (const TrustList& each : store.lists()) options.json ? print(to_json(each)) : print_line(each);
  if (!options.json) std::cout << store.lists().size() << " lists\n";
  return Exit::kAccepted;
}

/// Everything in force, or not: one word for scripts, one line for each problem.
Exit verify(const TrustStore& store, const Options& options) {
  auto problems = Json::array();
  for (const TrustList& each : store.lists()) {
    if (each.problem.empty()) continue;
    problems.push_back(to_json(each));
    if (!options.json) print_line(each);
  }
  const bool good = problems.empty();
  if (options.json)
    print({{"good", good}, {"lists", store.lists().size()}, {"problems", std::move(problems)}});
  else if (good)
    std::cout << "good: " << store.lists().size() << " lists, all in force\n";
  return good ? Exit::kAccepted : Exit::kRefused;
}

Json describe(const SignerCertificate& signer) {
  auto kinds = Json::array();
  if (signer.scope.tests) kinds.push_back("test");
  if (signer.scope.vaccinations) kinds.push_back("vaccination");
  if (signer.scope.recoveries) kinds.push_back("recovery");
  Json json{{"kind", "eu_dcc_signer"}, {"key_id", to_hex(signer.key_id)}, {"algorithm", nullptr}};
  if (signer.key) json["algorithm"] = signer.key->algorithm() == SignatureAlgorithm::kEs256 ? "ES256" : "PS256";
  json["not_before"] = iso_time(signer.not_before);
  json["not_after"] = iso_time(signer.not_after);
  json["may_sign"] = std::move(kinds);
  return json;
}

Json describe(const EnrolmentDelegation& delegation, const TrustStore& store) {
  const WallTime now = SystemClock().wall_now();
  const KeyId& id = delegation.delegate.key_id();
  return {{"kind", "enrolment_delegation"},
          {"key_id", to_hex(id)},
          {"authority", to_hex(delegation.authority)},
          {"from", iso_time(delegation.from)},
          {"until", iso_time(delegation.until)},
          {"over", delegation.until <= now},
          {"passes", delegation.most_passes},
          {"longest_pass_seconds", delegation.longest_pass.count()},
          {"revoked", store.authority_revoked(id, now) || store.authority_revoked(delegation.authority, now)}};
}

Json describe(const PublicKey& authority, const TrustStore& store) {
  const bool revoked = store.authority_revoked(authority.key_id(), SystemClock().wall_now());
  return {{"kind", "enrolment_authority"}, {"key_id", to_hex(authority.key_id())}, {"revoked", revoked}};
}

/// As certificates and tools write it: 16 hex digits, or base64 as in signer lists.
Result<Bytes> read_key_id(const std::string& text) {
  auto bytes = text.size() == 2 * sizeof(KeyId) ? decode_hex(text) : decode_any_base64(text);
  if (!bytes || bytes->size() != sizeof(KeyId))
    return fail(ErrorCode::kInvalidInput, "KEYID: 16 hex digits, or 8 bytes in base64");
  return bytes;
}

Exit show(const TrustStore& store, const Options& options) {
  const auto id = read_key_id(options.key_id);
  if (!id) {
    std::cerr << "gatectl: " << id.error().message << '\n';
    return Exit::kUnusable;
  }
  auto found = Json::array();
  for (const SignerCertificate& signer : store.eu_dcc_signers(*id)) found.push_back(describe(signer));
  const auto delegations = store.enrolment_delegations(*id);
  for (const EnrolmentDelegation& delegation : delegations) found.push_back(describe(delegation, store));
  if (delegations.empty())
    for (const PublicKey& key : store.enrolment_authorities(*id)) found.push_back(describe(key, store));
  for (const Json& each : found) {
    if (options.json) {
      print(each);
      continue;
    }
    for (const auto& [name, value] : each.items())
      std::cout << name << ": " << (value.is_string() ? value.get<std::string>() : value.dump()) << '\n';
  }
  if (!found.empty()) return Exit::kAccepted;
  std::cerr << "gatectl: no key with that id is in force\n";
  return Exit::kRefused;
}

using Action = Exit (*)(const TrustStore&, const Options&);

Exit with_store(const Options& options, Action action) {
  const auto directory = trust_directory(options.place);
  const auto store = directory ? TrustStore::open(*directory) : fail(directory.error());
  if (store) return action(**store, options);
  std::cerr << "gatectl: " << store.error().message << '\n';
  return Exit::kUnusable;
}

CLI::App* add(CLI::App& trust, const std::shared_ptr<Options>& options, Exit& exit, const char* name, const char* help,
              Action action) {
  CLI::App* command = trust.add_subcommand(name, help);
  add_trust_place(*command, options->place);
  command->add_flag("--json", options->json, "one JSON object per line");
  command->callback([options, &exit, action] { exit = with_store(*options, action); });
  return command;
}

}  // namespace

void add_trust_command(CLI::App& app, Exit& exit) {
  const auto options = std::make_shared<Options>();
  CLI::App* trust = app.add_subcommand("trust", "the keys, lists and revocations a terminal believes");
  trust->require_subcommand(1);
  add_trust_import_command(*trust, exit);
  add(*trust, options, exit, "list", "every list with its date, and why it is not in force if it is not", list);
  add(*trust, options, exit, "verify", "whether every list can be used; exit 1 if one cannot", verify);
  add(*trust, options, exit, "show",
      "what is known of one key of a signer, an enrolment authority or a terminal it delegated to", show)
      ->add_option("KEYID", options->key_id, "16 hex digits, or base64 as in signer lists")
      ->required();
}

}  // namespace gate
