// gatectl authority create: the key that a venue signs its passes with.
#include <CLI/CLI.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "gatectl/authority_commands.h"
#include "signatures/private_key.h"

namespace gate {
namespace {

namespace fs = std::filesystem;

struct Options {
  fs::path out;
  bool json = false;
};

struct Files {
  std::string key_id;
  fs::path private_key;
  fs::path public_key;
};

/// The key id is in the names, so that keys of several venues cannot be mixed up or overwrite each other.
Result<Files> create(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  auto key = PrivateKey::create();
  if (!key) return fail(std::move(key).error());
  const std::string id = to_hex(key->public_key().key_id());
  Files files{id, folder / ("enrolment-authority-" + id + ".key.pem"), folder / ("enrolment-authority-" + id + ".pem")};
  std::ofstream(files.public_key) << key->public_key().to_pem();
  if (std::ifstream(files.public_key).peek() == std::ifstream::traits_type::eof())
    return fail(ErrorCode::kIo, files.public_key.string() + ": cannot be written");
  if (auto saved = key->save_pem(files.private_key); !saved) return fail(std::move(saved).error());
  return files;
}

Exit run(const Options& options) {
  // A second key in the same folder is nearly always a mistake: passes of the first would go on being signed elsewhere.
  std::error_code error;
  for (fs::directory_iterator at(options.out, error), end; !error && at != end; at.increment(error)) {
    if (!at->path().filename().string().starts_with("enrolment-authority-")) continue;
    std::cerr << "gatectl: " << at->path().string() << ": an authority's key is here already; choose another --out\n";
    return Exit::kUnusable;
  }
  const auto files = create(options.out);
  if (!files) {
    std::cerr << "gatectl: " << files.error().message << '\n';
    return Exit::kUnusable;
  }
  if (options.json)
    std::cout << nlohmann::ordered_json{{"key_id", files->key_id},
                                        {"private_key", files->private_key.string()},
                                        {"public_key", files->public_key.string()}}
              << '\n';
  else
    std::cout << "secret key:  " << files->private_key.string() << "  (stays at the enrolment desk; keep a copy safe)\n"
              << "public key:  " << files->public_key.string()
              << "  (copy to every terminal's trust/enrolment-authorities)\n";
  return Exit::kAccepted;
}

}  // namespace

void add_authority_create_command(CLI::App& authority, Exit& exit) {
  const auto options = std::make_shared<Options>();
  CLI::App* create = authority.add_subcommand("create", "make a new enrolment authority: a secret and a public key");
  create->add_option("--out", options->out, "folder for the two files; never overwritten")->required();
  create->add_flag("--json", options->json, "one JSON object");
  create->callback([options, &exit] { exit = run(*options); });
}

}  // namespace gate
