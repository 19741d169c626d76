// gatectl pass import: verifies pass files and bundles of them and puts those that hold into the terminal's store.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "encoding/folder_files.h"
#include "gatectl/gallery_warnings.h"
#include "gatectl/pass_files.h"
#include "gatectl/progress.h"
#include "gatectl/terminal_places.h"
#include "passes/bundle_import.h"
#include "passes/pass_import.h"

namespace gate {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<fs::path> inputs;
  TerminalPlaces places;
  bool make_device_key = false;
  bool json = false;
};

/// The files named, and those of the folders named, in name order. Bundles first, as from a stick: what they withdraw
/// is then not taken as a single file either.
Result<std::vector<fs::path>> files_named(const std::vector<fs::path>& inputs) {
  std::vector<fs::path> files;
  for (const fs::path& input : inputs) {
    std::error_code error;
    if (!fs::is_directory(input, error)) {
      files.push_back(input);
      continue;
    }
    const auto inside =
        files_in(input, [](const fs::path& file) { return is_pass_file(file) || is_bundle_file(file); });
    if (!inside) return fail(inside.error());
    std::ranges::copy(*inside, std::back_inserter(files));
  }
  std::ranges::stable_partition(files, is_bundle_file);
  return files;
}

class Import {
 public:
  Import(const Options& options, PassStore& store, const std::shared_ptr<const TrustStore>& trust)
      : options_(options), store_(store), trust_(trust), verifier_(trust) {}

  Exit run(const std::vector<fs::path>& files) {
    PassImport import(store_, verifier_, wall_now(), [this](const PassFileOutcome& outcome) { show(outcome); });
    ProgressBar progress("importing", files.size());
    for (std::size_t i = 0; i < files.size(); ++i) {
      if (is_bundle_file(files[i]))
        take_bundle(files[i]);
      else
        import.take(files[i]);
      progress.advance_to(i + 1);
    }
    import.flush();
    progress.end();
    if (!ids_.empty()) warn();
    if (!options_.json) std::cout << imported_ << " imported, " << refused_ << " refused\n";
    return unusable_ ? Exit::kUnusable : refused_ > 0 ? Exit::kRefused : Exit::kAccepted;
  }

 private:
  void show(const PassFileOutcome& outcome) {
    show_progress("");
    if (outcome.accepted()) return accept(outcome);
    unusable_ = unusable_ || outcome.result != PassFileOutcome::Result::kRefused;
    refuse(outcome.file, outcome.reason, outcome.detail);
  }

  void accept(const PassFileOutcome& outcome) {
    ++imported_;
    ids_.insert(*outcome.pass);
    const std::string id = to_string(*outcome.pass);
    const char* result = outcome.result == PassFileOutcome::Result::kAdded ? "added" : "replaced";
    if (options_.json)
      std::cout << nlohmann::ordered_json{{"file", outcome.file.string()}, {"pass", id}, {"result", result}} << '\n';
    else
      std::cout << outcome.file.string() << ": " << result << " " << id << '\n';
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

  void take_bundle(const fs::path& file) {
    show_progress("");
    const BundleOutcome outcome = import_bundle(file, store_, trust_, wall_now());
    if (outcome.refusal) {
      unusable_ = unusable_ || outcome.refusal == BundleRefusal::kFileUnreadable ||
                  outcome.refusal == BundleRefusal::kStoreFailed;
      return refuse(file, to_string(*outcome.refusal), outcome.detail);
    }
    imported_ += outcome.taken.size();
    ids_.insert(outcome.taken.begin(), outcome.taken.end());
    for (const LeftOutOfBundle& left : outcome.left_out)
      refuse(file.string() + ", pass " + std::to_string(left.number), to_string(left.reason), left.detail);
    const char* result = outcome.same_again ? "taken once more" : "taken";
    if (options_.json)
      std::cout << nlohmann::ordered_json{{"file", file.string()},
                                          {"result", result},
                                          {"number", outcome.sequence},
                                          {"passes", outcome.taken.size()},
                                          {"left_out", outcome.left_out.size()},
                                          {"withdrawn", outcome.withdrawn}}
                << '\n';
    else
      std::cout << file.string() << ": bundle number " << outcome.sequence << ' ' << result << ": "
                << outcome.taken.size() << " passes, " << outcome.left_out.size() << " left out, " << outcome.withdrawn
                << " withdrawn\n";
  }

  const Options& options_;
  PassStore& store_;
  const std::shared_ptr<const TrustStore> trust_;
  const PassVerifier verifier_;
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
  const auto files = files_named(options.inputs);
  if (!files) return unusable(files.error());
  return Import(options, **store, *trust).run(*files);
}

}  // namespace

void add_pass_import_command(CLI::App& pass, Exit& exit) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = pass.add_subcommand("import", "put passes into the terminal's store; exit 1 when any is refused");
  command
      ->add_option("FILE|DIR", options->inputs,
                   "pass files, bundles of them (*.passes, each all or nothing), or folders of both")
      ->required();
  add_terminal_places(*command, options->places);
  command->add_flag("--make-device-key", options->make_device_key, "make the device key when it is not there");
  command->add_flag("--json", options->json, "one JSON object a file");
  command->callback([options, &exit] { exit = import(*options); });
}

}  // namespace gate
