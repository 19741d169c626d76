#pragma once

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <random>
#include <set>
#include <sstream>
#include <thread>

#include "encoding/csv.h"
#include "end_to_end/recognition/shared_faces.h"
#include "end_to_end/terminal/gate_site.h"
#include "passes/pass_verifier.h"

namespace gate {

/// An organiser's desk: a list, its pictures and certificates, and what the built program makes of them.
class OrganiserDay : public testing::Test {
 protected:
  void SetUp() override {
    REQUIRE_MEDIA();
    std::filesystem::create_directories(list_folder());
    list_ = "reference,certificate,photo,video,family_name\n";
  }
  std::filesystem::path list_folder() const { return site.folder / "list"; }
  std::filesystem::path out() const { return site.folder / "out"; }
  std::filesystem::path trust() const { return site.folder / "trust"; }

  /// A certificate of a person of this name; its file, relative to the list.
  std::string certificate(const std::string& name, std::chrono::days left = std::chrono::days{90}) {
    const auto today = std::chrono::floor<std::chrono::days>(SystemClock().wall_now());
    const Holder holder{"Test", name, "TEST", name, "1980-01-01"};
    const Immunisation dose{"EU/1/20/1528",
                            "1119349007",
                            "840539006",
                            2,
                            2,
                            std::chrono::year_month_day{today - std::chrono::days{60}},
                            "XX"};
    std::ofstream(list_folder() / (name + ".txt"))
        << site.health.issue(holder, dose, today - std::chrono::days{30}, today + left).value();
    return name + ".txt";
  }
  static std::string photo(const std::string& file) { return GateSite::media(file).string(); }

  void add(const std::string& reference, const std::string& certificate, const std::string& photos,
           const std::string& video = "", const std::string& family_name = "") {
    list_ += csv_record(std::vector<std::string>{reference, certificate, photos, video, family_name});
  }
  std::string issue_command(const std::string& more = "") {
    std::ofstream(list_folder() / "visitors.csv") << list_;
    return GateSite::program("gatectl") + " pass issue-batch " + (list_folder() / "visitors.csv").string() +
           " --authority " + site.secret.string() + " --trust " + trust().string() + " --out " + out().string() + " " +
           more;
  }
  Ended issue(const std::string& more = "") { return run_command(issue_command(more)); }
  Ended pass(const std::string& what) { return run_command(GateSite::program("gatectl") + " pass " + what); }
  std::string signer() const { return " --authority " + site.secret.string(); }
  std::string store() const {
    return " --store " + (site.folder / "passes.db").string() + " --device-key " +
           (site.folder / "device.key").string() + " --make-device-key --trust " + trust().string() + " --config " +
           std::string(GATE_SOURCE_DIR) + "/config/terminal.json";
  }
  std::string listed() {
    return pass("list --store " + (site.folder / "passes.db").string() + " --device-key " +
                (site.folder / "device.key").string() + " --trust " + trust().string())
        .output;
  }

  /// report.csv without its header.
  std::vector<CsvRecord> report_rows() const {
    std::ostringstream text;
    text << std::ifstream(out() / "report.csv", std::ios::binary).rdbuf();
    auto rows = parse_csv(text.str()).value();
    rows.erase(rows.begin());
    return rows;
  }
  /// Of every reference result and code; of one that is there twice the last.
  std::map<std::string, std::string> report() const {
    std::map<std::string, std::string> results;
    for (const CsvRecord& row : report_rows())
      results[row.fields.at(1)] = row.fields.at(2) + (row.fields.at(3).empty() ? "" : " " + row.fields.at(3));
    return results;
  }
  /// Where it says a reference's pass is.
  std::string report_file_of(const std::string& reference) const {
    const auto rows = report_rows();
    const auto row = std::ranges::find(rows, reference, [](const CsvRecord& r) { return r.fields.at(1); });
    return row == rows.end() ? "" : row->fields.at(6);
  }
  /// The passes in the folder, every one of which must verify.
  std::set<std::string> passes() const {
    const PassVerifier verifier(TrustStore::open(trust()).value());
    std::set<std::string> ids;
    std::error_code error;
    for (std::filesystem::directory_iterator at(out(), error), end; !error && at != end; at.increment(error)) {
      if (at->path().extension() != ".pass") continue;
      std::ostringstream bytes;
      bytes << std::ifstream(at->path(), std::ios::binary).rdbuf();
      const auto checked = verifier.verify(bytes_of(bytes.str()), SystemClock().wall_now());
      EXPECT_TRUE(checked.verified) << at->path() << ": " << checked.detail;
      ids.insert(at->path().stem());
    }
    return ids;
  }

  /// Runs the batch and kills it after a moment; true when it was killed and not done before.
  bool issue_and_kill(std::chrono::milliseconds after) {
    const std::string command = "exec " + issue_command("--threads 2") + " >/dev/null 2>&1";
    const pid_t child = ::fork();
    if (child == 0) {
      ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
      _exit(127);
    }
    std::this_thread::sleep_for(after);  // the moment of the kill is what is random here; nothing waits on it
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status);
  }

  GateSite site;
  std::string list_;
};

}  // namespace gate
