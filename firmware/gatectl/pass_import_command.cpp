// gatectl pass import: verifies pass files and puts those that hold into the terminal's store.
#include <unistd.h>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "gatectl/gallery_warnings.h"
#include "gatectl/pass_files.h"
#include "gatectl/terminal_places.h"
#include "passes/pass_codec.h"

namespace gate {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<fs::path> inputs;
  TerminalPlaces places;
  bool make_device_key = false;
  bool json = false;
};

/// The files named, and every *.pass of the folders named, in name order.
std::vector<fs::path> pass_files(const std::vector<fs::path>& inputs) {
  std::vector<fs::path> files;
  for (const fs::path& input : inputs) {
    if (std::error_code error; !fs::is_directory(input, error)) {
      files.push_back(input);
      continue;
    }
    const auto first = static_cast<std::ptrdiff_t>(files.size());
    std::error_code error;
    for (fs::directory_iterator at(input, error), end; !error && at != end; at.increment(error))
      if (at->path().extension() == ".pass") files.push_back(at->path());
    std::sort(files.begin() + first, files.end());
  }
  return files;
}

class Import {
 public:
  Import(const Options& options, PassStore& store, PassVerifier verifier)
      : options_(options), store_(store), verifier_(std::move(verifier)) {}

  Exit run(const std::vector<fs::path>& files) {
    for (std::size_t i = 0; i < files.size(); ++i) {
      take(files[i]);
      if (batch_.size() == kBatch) flush();
      show_progress(i + 1, files.size());
    }
    flush();
    if (!ids_.empty()) warn();
    if (!options_.json) std::cout << imported_ << " imported, " << refused_ << " refused\n";
    return unusable_ ? Exit::kUnusable : refused_ > 0 ? Exit::kRefused : Exit::kAccepted;
  }

 private:
  static constexpr std::size_t kBatch = 256;  // passes a transaction: one flush of the disk, some megabytes of memory

  void take(const fs::path& file) {
    const auto bytes = read_whole_file(file, kMaxPassBytes);
    if (!bytes) {
      unusable_ = unusable_ || bytes.error().code != ErrorCode::kInvalidInput;
      return refuse(file, "file_unreadable", bytes.error().message);
    }
    auto checked = verifier_.verify(*bytes, wall_now());
    if (!checked.verified) return refuse(file, to_string(*checked.refusal), checked.detail);
    batch_.push_back(*std::move(checked.verified));
    names_.push_back(file);
  }

  void flush() {
    const auto outcomes = store_.import(batch_);
    for (std::size_t i = 0; i < batch_.size(); ++i) {
      if (!outcomes)
        refuse(names_[i], "store_failed", outcomes.error().message);
      else if ((*outcomes)[i] == ImportOutcome::kRevoked)
        refuse(names_[i], "revoked", "this terminal's list of revoked passes names it");
      else
        accept(names_[i], batch_[i].pass().id, (*outcomes)[i]);
    }
    unusable_ = unusable_ || !outcomes;
    batch_.clear();
    names_.clear();
  }

  void accept(const fs::path& file, const PassId& id, ImportOutcome outcome) {
    ++imported_;
    ids_.insert(id);
    const char* result = outcome == ImportOutcome::kAdded ? "added" : "replaced";
    if (options_.json)
      std::cout << nlohmann::ordered_json{{"file", file.string()}, {"pass", to_string(id)}, {"result", result}} << '\n';
    else
      std::cout << file.string() << ": " << result << " " << to_string(id) << '\n';
  }

  /// Not refusals: whose a certificate is that is bound twice, and how visitors come in, is for staff to decide.
  void warn() const {
    const auto warnings = gallery_warnings(store_, verifier_, options_.places.config, ids_, wall_now());
    if (!warnings) {
      std::cerr << "gatectl: not looked for certificates bound twice: " << warnings.error().message << '\n';
      return;
    }
    if (warnings->too_large && options_.json)
      std::cout << nlohmann::ordered_json{{"warning", "too_many_for_face_alone"}, {"detail", *warnings->too_large}}
                << '\n';
    else if (warnings->too_large)
      std::cout << "warning: " << *warnings->too_large << '\n';
    for (const SharedCertificate& pair : warnings->bound_twice) {
      if (options_.json)
        std::cout << nlohmann::ordered_json{{"warning", "certificate_bound_twice"},
                                            {"pass", to_string(pair.pass)},
                                            {"other_pass", to_string(pair.other)}}
                  << '\n';
      else
        std::cout << "warning: passes " << to_string(pair.pass) << " and " << to_string(pair.other)
                  << " bind one certificate to two faces\n";
    }
  }

  void refuse(const fs::path& file, std::string_view reason, const std::string& detail) {
    ++refused_;
    if (options_.json)
      std::cout << nlohmann::ordered_json{{"file", file.string()},
                                          {"result", "refused"},
                                          {"reason", reason},
                                          {"detail", detail}}
                << '\n';
    else
      std::cout << file.string() << ": refused: " << reason << ": " << detail << '\n';
  }

  /// A bar on a terminal's standard error; nothing where that is a file.
  void show_progress(std::size_t done, std::size_t total) const {
    if (options_.json || ::isatty(STDERR_FILENO) == 0) return;
    constexpr std::size_t kWidth = 40;
    if (done * kWidth / total == (done - 1) * kWidth / total) return;
    const std::size_t filled = done * kWidth / total;
    std::cerr << "\r[" << std::string(filled, '#') << std::string(kWidth - filled, ' ') << "] " << done << "/" << total
              << (done == total ? "\n" : "");
  }

  const Options& options_;
  PassStore& store_;
  const PassVerifier verifier_;
  std::vector<VerifiedPass> batch_;
  std::vector<fs::path> names_;
  std::size_t imported_ = 0;
  std::set<PassId> ids_;
  std::size_t refused_ = 0;
  bool unusable_ = false;
};

Result<DeviceKey> device_key(const fs::path& file, const Options& options) {
  if (std::error_code error; options.make_device_key && !fs::exists(file, error)) {
    fs::create_directories(file.parent_path(), error);
    return DeviceKey::create(file);
  }
  return DeviceKey::load(file);
}

Exit import(const Options& options) {
  const auto places = complete(options.places);
  if (!places) return unusable(places.error());
  auto trust = TrustStore::open(places->trust);
  if (!trust) return unusable(trust.error());
  const auto key = device_key(places->device_key, options);
  if (!key) return unusable(key.error());
  const auto store = PassStore::open(places->store, *key);
  if (!store) return unusable(store.error());
  return Import(options, **store, PassVerifier(*trust)).run(pass_files(options.inputs));
}

}  // namespace

void add_pass_import_command(CLI::App& pass, Exit& exit) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = pass.add_subcommand("import", "put passes into the terminal's store; exit 1 when any is refused");
  command->add_option("FILE|DIR", options->inputs, "pass files, or folders of *.pass files")->required();
  add_terminal_places(*command, options->places);
  command->add_flag("--make-device-key", options->make_device_key, "make the device key when it is not there");
  command->add_flag("--json", options->json, "one JSON object a file");
  command->callback([options, &exit] { exit = import(*options); });
}

}  // namespace gate
