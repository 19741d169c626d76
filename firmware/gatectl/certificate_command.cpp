// gatectl certificate: is this certificate genuine, valid, and enough for the venue?
#include <CLI/CLI.hpp>

#include <iostream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>

#include "access/policy.h"
#include "certificates/certificate_verifier.h"
#include "common/iso_time.h"
#include "config/config_file.h"
#include "encoding/bounded_file.h"
#include "gatectl/subcommands.h"

namespace gate {
namespace {

constexpr std::size_t kMaxInputBytes = 1024 * 1024;  // the verifier's own, much smaller cap gives the reason code

struct Options {
  std::string input;
  std::string trust;
  std::string at;
  std::string policy;
  bool json = false;
};

struct Request {
  std::string text;
  WallTime at;
  std::shared_ptr<const TrustStore> trust_store;
  std::optional<Policy> policy;
};

struct Answer {
  CertificateVerification verification;
  std::optional<Reason> unmet;  ///< why the policy is not met; only for a verified certificate
  bool accepted() const { return verification.verified && !unmet; }
};

Result<std::string> read_standard_input() {
  std::string text(kMaxInputBytes + 1, '\0');
  std::cin.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(std::cin.gcount()));
  if (text.size() > kMaxInputBytes) return fail(ErrorCode::kInvalidInput, "standard input: longer than 1 MiB");
  return text;
}

// The line end an editor or echo leaves behind. Not spaces: base45 may end with one.
std::string without_line_ends(const std::string& text) {
  constexpr const char* kLineEnds = "\r\n\t";
  const std::size_t begin = text.find_first_not_of(kLineEnds);
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(kLineEnds) - begin + 1);
}

Result<Request> read_request(const Options& options) {
  Request request;
  auto text = options.input == "-" ? read_standard_input() : read_bounded_file(options.input, kMaxInputBytes);
  if (!text) return fail(std::move(text).error());
  request.text = without_line_ends(*text);
  if (request.text.empty()) return fail(ErrorCode::kInvalidInput, options.input + ": is empty");

  const auto at = options.at.empty() ? SystemClock().wall_now() : parse_iso_time(options.at);
  if (!at) return fail(at.error(), "--at");
  request.at = *at;

  auto trust_store = TrustStore::open(options.trust);
  if (!trust_store) return fail(std::move(trust_store).error(), "--trust");
  request.trust_store = std::move(*trust_store);

  if (options.policy.empty()) return request;
  auto policy = load_policy(options.policy);
  if (!policy) return fail(std::move(policy).error(), "--policy");
  request.policy = std::move(*policy);
  return request;
}

Answer verify(const Request& request) {
  Answer answer{CertificateVerifier(request.trust_store).verify(request.text, request.at), std::nullopt};
  const auto& verified = answer.verification.verified;
  if (verified && request.policy) answer.unmet = check_policy(verified->certificate(), *request.policy, request.at);
  return answer;
}

nlohmann::ordered_json policy_json(const Request& request, const Answer& answer) {
  const bool judged = answer.verification.verified.has_value();
  return {{"name", request.policy->name},
          {"verdict", answer.accepted() ? "accepted"
                      : judged          ? "refused"
                                        : "not_checked"},
          {"reason", answer.unmet ? nlohmann::ordered_json(to_string(*answer.unmet)) : nullptr}};
}

nlohmann::ordered_json to_json(const Request& request, const Answer& answer) {
  const CertificateVerification& verification = answer.verification;
  auto checks = nlohmann::ordered_json::array();
  for (const CertificateCheck& check : verification.checks) {
    checks.push_back({{"name", check.name}, {"passed", check.passed}});
  }
  nlohmann::ordered_json json{{"format", nullptr},
                              {"verdict", verification.verified ? "accepted" : "refused"},
                              {"reason", nullptr},
                              {"issuer", nullptr},
                              {"key_id", nullptr},
                              {"at", iso_time(request.at)},
                              {"checks", checks},
                              {"failed_check", nullptr},
                              {"detail", verification.detail}};
  if (verification.format) json["format"] = to_string(*verification.format);
  if (verification.refusal) json["reason"] = to_string(*verification.refusal);
  if (verification.refusal) json["failed_check"] = verification.failed_check;
  if (verification.decoded) json["issuer"] = verification.decoded->issuer;
  if (verification.decoded) json["key_id"] = verification.decoded->key_id;
  if (request.policy) json["policy"] = policy_json(request, answer);
  return json;
}

void print_for_people(const Request& request, const Answer& answer) {
  const CertificateVerification& verification = answer.verification;
  if (verification.refusal) {
    std::cout << "refused: " << to_string(*verification.refusal) << " (" << verification.detail << ")\n";
    return;
  }
  std::cout << "accepted: " << to_string(*verification.format) << " of issuer " << verification.decoded->issuer
            << ", key " << verification.decoded->key_id << '\n';
  if (!request.policy) return;
  std::cout << "policy " << request.policy->name << ": "
            << (answer.unmet ? "refused: " + std::string(to_string(*answer.unmet)) : "accepted") << '\n';
}

Exit run(const Options& options) {
  const auto request = read_request(options);
  if (!request) {
    std::cerr << "gatectl: " << request.error().message << '\n';
    return Exit::kUnusable;
  }
  const Answer answer = verify(*request);
  if (options.json) {
    // Issuers write what they like: anything that is not UTF-8 becomes a replacement character.
    std::cout << to_json(*request, answer).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
  } else {
    print_for_people(*request, answer);
  }
  return answer.accepted() ? Exit::kAccepted : Exit::kRefused;
}

}  // namespace

void add_certificate_command(CLI::App& app, Exit& exit) {
  const auto options = std::make_shared<Options>();
  CLI::App* certificate = app.add_subcommand("certificate", "check vaccination, test and recovery certificates");
  certificate->require_subcommand(1);
  CLI::App* verify = certificate->add_subcommand("verify", "check one certificate's signature, validity and form");
  verify
      ->add_option("INPUT", options->input, "text file with what the QR code holds (HC1:...), or - for standard input")
      ->required();
  verify->add_option("--trust", options->trust, "trust directory; its eu-dcc/ holds the signers' certificates")
      ->required();
  verify->add_option("--at", options->at, "check as of this time, such as 2021-12-03T09:30:00Z; default: now");
  verify->add_option("--policy", options->policy, "also hold it against a venue's rules (config/policies/*.json)");
  verify->add_flag("--json", options->json, "one JSON object with every check");
  verify->callback([options, &exit] { exit = run(*options); });
}

}  // namespace gate
