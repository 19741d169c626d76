// gatectl pass issue: at the enrolment desk, one certificate and one face become one pass.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "certificates/holder_match.h"
#include "gatectl/certificate_input.h"
#include "gatectl/enrolment_samples.h"
#include "gatectl/pass_files.h"
#include "passes/pass_codec.h"
#include "passes/sealing.h"
#include "vision/model_store.h"

namespace gate {
namespace {

namespace fs = std::filesystem;

struct Options {
  fs::path authority;
  std::string certificate;
  EnrolmentSources sources{default_models_dir(), {}, std::nullopt};
  fs::path out;
  fs::path trust;
  int valid_days = 30;
  std::string initials;
  Holder holder;  ///< as the desk read it from an identity document; empty fields are not compared
  bool json = false;
};

Exit refused(const std::string& why) {
  std::cerr << "gatectl: " << why << '\n';
  return Exit::kRefused;
}

/// The certificate's text as the QR code holds it, from a file of any format or a picture of the code.
Result<std::string> read_certificate(const std::string& input) {
  std::vector<CertificateInput> inputs = read_certificate_inputs({input});
  if (inputs.size() != 1) return fail(ErrorCode::kInvalidInput, input + ": a pass binds exactly one certificate");
  if (inputs[0].unusable) return fail(*inputs[0].unusable);
  if (inputs[0].content.size() > kMaxCertificateBytes)
    return fail(ErrorCode::kInvalidInput, input + ": longer than the " + std::to_string(kMaxCertificateBytes) +
                                              " bytes a certificate in a pass may have");
  return std::move(inputs[0].content);
}

bool states_holder(const Options& options) {
  return !options.holder.family_name.empty() || !options.holder.given_name.empty() ||
         !options.holder.birth_date.empty();
}

/// What the desk read must be what the certificate says. A certificate that does not verify says nothing.
Status check_holder(const Options& options, const CertificateVerification& checked) {
  if (!states_holder(options)) return {};
  if (!checked.verified)
    return fail(ErrorCode::kUntrusted, "the certificate does not verify (" + std::string(to_string(*checked.refusal)) +
                                           "), so its holder cannot be compared");
  const HolderMatch match = compare_holders(options.holder, checked.verified->certificate().holder);
  if (match == HolderMatch::kMatches) return {};
  return fail(ErrorCode::kUntrusted,
              "the certificate is not this person's: " + std::string(to_string(match)) + "; no pass was issued");
}

/// A pass outlives its certificate to no use. Warns when the terminal would not believe the certificate.
Result<void> check_certificate(const Options& options, Pass& pass) {
  if (options.trust.empty() && states_holder(options))
    return fail(ErrorCode::kInvalidInput, "comparing the holder needs --trust: only a genuine certificate names one");
  if (options.trust.empty()) return {};
  auto trust = TrustStore::open(options.trust);
  if (!trust) return fail(trust.error());
  const auto checked = CertificateVerifier(*trust).verify(pass.certificate, pass.issued_at);
  if (auto holder = check_holder(options, checked); !holder) return holder;
  if (!checked.verified) {
    std::cerr << "gatectl: warning: the certificate does not verify (" << to_string(*checked.refusal) << ": "
              << checked.detail << "); terminals will refuse this pass\n";
  } else if (const auto expires = checked.verified->certificate().expires_at; expires) {
    pass.expires_at = std::min(pass.expires_at, WallTime{std::chrono::floor<std::chrono::seconds>(*expires)});
  }
  return {};
}

Result<Pass> new_pass(const Options& options) {
  Pass pass;
  if (auto filled = fill_random(pass.id.bytes); !filled) return fail(filled.error());
  auto certificate = read_certificate(options.certificate);
  if (!certificate) return fail(certificate.error());
  pass.certificate = *std::move(certificate);
  pass.issued_at = std::chrono::floor<std::chrono::seconds>(wall_now());
  pass.expires_at = pass.issued_at + std::chrono::days{options.valid_days};
  pass.initials = options.initials;
  if (auto checked = check_certificate(options, pass); !checked) return fail(checked.error());
  return pass;
}

void report(const Options& options, const Pass& pass) {
  if (options.json)
    std::cout << nlohmann::ordered_json{{"file", options.out.string()},
                                        {"pass", to_string(pass.id)},
                                        {"issued", iso_time(pass.issued_at)},
                                        {"expires", iso_time(pass.expires_at)},
                                        {"samples", pass.samples.size()}}
              << '\n';
  else
    std::cout << options.out.string() << ": pass " << to_string(pass.id) << ", " << pass.samples.size()
              << " samples, until " << iso_time(pass.expires_at) << '\n';
}

Exit issue(const Options& options) {
  if (options.sources.photos.empty() && !options.sources.video)
    return unusable({ErrorCode::kInvalidInput, "give --photo or --photo-video"});
  if (!options.holder.birth_date.empty() && !is_birth_date(options.holder.birth_date))
    return unusable({ErrorCode::kInvalidInput, "--birth-date: write it as 1990-02-28, 1990-02 or 1990"});
  const auto authority = PrivateKey::load_pem(options.authority);
  if (!authority) return unusable(authority.error());
  auto pass = new_pass(options);
  if (!pass && pass.error().code == ErrorCode::kUntrusted) return refused(pass.error().message);
  if (!pass) return unusable(pass.error());
  auto enrolment = enrolment_samples(options.sources);
  if (!enrolment) return unusable(enrolment.error());
  for (const std::string& note : enrolment->notes) std::cerr << "gatectl: " << note << '\n';
  if (enrolment->refusal) return refused(*enrolment->refusal);
  pass->samples = std::move(enrolment->samples);
  const auto bytes = issue_pass(*pass, *authority);
  if (!bytes) return unusable(bytes.error());
  if (auto written = write_new_file(options.out, *bytes); !written) return unusable(written.error());
  report(options, *pass);
  return Exit::kAccepted;
}

}  // namespace

void add_pass_issue_command(CLI::App& pass, Exit& exit) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = pass.add_subcommand("issue", "sign a pass: one certificate bound to one face");
  command->add_option("--authority", options->authority, "the authority's secret key (gatectl authority create)")
      ->required();
  command
      ->add_option("--certificate", options->certificate,
                   "what the certificate's QR code holds: a text or file of any format, or a picture of the code")
      ->required();
  command->add_option("--photo", options->sources.photos,
                      "photographs of the one person; three different ones do well");
  command->add_option("--photo-video", options->sources.video, "a video of the person, or a folder of pictures");
  command->add_option("--out", options->out, "the pass file to write, for example guest.pass; never overwritten")
      ->required();
  command
      ->add_option("--valid-days", options->valid_days, "how long the pass holds, at most as long as its certificate")
      ->check(CLI::Range(1, 3650))
      ->capture_default_str();
  command->add_option("--initials", options->initials,
                      "shown to staff at the gate, at most 8 characters; may be left out");
  command->add_option("--trust", options->trust, "trust directory: warns when the certificate does not verify");
  command->add_option("--holder-family-name", options->holder.family_name,
                      "as on the identity document shown at the desk; must be the certificate's (with --trust)");
  command->add_option("--holder-given-name", options->holder.given_name, "likewise");
  command->add_option("--birth-date", options->holder.birth_date, "likewise: 1990-02-28, 1990-02 or 1990");
  command->add_option("--models", options->sources.models, "folder models/fetch filled");
  command->add_flag("--json", options->json, "one JSON object");
  command->callback([options, &exit] { exit = issue(*options); });
}

}  // namespace gate
