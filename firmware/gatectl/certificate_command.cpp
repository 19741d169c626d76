// gatectl certificate: is this certificate genuine, valid, and enough for the venue?
#include <CLI/CLI.hpp>

#include <fmt/format.h>
#include <algorithm>
#include <cctype>
#include <iostream>
#include <map>
#include <memory>

#include "common/iso_time.h"
#include "config/config_file.h"
#include "gatectl/certificate_answer.h"
#include "gatectl/subcommands.h"

namespace gate {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::string input;
  std::vector<std::string> more_inputs;
  std::string trust;
  std::string at;
  std::string policy;
  std::string rules;
  std::string country;
  bool json = false;
};

Result<CertificateQuestion> read_question(const Options& options) {
  CertificateQuestion question;
  const auto at = options.at.empty() ? SystemClock().wall_now() : parse_iso_time(options.at);
  if (!at) return fail(at.error(), "--at");
  question.at = *at;

  auto trust_store = TrustStore::open(options.trust);
  if (!trust_store) return fail(std::move(trust_store).error(), "--trust");
  question.trust_store = std::move(*trust_store);

  if (!options.policy.empty()) {
    auto policy = load_policy(options.policy);
    if (!policy) return fail(std::move(policy).error(), "--policy");
    question.policy = std::move(*policy);
  }
  if (options.rules.empty()) return question;
  auto rules = RuleSet::open(options.rules);
  if (!rules) return fail(std::move(rules).error(), "--rules");
  question.rules = std::move(*rules);
  question.country = options.country;
  return question;
}

std::vector<CertificateAnswer> answers(const Options& options, const CertificateQuestion& question) {
  std::vector<std::string> inputs{options.input};
  inputs.insert(inputs.end(), options.more_inputs.begin(), options.more_inputs.end());
  std::vector<CertificateAnswer> all;
  for (CertificateInput& input : read_certificate_inputs(inputs)) all.push_back(answer(std::move(input), question));
  return all;
}

/// Issuers write what they like: anything that is not UTF-8 becomes a replacement character.
std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

struct Counts {
  std::size_t accepted = 0;
  std::size_t refused = 0;
  std::size_t unusable = 0;
};

Counts count(const std::vector<CertificateAnswer>& all) {
  Counts counts;
  for (const CertificateAnswer& one : all)
    ++(one.input.unusable ? counts.unusable : one.accepted() ? counts.accepted : counts.refused);
  return counts;
}

/// One certificate: the worst that can be said of it. Several: 0 when all are accepted.
Exit exit_of(const Counts& counts) {
  if (counts.refused > 0) return Exit::kRefused;
  return counts.unusable > 0 ? Exit::kUnusable : Exit::kAccepted;
}

void print_json(const std::vector<CertificateAnswer>& all, const CertificateQuestion& question) {
  Json results = Json::array();
  for (const CertificateAnswer& one : all) results.push_back(to_json(one, question));
  const Counts counts = count(all);
  const Json summary{{"accepted", counts.accepted}, {"refused", counts.refused}, {"unusable", counts.unusable}};
  std::cout << dump({{"results", std::move(results)}, {"summary", summary}}) << '\n';
}

void print_table(const std::vector<CertificateAnswer>& all, const CertificateQuestion& question) {
  std::size_t width = 0;
  for (const CertificateAnswer& one : all) width = std::max(width, one.input.name.size());
  for (const CertificateAnswer& one : all)
    std::cout << fmt::format("{:<{}}  {}\n", one.input.name, width, summary_line(one, question));
  const Counts counts = count(all);
  std::cout << fmt::format("{} certificates: {} accepted, {} refused, {} unusable\n", all.size(), counts.accepted,
                           counts.refused, counts.unusable);
}

void print_one(const CertificateAnswer& one, const Options& options, const CertificateQuestion& question) {
  if (one.input.unusable) std::cerr << "gatectl: " << one.input.unusable->message << '\n';
  if (options.json) std::cout << dump(to_json(one, question)) << '\n';
  if (!options.json && !one.input.unusable) std::cout << summary_line(one, question) << '\n';
}

Exit verify(const Options& options, const CertificateQuestion& question) {
  const auto all = answers(options, question);
  if (all.empty()) {
    std::cerr << "gatectl: " << options.input << ": no files in this folder\n";
    return Exit::kUnusable;
  }
  const bool one = all.size() == 1;
  if (one) print_one(all.front(), options, question);
  if (!one && options.json) print_json(all, question);
  if (!one && !options.json) print_table(all, question);
  return exit_of(count(all));
}

Exit explain(const Options& options, const CertificateQuestion& question) {
  const auto all = answers(options, question);
  for (const CertificateAnswer& one : all) {
    if (all.size() > 1) std::cout << "== " << one.input.name << '\n';
    std::cout << explanation(one, question) << (all.size() > 1 ? "\n" : "");
  }
  return exit_of(count(all));
}

using Action = Exit (*)(const Options&, const CertificateQuestion&);

Exit run(const Options& options, Action action) {
  const auto question = read_question(options);
  if (question) return action(options, *question);
  std::cerr << "gatectl: " << question.error().message << '\n';
  return Exit::kUnusable;
}

CLI::App* add(CLI::App& certificate, const std::shared_ptr<Options>& options, Exit& exit, const char* name,
              const char* help, Action action) {
  CLI::App* command = certificate.add_subcommand(name, help);
  // The first is an option of its own: CLI11 takes "[…]" apart at its commas where an option has several values.
  command
      ->add_option(
          "INPUT", options->input,
          "what a code holds (HC1:..., shc:/..., NZCP:/..., JSON), a text file, a .smart-health-card or .pass file, a "
          "picture with a code, a folder of them, or - for standard input")
      ->required();
  command->add_option("MORE", options->more_inputs, "more inputs, of the same kinds");
  command->add_option("--trust", options->trust, "trust directory (gatectl trust), or one list of EU DCC signers")
      ->required();
  command->add_option("--at", options->at, "check as of this time, such as 2021-12-03T09:30:00Z; default: now");
  command->add_option("--policy", options->policy, "also hold it against a venue's rules (config/policies/*.json)");
  CLI::Option* rules =
      command->add_option("--rules", options->rules,
                          "also hold it against national rules: a folder with rules/ and value-sets/ (gatectl rules)");
  CLI::Option* country =
      command->add_option("--country", options->country, "of arrival, whose rules count: ISO 3166-1 alpha-2")
          ->transform([](std::string code) {
            std::ranges::transform(code, code.begin(),
                                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
            return code;
          });
  rules->needs(country);
  country->needs(rules);
  command->callback([options, &exit, action] { exit = run(*options, action); });
  return command;
}

}  // namespace

void add_certificate_command(CLI::App& app, Exit& exit) {
  const auto options = std::make_shared<Options>();
  CLI::App* certificate = app.add_subcommand("certificate", "check vaccination, test and recovery certificates");
  certificate->require_subcommand(1);
  add(*certificate, options, exit, "verify", "check signature, signer, validity, form and revocation", verify)
      ->add_flag("--json", options->json,
                 "one JSON object with every check; of several inputs, with results and summary");
  add(*certificate, options, exit, "explain", "tell a person what it is, what it says and what to do", explain);
}

}  // namespace gate
