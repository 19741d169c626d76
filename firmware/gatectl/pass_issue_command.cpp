// gatectl pass issue: at the enrolment desk, one certificate and one face become one pass.
#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "certificates/holder_match.h"
#include "enrolment/enrolment_samples.h"
#include "enrolment/pass_draft.h"
#include "gatectl/certificate_input.h"
#include "gatectl/pass_files.h"
#include "passes/pass_codec.h"
#include "vision/model_store.h"

namespace gate {
namespace {

namespace fs = std::filesystem;

struct Options {
  fs::path authority;
  std::string certificate;
  EnrolmentSources sources;
  fs::path models = default_models_dir();
  fs::path out;
  fs::path trust;
  PassOrder order;
  bool json = false;
};

Exit refused(const std::string& why) {
  std::cerr << "gatectl: " << why << '\n';
  return Exit::kRefused;
}

/// Without --trust nothing is checked. Of a certificate that no terminal would believe the desk is warned.
Result<PassDraft> draft(const Options& options) {
  PassOrder order = options.order;
  auto certificate = read_one_certificate(options.certificate);
  if (!certificate) return fail(certificate.error());
  order.certificate = *std::move(certificate);
  std::shared_ptr<const TrustStore> trust;
  if (!options.trust.empty()) {
    auto opened = TrustStore::open(options.trust);
    if (!opened) return fail(opened.error());
    trust = *std::move(opened);
  }
  return draft_pass(order, trust, wall_now());
}

/// Nothing when the pass may be issued.
std::optional<std::string> objection(const Options& options, const PassDraft& draft) {
  if (!draft.refusal) return std::nullopt;
  if (draft.refusal->reason == IssueReason::kHolderDiffers) return draft.refusal->what + "; no pass was issued";
  if (states_holder(options.order)) return draft.refusal->what + ", so its holder cannot be compared";
  std::cerr << "gatectl: warning: " << draft.refusal->what << "; terminals will refuse this pass\n";
  return std::nullopt;
}

Result<EnrolmentSamples> samples(const Options& options) {
  const auto enroller = FaceEnroller::open(options.models);
  return enroller ? (*enroller)->samples(options.sources) : fail(enroller.error());
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
              << (pass.samples.size() == 1 ? " sample" : " samples") << ", until " << iso_time(pass.expires_at) << '\n';
}

Exit issue(const Options& options) {
  if (options.sources.photos.empty() && !options.sources.video)
    return unusable({ErrorCode::kInvalidInput, "give --photo or --photo-video"});
  if (const std::string& date = options.order.holder.birth_date; !date.empty() && !is_birth_date(date))
    return unusable({ErrorCode::kInvalidInput, "--birth-date: write it as 1990-02-28, 1990-02 or 1990"});
  const auto authority = PrivateKey::load_pem(options.authority);
  if (!authority) return unusable(authority.error());
  auto drafted = draft(options);
  if (!drafted) return unusable(drafted.error());
  if (const auto why = objection(options, *drafted)) return refused(*why);
  auto enrolment = samples(options);
  if (!enrolment) return unusable(enrolment.error());
  for (const std::string& note : enrolment->notes)
    if (!enrolment->refusal || enrolment->refusal->what != note) std::cerr << "gatectl: " << note << '\n';
  if (enrolment->refusal)
    return refused(enrolment->refusal->what + ". " + std::string(advice_for(enrolment->refusal->reason)));
  Pass& pass = drafted->pass;
  pass.samples = std::move(enrolment->samples);
  const auto bytes = issue_pass(pass, *authority);
  if (!bytes) return unusable(bytes.error());
  if (auto written = write_new_file(options.out, *bytes); !written) return unusable(written.error());
  report(options, pass);
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
      ->add_option("--valid-days", options->order.valid_days,
                   "how long the pass holds, at most as long as its certificate")
      ->check(CLI::Range(1, 3650))
      ->capture_default_str();
  command->add_option("--initials", options->order.initials,
                      "shown to staff at the gate, at most 8 characters; may be left out");
  command->add_option("--trust", options->trust, "trust directory: warns when the certificate does not verify");
  command->add_option("--holder-family-name", options->order.holder.family_name,
                      "as on the identity document shown at the desk; must be the certificate's (with --trust)");
  command->add_option("--holder-given-name", options->order.holder.given_name, "likewise");
  command->add_option("--birth-date", options->order.holder.birth_date, "likewise: 1990-02-28, 1990-02 or 1990");
  command->add_option("--models", options->models, "folder models/fetch filled");
  command->add_flag("--json", options->json, "one JSON object");
  command->callback([options, &exit] { exit = issue(*options); });
}

}  // namespace gate
