// gatectl pass bundle, revoke-list: one signed file of passes and of what is withdrawn, for sticks and the network.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "encoding/bounded_file.h"
#include "encoding/folder_files.h"
#include "encoding/plain_text.h"
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
  std::optional<fs::path> withdraw_missing;
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
    const std::string_view stated = trimmed(std::string_view(line).substr(0, line.find('#')));
    if (stated.empty()) continue;
    const auto id = parse_pass_id(stated);
    if (!id) return fail(id.error(), file.string() + ": line " + std::to_string(number));
    withdrawn.insert(*id);
  }
  return {};
}

Result<Pass> read_pass_file(const fs::path& file, const PublicKey& authority) {
  const auto bytes = read_whole_file(file, kMaxPassBytes);
  if (!bytes) return fail(bytes.error());
  auto pass = read_own_pass(*bytes, authority);
  return pass ? std::move(pass) : fail(pass.error(), file.string());
}

/// A pass to withdraw: its id, its file, or a list of ids.
Status add_withdrawn(const std::string& named, const PublicKey& authority, std::set<PassId>& withdrawn) {
  if (const auto id = parse_pass_id(named)) {
    withdrawn.insert(*id);
    return {};
  }
  if (fs::path(named).extension() != ".pass") return add_listed(named, withdrawn);
  const auto pass = read_pass_file(named, authority);
  if (!pass) return fail(pass.error());
  withdrawn.insert(pass->id);
  return {};
}

/// What is asked for, and what was seen of it.
struct Order {
  BundleOrder bundle;
  std::set<PassId> given;   ///< of bundle.passes
  std::size_t expired = 0;  ///< passes left out
};

/// A folder is what has come together over time: passes of it that have expired are left out. One that is named was
/// meant, and write_bundle() refuses it.
Status add_passes(const fs::path& input, const PublicKey& authority, Order& order) {
  std::error_code error;
  const bool is_folder = fs::is_directory(input, error);
  const auto files = is_folder ? files_in(input, is_pass_file) : std::vector<fs::path>{input};
  if (!files) return fail(files.error());
  for (const fs::path& file : *files) {
    const auto pass = read_pass_file(file, authority);
    if (!pass) return fail(pass.error());
    if (is_folder && pass->expires_at <= order.bundle.now) {
      ++order.expired;
      continue;
    }
    order.bundle.passes.push_back(file);
    order.given.insert(pass->id);
  }
  return {};
}

Result<Order> read_order(const Options& options, const PublicKey& authority) {
  Order order{{0, wall_now(), {}, {}}, {}, 0};
  for (const fs::path& input : options.inputs)
    if (auto added = add_passes(input, authority, order); !added) return fail(added.error());
  for (const std::string& named : options.withdrawn)
    if (auto added = add_withdrawn(named, authority, order.bundle.withdrawn); !added) return fail(added.error());
  return order;
}

tl::unexpected<Error> refuse_missing(const std::string& why) {
  return fail(ErrorCode::kInvalidInput, "--withdraw-missing: " + why);
}

/// Every pass of the last bundle that had any which is not among the order's. What has expired meanwhile no terminal
/// takes anyway; the list of withdrawn passes never gets shorter, so it does not go there.
Status withdraw_missing(const fs::path& last_file, const OwnBundle& before, const PublicKey& authority, Order& order) {
  if (order.given.empty())
    return refuse_missing(
        "no passes here, so all there ever were would be withdrawn, for good; if that is meant, name "
        "them to gatectl pass revoke-list");
  const auto last = read_own_bundle(last_file, authority);
  if (!last) return fail(last.error(), "--withdraw-missing");
  if (last->passes.empty())
    return refuse_missing(last_file.string() + " has no passes to compare with; name the last bundle that had some");
  const std::int64_t number = last->manifest.sequence;
  if (number > before.manifest.sequence || (number < before.manifest.sequence && !before.passes.empty()))
    return refuse_missing(last_file.string() + " has number " + std::to_string(number) +
                          ", which is not the last one with passes up to number " +
                          std::to_string(before.manifest.sequence) + " of --after");
  for (const OwnBundle::Member& pass : last->passes)
    if (pass.expires_at > order.bundle.now && !order.given.contains(pass.id)) order.bundle.withdrawn.insert(pass.id);
  return {};
}

/// The number, and from the bundle before what a terminal that missed it must learn from this one.
Status follow(const Options& options, const PublicKey& authority, Order& order) {
  if (!options.version && !options.after)
    return fail(ErrorCode::kInvalidInput, "give --version N, or --after the bundle before");
  std::int64_t& number = order.bundle.sequence;
  number = options.version.value_or(1);
  if (!options.after) return {};
  const auto before = read_own_bundle(*options.after, authority);
  if (!before) return fail(before.error());
  if (!options.version) number = before->manifest.sequence + 1;
  if (number <= before->manifest.sequence)
    return fail(ErrorCode::kInvalidInput, "--version: must be above " + std::to_string(before->manifest.sequence) +
                                              ", the number of " + options.after->string() +
                                              ": terminals take none again");
  order.bundle.withdrawn.insert(before->manifest.withdrawn.begin(), before->manifest.withdrawn.end());
  return options.withdraw_missing ? withdraw_missing(*options.withdraw_missing, *before, authority, order) : Status();
}

void report(const Options& options, const Order& order, const WrittenBundle& written) {
  if (options.json)
    std::cout << nlohmann::ordered_json{{"file", options.out.string()}, {"number", order.bundle.sequence},
                                        {"passes", written.passes},     {"withdrawn", written.withdrawn},
                                        {"expired", order.expired},     {"bytes", written.bytes}}
              << '\n';
  else
    std::cout << options.out.string() << ": number " << order.bundle.sequence << ", " << written.passes << " passes, "
              << written.withdrawn << " withdrawn, "
              << (order.expired > 0 ? std::to_string(order.expired) + " expired and left out, " : "") << written.bytes
              << " bytes\n";
}

Exit bundle(const Options& options) {
  const auto authority = PrivateKey::load_pem(options.authority);
  if (!authority) return unusable(authority.error());
  if (options.withdraw_missing && !options.after)
    return unusable({ErrorCode::kInvalidInput, "--withdraw-missing: needs --after, the bundle before"});
  if (options.out.extension() != ".passes")
    return unusable({ErrorCode::kInvalidInput, "--out: a name that ends in .passes, by which terminals know it"});
  auto order = read_order(options, authority->public_key());
  if (!order) return unusable(order.error());
  if (auto followed = follow(options, authority->public_key(), *order); !followed) return unusable(followed.error());
  if (order->given.empty() && order->bundle.withdrawn.empty())
    return unusable({ErrorCode::kInvalidInput, "no passes here, and none to withdraw: there is nothing to bundle"});
  const auto written = write_bundle(order->bundle, *authority, options.out);
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
  command
      ->add_option("FILE|DIR", options->inputs,
                   "pass files, or folders of *.pass files, of which expired ones are left out")
      ->required();
  command->add_option("--withdraw", options->withdrawn,
                      "passes terminals must erase and never take again: ids, .pass files, or text files of ids");
  command->add_option("--withdraw-missing", options->withdraw_missing,
                      "the last bundle that had passes, usually the one of --after: withdraw those of it that are not "
                      "among these any more (behind a revoke-list, which of the bundles before it that was, nobody can "
                      "check)");
  add_common(*command, options, exit);
  const auto list = std::make_shared<Options>();
  CLI::App* revoke_list = pass.add_subcommand(
      "revoke-list", "sign a list of withdrawn passes alone; terminals take it as a bundle without passes");
  revoke_list->add_option("PASS", list->withdrawn, "ids, .pass files, or text files of ids")->required();
  add_common(*revoke_list, list, exit);
}

}  // namespace gate
