// gatectl pass issue: at the enrolment desk, one certificate and one face become one pass.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

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
  fs::path certificate;
  EnrolmentSources sources{default_models_dir(), {}, std::nullopt};
  fs::path out;
  fs::path trust;
  int valid_days = 30;
  std::string initials;
  bool json = false;
};

Exit refused(const std::string& why) {
  std::cerr << "gatectl: " << why << '\n';
  return Exit::kRefused;
}

/// The certificate's text as the QR code holds it: files end in a line break that is not part of it.
Result<std::string> read_certificate(const fs::path& file) {
  const auto content = read_whole_file(file, kMaxCertificateBytes);
  if (!content) return fail(content.error());
  std::string text(content->begin(), content->end());
  text.erase(text.find_last_not_of(" \r\n\t") + 1);
  return text;
}

/// A pass outlives its certificate to no use. Warns when the terminal would not believe the certificate.
Result<void> check_certificate(const Options& options, Pass& pass) {
  if (options.trust.empty()) return {};
  auto trust = TrustStore::open(options.trust);
  if (!trust) return fail(trust.error());
  const auto checked = CertificateVerifier(*trust).verify(pass.certificate, pass.issued_at);
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
  const auto authority = PrivateKey::load_pem(options.authority);
  if (!authority) return unusable(authority.error());
  auto pass = new_pass(options);
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
  command->add_option("--certificate", options->certificate, "text file with what the certificate's QR code holds")
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
  command->add_option("--models", options->sources.models, "folder models/fetch filled");
  command->add_flag("--json", options->json, "one JSON object");
  command->callback([options, &exit] { exit = issue(*options); });
}

}  // namespace gate
