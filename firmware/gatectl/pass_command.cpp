// gatectl pass: what is in the terminal's store. Issuing and importing are files of their own.
#include <CLI/CLI.hpp>

#include <memory>
#include <nlohmann/json.hpp>

#include "gatectl/certificate_input.h"
#include "gatectl/pass_files.h"
#include "gatectl/terminal_places.h"

namespace gate {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  TerminalPlaces places;
  std::string id;
  bool json = false;
};

/// What was asked about is not there: an answer, not a fault.
Exit answer(const Error& error) {
  const Exit exit = unusable(error);
  return error.code == ErrorCode::kNotFound || error.code == ErrorCode::kUntrusted ? Exit::kRefused : exit;
}

std::string day_text(std::chrono::sys_days day) { return iso_time(WallTime{day}).substr(0, 10); }

Exit list(const PassStore& store, const Options& options) {
  const auto passes = store.list();
  if (!passes) return unusable(passes.error());
  for (const StoredPass& pass : *passes) {
    if (options.json)
      std::cout << Json{{"pass", to_string(pass.id)}, {"expiry_day", day_text(pass.expiry_day)}} << '\n';
    else
      std::cout << to_string(pass.id) << "  until " << day_text(pass.expiry_day) << '\n';
  }
  if (!options.json) std::cout << passes->size() << " passes\n";
  return Exit::kAccepted;
}

Json describe(const VerifiedPass& verified) {
  const Pass& pass = verified.pass();
  Json models = Json::array();
  for (const FaceVector& vector : pass.samples.front().vectors()) models.push_back(vector.model());
  return {{"pass", to_string(pass.id)},
          {"verified", true},
          {"issued", iso_time(pass.issued_at)},
          {"expires", iso_time(pass.expires_at)},
          {"form", pass.form == PassForm::kQrCode ? "qr_code" : "file"},
          {"initials", pass.initials},
          {"samples", pass.samples.size()},
          {"models", std::move(models)},
          {"authority", pass.authority_key_id},
          {"certificate_format", to_string(verified.certificate().certificate().format)},
          {"certificate_issuer", verified.certificate().certificate().issuer}};
}

void print(const Json& fields, const Options& options) {
  if (options.json) {
    std::cout << fields << '\n';
    return;
  }
  for (const auto& [name, value] : fields.items())
    std::cout << name << ": " << (value.is_string() ? value.get<std::string>() : value.dump()) << '\n';
}

Exit show(ByteView bytes, const Options& options) {
  const auto places = complete(options.places);
  if (!places) return unusable(places.error());
  const auto trust = TrustStore::open(places->trust);
  if (!trust) return unusable(trust.error());
  const auto checked = PassVerifier(*trust).verify(bytes, wall_now());
  if (checked.verified) {
    print(describe(*checked.verified), options);
    return Exit::kAccepted;
  }
  Json fields{{"pass", options.id}, {"verified", false}, {"reason", to_string(*checked.refusal)}};
  fields["detail"] = checked.detail;
  print(fields, options);
  return Exit::kRefused;
}

Exit show_stored(PassStore& store, const Options& options) {
  const auto bytes = store.load(*parse_pass_id(options.id));
  return bytes ? show(*bytes, options) : answer(bytes.error());
}

/// A pass that is not in the store: a file, a picture of its code, or the code's text.
Exit show_outside(const Options& options) {
  const auto inputs = read_certificate_inputs({options.id});
  if (inputs.size() != 1) return unusable({ErrorCode::kInvalidInput, options.id + ": holds several codes"});
  if (inputs[0].unusable) return unusable(*inputs[0].unusable);
  return show(bytes_of(inputs[0].content), options);
}

Exit done(const Status& status, const char* what, const Options& options) {
  if (!status) return answer(status.error());
  print({{"pass", options.id}, {"result", what}}, options);
  return Exit::kAccepted;
}

using Action = Exit (*)(PassStore&, const Options&);

Exit with_store(const Options& options, Action action) {
  const auto places = complete(options.places);
  if (!places) return unusable(places.error());
  // Asking about a store must not make one.
  std::error_code error;
  if (!std::filesystem::exists(places->store, error))
    return unusable(
        {ErrorCode::kNotFound, places->store.string() + ": no pass store here; gatectl pass import makes one"});
  const auto key = DeviceKey::load(places->device_key);
  if (!key) return unusable(key.error());
  const auto store = PassStore::open(places->store, *key);
  return store ? action(**store, options) : unusable(store.error());
}

template <class PerPass>
Exit with_id(const Options& options, PerPass action) {
  const auto id = parse_pass_id(options.id);
  return id ? action(*id) : unusable(id.error());
}

CLI::App* add(CLI::App& pass, const std::shared_ptr<Options>& options, Exit& exit, const char* name, const char* help,
              Action action) {
  CLI::App* command = pass.add_subcommand(name, help);
  add_terminal_places(*command, options->places);
  command->add_flag("--json", options->json, "one JSON object per line");
  command->callback([options, &exit, action] { exit = with_store(*options, action); });
  return command;
}

}  // namespace

CLI::App& add_pass_command(CLI::App& app, Exit& exit) {
  const auto options = std::make_shared<Options>();
  CLI::App* pass = app.add_subcommand("pass", "a terminal's store of passes, and (at the desk) issuing them");
  pass->require_subcommand(1);
  add_pass_import_command(*pass, exit);
  add(*pass, options, exit, "list", "the ids and last days of all passes",
      [](PassStore& store, const Options& o) { return list(store, o); });
  CLI::App* shown =
      add(*pass, options, exit, "show",
          "verify one pass and say what it holds, without its face or certificate: by its id in the store, "
          "or a pass file, a picture of its QR code, or that code's text",
          nullptr);
  shown->callback([options, &exit] {
    exit = parse_pass_id(options->id) ? with_store(*options, show_stored) : show_outside(*options);
  });
  CLI::App* removed = add(*pass, options, exit, "remove", "erase one pass; it may be imported again",
                          [](PassStore& store, const Options& o) {
                            return with_id(o, [&](const PassId& id) { return done(store.remove(id), "removed", o); });
                          });
  CLI::App* revoked = add(
      *pass, options, exit, "revoke", "erase one pass and never take it again", [](PassStore& store, const Options& o) {
        return with_id(o, [&](const PassId& id) { return done(store.revoke(id, wall_now()), "revoked", o); });
      });
  for (CLI::App* command : {shown, removed, revoked})
    command->add_option("PASS", options->id, "the pass's id; for show also a file or text")->required();
  return *pass;
}

}  // namespace gate
