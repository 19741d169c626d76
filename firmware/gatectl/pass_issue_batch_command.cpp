// gatectl pass issue-batch: the enrolment desk for a whole list of visitors at once.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <opencv2/core/utility.hpp>
#include <set>
#include <thread>

#include "encoding/bounded_file.h"
#include "enrolment/batch_report.h"
#include "enrolment/organiser_list.h"
#include "enrolment/pass_batch.h"
#include "gatectl/certificate_input.h"
#include "gatectl/pass_files.h"
#include "gatectl/progress.h"
#include "vision/model_store.h"

namespace gate {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct Options {
  fs::path list;
  fs::path authority;
  fs::path trust;
  fs::path models = default_models_dir();
  fs::path out;
  int valid_days = 30;
  std::size_t threads = std::max(1U, std::thread::hardware_concurrency());
  bool json = false;
};

Result<OrganiserList> read_list(const fs::path& file) {
  const auto text = read_bounded_file(file, kMaxOrganiserListBytes);
  if (!text) return fail(text.error());
  auto list = read_organiser_list(*text, fs::absolute(file).parent_path());
  if (!list) return fail(list.error(), file.string());
  for (const std::string& column : list->unused_columns)
    std::cerr << "gatectl: " << file.string() << ": the column \"" << column << "\" is not used\n";
  return list;
}

/// Two bars, one after the other.
class Bars {
 public:
  explicit Bars(std::size_t rows) : checking_("checking", rows), issuing_("issuing", rows) {}
  void show(const BatchMoment& moment) {
    ProgressBar& bar = moment.step == BatchMoment::Step::kChecking ? checking_ : issuing_;
    bar.advance_to(moment.done, moment.refused == 0 ? "" : std::to_string(moment.refused) + " refused");
  }

 private:
  ProgressBar checking_;
  ProgressBar issuing_;
};

void print_row(const RowOutcome& outcome) {
  const bool refused = outcome.refusal.has_value();
  if (!refused && !outcome.warning) return;
  const std::string_view code = refused ? to_string(outcome.refusal->reason) : to_string(outcome.warning->kind);
  const std::string& what = refused ? outcome.refusal->what : outcome.warning->what;
  const std::string_view advice = refused ? advice_for(outcome.refusal->reason) : advice_for(outcome.warning->kind);
  std::cout << "row " << outcome.row << ", " << outcome.reference << ": " << (refused ? "refused" : "warning") << ": "
            << code << ": " << what << ". " << advice << '\n';
}

Json row_json(const RowOutcome& outcome) {
  Json row{{"row", outcome.row}, {"reference", outcome.reference}, {"result", to_string(outcome.result)}};
  if (outcome.pass) row["pass"] = to_string(*outcome.pass);
  if (outcome.refusal) row["code"] = to_string(outcome.refusal->reason);
  if (outcome.refusal) row["detail"] = outcome.refusal->what;
  if (outcome.warning) row["warning"] = to_string(outcome.warning->kind);
  if (outcome.warning) row["warning_detail"] = outcome.warning->what;
  return row;
}

/// Refusals and warnings one by one, then how many of each; everything is in report.csv.
void print(const std::vector<RowOutcome>& outcomes, const Options& options) {
  const BatchSummary summary = summary_of(outcomes);
  if (options.json) {
    const auto dump = [](const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); };
    for (const RowOutcome& outcome : outcomes) std::cout << dump(row_json(outcome)) << '\n';
    std::cout << Json{{"issued", summary.issued},
                      {"skipped", summary.skipped},
                      {"refused", summary.refused},
                      {"refusals", summary.refusals},
                      {"warnings", summary.warnings}}
              << '\n';
    return;
  }
  for (const RowOutcome& outcome : outcomes) print_row(outcome);
  std::cout << summary.issued << " issued, " << summary.skipped << " unchanged since an earlier run, "
            << summary.refused << " refused\n";
  for (const auto& [reason, count] : summary.refusals) std::cout << "  refused, " << reason << ": " << count << '\n';
  for (const auto& [code, count] : summary.warnings) std::cout << "  warning, " << code << ": " << count << '\n';
  std::cout << "report: " << (options.out / kBatchReportFile).string() << '\n';
}

/// Passes that lie in the folder and are nobody's of this list: a bundle of the folder would hold them too.
Status tell_of_others(const BatchFolder& folder, const std::vector<RowOutcome>& outcomes) {
  const auto passes = folder.passes();
  if (!passes) return fail(passes.error());
  std::set<PassId> others(passes->begin(), passes->end());
  for (const RowOutcome& outcome : outcomes)
    if (outcome.pass) others.erase(*outcome.pass);
  if (!others.empty())
    std::cerr << "gatectl: " << others.size()
              << " more passes are in the folder, issued for rows that are refused or not in "
                 "this list; remove those that are not wanted\n";
  return {};
}

Exit issue(const Options& options) {
  const auto list = read_list(options.list);
  if (!list) return unusable(list.error());
  const auto authority = PrivateKey::load_pem(options.authority);
  if (!authority) return unusable(authority.error());
  auto trust = TrustStore::open(options.trust);
  if (!trust) return unusable(trust.error());
  const auto folder = BatchFolder::open(options.out);
  if (!folder) return unusable(folder.error());
  cv::setNumThreads(1);  // each of our threads has a core of its own
  const auto open_faces = [&]() -> Result<std::unique_ptr<FaceSource>> { return FaceEnroller::open(options.models); };
  const auto read_certificate = [](const fs::path& file) { return read_one_certificate(file.string()); };
  const BatchOrder order{*authority, *std::move(trust), options.valid_days, options.threads,
                         wall_now(), open_faces,        read_certificate};
  Bars bars(list->rows.size());
  const auto outcomes = issue_batch(list->rows, order, *folder, [&](const BatchMoment& moment) { bars.show(moment); });
  show_progress("");
  if (!outcomes) return unusable(outcomes.error());
  if (auto written = folder->write(kBatchReportFile, bytes_of(batch_report_csv(*outcomes))); !written)
    return unusable(written.error());
  print(*outcomes, options);
  if (auto told = tell_of_others(*folder, *outcomes); !told) return unusable(told.error());
  return summary_of(*outcomes).refused > 0 ? Exit::kRefused : Exit::kAccepted;
}

}  // namespace

void add_pass_issue_batch_command(CLI::App& pass, Exit& exit) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = pass.add_subcommand(
      "issue-batch", "sign passes for a list of visitors; run it again after an interruption or after mending rows");
  command
      ->add_option("CSV", options->list,
                   "the list: columns reference, certificate, photo (files divided by ';') and/or video, and if wanted "
                   "initials, family_name, given_name, birth_date; files are relative to it")
      ->required();
  command->add_option("--authority", options->authority, "the authority's secret key (gatectl authority create)")
      ->required();
  command->add_option("--trust", options->trust, "trust directory: a certificate that does not verify is refused")
      ->required();
  command->add_option("--out", options->out, "folder for the passes, report.csv and what is done so far")->required();
  command->add_option("--valid-days", options->valid_days, "how long a pass holds, at most as long as its certificate")
      ->check(CLI::Range(1, 3650))
      ->capture_default_str();
  command->add_option("--threads", options->threads, "rows worked on at once; each takes a core and some 100 MB")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  command->add_option("--models", options->models, "folder models/fetch filled");
  command->add_flag("--json", options->json, "one JSON object a row, and one of the sums");
  command->callback([options, &exit] { exit = issue(*options); });
}

}  // namespace gate
