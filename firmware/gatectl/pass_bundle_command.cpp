// gatectl pass bundle, revoke-list: one signed file of passes and of what is withdrawn, for sticks and the network.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "encoding/bounded_file.h"
#include "gatectl/pass_files.h"
#include "passes/bundle_writer.h"
#include "passes/pass_codec.h"
#include "passes/pass_import.h"

namespace gate {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<fs::path> inputs;
  std::vector<std::string> withdrawn;
  fs::path authority;
  std::optional<std::int64_t> version;
  std::optional<fs::path> after;
  bool withdraw_missing = false;
  fs::path out;
  bool json = false;
};

/// A list of ids: one a line, '#' begins a remark.
Status add_listed(const fs::path& file, std::set<PassId>& withdrawn) {
  constexpr std::size_t kMaxListBytes = 8 * 1024 * 1024;
  const auto text = read_bounded_file(file, kMaxListBytes);
  if (!text) return fail(text.error());
  std::istringstream lines(*text);
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    line = line.substr(0, line.find('#'));
    line.erase(line.find_last_not_of(" \t\r") + 1);
    if (line.empty()) continue;
    const auto id = parse_pass_id(line);
    if (!id) return fail(id.error(), file.string() + ": line " + std::to_string(number));
    withdrawn.insert(*id);
  }
  return {};
}

/// A pass to withdraw: its id, its file, or a list of ids.
Status add_withdrawn(const std::string& named, const PublicKey& authority, std::set<PassId>& withdrawn) {
  if (const auto id = parse_pass_id(named)) {
    withdrawn.insert(*id);
    return {};
  }
  if (fs::path(named).extension() != ".pass") return add_listed(named, withdrawn);
  const auto bytes = read_whole_file(named, kMaxPassBytes);
  if (!bytes) return fail(bytes.error());
  const auto pass = read_own_pass(*bytes, authority);
  if (!pass) return fail(pass.error(), named);
  withdrawn.insert(pass->id);
  return {};
}

Result<BundleOrder> read_order(const Options& options, const PublicKey& authority) {
  BundleOrder order{0, wall_now(), {}, {}};
  for (const fs::path& input : options.inputs) {
    std::error_code error;
    const auto named = fs::is_directory(input, error) ? pass_files_in(input) : std::vector<fs::path>{input};
    order.passes.insert(order.passes.end(), named.begin(), named.end());
  }
  for (const std::string& named : options.withdrawn)
    if (auto added = add_withdrawn(named, authority, order.withdrawn); !added) return fail(added.error());
  return order;
}

/// Every pass of the one before that is not among the order's.
Status withdraw_missing(const OwnBundle& before, const PublicKey& authority, BundleOrder& order) {
  std::set<PassId> kept;
  for (const fs::path& file : order.passes) {
    const auto bytes = read_whole_file(file, kMaxPassBytes);
    if (!bytes) return fail(bytes.error());
    const auto pass = read_own_pass(*bytes, authority);
    if (!pass) return fail(pass.error(), file.string());
    kept.insert(pass->id);
  }
  std::ranges::copy_if(before.passes, std::inserter(order.withdrawn, order.withdrawn.end()),
                       [&](const PassId& id) { return !kept.contains(id); });
  return {};
}

/// The number, and from the bundle before what a terminal that missed it must learn from this one.
Status follow(const Options& options, const PublicKey& authority, BundleOrder& order) {
  if (!options.version && !options.after)
    return fail(ErrorCode::kInvalidInput, "give --version N, or --after the bundle before");
  order.sequence = options.version.value_or(1);
  if (!options.after) return {};
  const auto before = read_own_bundle(*options.after, authority);
  if (!before) return fail(before.error());
  if (!options.version) order.sequence = before->manifest.sequence + 1;
  if (order.sequence <= before->manifest.sequence)
    return fail(ErrorCode::kInvalidInput, "--version: must be above " + std::to_string(before->manifest.sequence) +
                                              ", the number of " + options.after->string() +
                                              ": terminals take none again");
  order.withdrawn.insert(before->manifest.withdrawn.begin(), before->manifest.withdrawn.end());
  return options.withdraw_missing ? withdraw_missing(*before, authority, order) : Status();
}

void report(const Options& options, const BundleOrder& order, const WrittenBundle& written) {
  if (options.json)
    std::cout << nlohmann::ordered_json{{"file", options.out.string()},
                                        {"number", order.sequence},
                                        {"passes", written.passes},
                                        {"withdrawn", written.withdrawn},
                                        {"bytes", written.bytes}}
              << '\n';
  else
    std::cout << options.out.string() << ": number " << order.sequence << ", " << written.passes << " passes, "
              << written.withdrawn << " withdrawn, " << written.bytes << " bytes\n";
}

Exit bundle(const Options& options) {
  const auto authority = PrivateKey::load_pem(options.authority);
  if (!authority) return unusable(authority.error());
  if (options.withdraw_missing && !options.after)
    return unusable({ErrorCode::kInvalidInput, "--withdraw-missing: needs --after, the bundle to compare with"});
  if (options.out.extension() != ".passes")
    return unusable({ErrorCode::kInvalidInput, "--out: a name that ends in .passes, by which terminals know it"});
  auto order = read_order(options, authority->public_key());
  if (!order) return unusable(order.error());
  if (auto followed = follow(options, authority->public_key(), *order); !followed) return unusable(followed.error());
  if (order->passes.empty() && order->withdrawn.empty())
    return unusable({ErrorCode::kInvalidInput, "no passes here, and none to withdraw: there is nothing to bundle"});
  const auto written = write_bundle(*order, *authority, options.out);
  if (!written) return unusable(written.error());
  report(options, *order, *written);
  return Exit::kAccepted;
}

void add_common(CLI::App& command, const std::shared_ptr<Options>& options, Exit& exit) {
  command.add_option("--authority", options->authority, "the secret key of the authority that signed the passes")
      ->required();
  command
      .add_option("--version", options->version,
                  "this bundle's number: higher than any before, for terminals take none backwards")
      ->check(CLI::Range(std::int64_t{1}, kHighestSequence));
  command.add_option("--after", options->after,
                     "the bundle before: its withdrawn passes are carried on, and its number + 1 is the version");
  command.add_option("--out", options->out, "the file to write, for example venue-7.passes; never overwritten")
      ->required();
  command.add_flag("--json", options->json, "one JSON object");
  command.callback([options, &exit] { exit = bundle(*options); });
}

}  // namespace

void add_pass_bundle_commands(CLI::App& pass, Exit& exit) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      pass.add_subcommand("bundle", "sign passes, and which are withdrawn, as one file for sticks and the network");
  command->add_option("FILE|DIR", options->inputs, "pass files, or folders of *.pass files")->required();
  command->add_option("--withdraw", options->withdrawn,
                      "passes terminals must erase and never take again: ids, .pass files, or text files of ids");
  command->add_flag("--withdraw-missing", options->withdraw_missing,
                    "with --after: withdraw its passes that are not among these any more");
  add_common(*command, options, exit);
  const auto list = std::make_shared<Options>();
  CLI::App* revoke_list = pass.add_subcommand(
      "revoke-list", "sign a list of withdrawn passes alone; terminals take it as a bundle without passes");
  revoke_list->add_option("PASS", list->withdrawn, "ids, .pass files, or text files of ids")->required();
  add_common(*revoke_list, list, exit);
}

}  // namespace gate
