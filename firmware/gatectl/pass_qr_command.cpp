// gatectl pass qr: the pass as a QR code that its holder carries; the terminal then needs to store nothing about them.
#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>

#include "gatectl/pass_files.h"
#include "passes/pass_codec.h"
#include "passes/qr_pass_codec.h"
#include "vision/code_renderer.h"

namespace gate {
namespace {

namespace fs = std::filesystem;

struct Options {
  fs::path pass;
  fs::path authority;
  fs::path out;
  fs::path trust;
  ErrorCorrection correction = ErrorCorrection::kLow;
  int module_px = 8;
  bool text = false;
  bool json = false;
};

constexpr int kQuietModules = 4;  // ISO/IEC 18004, 5.3.8; on each side

/// The pass when this authority signed it and it still holds; with --trust also only when a terminal believes it.
Result<Pass> read_pass(const Options& options, const PublicKey& authority) {
  const auto bytes = read_whole_file(options.pass, kMaxPassBytes);
  if (!bytes) return fail(bytes.error());
  auto pass = read_own_pass(*bytes, authority);
  if (!pass) return fail(ErrorCode::kUntrusted, options.pass.string() + ": " + pass.error().message);
  if (pass->expires_at <= wall_now()) return fail(ErrorCode::kUntrusted, options.pass.string() + ": has expired");
  if (options.trust.empty()) return pass;
  auto trust = TrustStore::open(options.trust);
  if (!trust) return fail(trust.error());
  const PassVerification checked = PassVerifier(*trust).verify(*bytes, wall_now());
  if (checked.refusal)
    return fail(ErrorCode::kUntrusted, options.pass.string() + ": does not verify: " +
                                           std::string(to_string(*checked.refusal)) + ": " + checked.detail);
  return pass;
}

struct Code {
  Bytes png;
  int modules = 0;
  int version() const { return (modules - 17) / 4; }  // ISO/IEC 18004, 5.3.1.1
};

Result<Code> draw(const std::string& text, const Options& options) {
  const auto picture = render_qr(text, options.correction, options.module_px);
  if (!picture) return fail(picture.error());
  Code code{{}, picture->cols / options.module_px - 2 * kQuietModules};
  if (!cv::imencode(".png", *picture, code.png)) return fail(ErrorCode::kInternal, "the picture cannot be written");
  return code;
}

void report(const Options& options, const Pass& pass, const std::string& text, const Code& code) {
  if (options.json) {
    std::cout << nlohmann::ordered_json{{"file", options.out.string()},
                                        {"pass", to_string(pass.id)},
                                        {"expires", iso_time(pass.expires_at)},
                                        {"characters", text.size()},
                                        {"version", code.version()},
                                        {"modules", code.modules},
                                        {"bytes", code.png.size()}}
              << '\n';
    return;
  }
  std::cout << options.out.string() << ": pass " << to_string(pass.id) << " until " << iso_time(pass.expires_at) << ", "
            << text.size() << " characters, QR version " << code.version() << " (" << code.modules
            << " modules a side), " << code.png.size() << " bytes\n";
}

Exit refused(const Error& error) {
  const Exit exit = unusable(error);
  return error.code == ErrorCode::kUntrusted || error.code == ErrorCode::kUnsupported ? Exit::kRefused : exit;
}

Exit make_code(const Options& options) {
  if (options.out.empty() && !options.text)
    return unusable({ErrorCode::kInvalidInput, "give --out for a picture, --text for the code's text, or both"});
  const auto authority = PrivateKey::load_pem(options.authority);
  if (!authority) return unusable(authority.error());
  const auto pass = read_pass(options, authority->public_key());
  if (!pass) return refused(pass.error());
  const auto text = issue_qr_pass(*pass, *authority);
  if (!text) return refused(text.error());
  if (options.text) std::cout << *text << '\n';
  if (options.out.empty()) return Exit::kAccepted;
  const auto code = draw(*text, options);
  if (!code) return unusable(code.error());
  if (auto written = write_new_file(options.out, code->png); !written) return unusable(written.error());
  if (!options.text) report(options, *pass, *text, *code);
  return Exit::kAccepted;
}

}  // namespace

void add_pass_qr_command(CLI::App& pass, Exit& exit) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      pass.add_subcommand("qr", "the pass as a QR code to carry on paper or a phone; same id, same validity");
  command->add_option("PASS", options->pass, "the pass file (gatectl pass issue)")->required();
  command->add_option("--authority", options->authority, "the secret key of the authority that signed it")->required();
  command->add_option("--out", options->out, "the picture to write, for example guest.png; never overwritten");
  command->add_option("--module-px", options->module_px, "how large a module is drawn, px")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  command->add_option("--correction", options->correction, "low: coarsest code; medium: bears more damage")
      ->transform(CLI::CheckedTransformer(std::map<std::string, ErrorCorrection>{
          {"low", ErrorCorrection::kLow}, {"medium", ErrorCorrection::kMedium}}));
  command->add_option("--trust", options->trust, "trust directory: the pass must verify as it does at a terminal");
  command->add_flag("--text", options->text, "print the code's text");
  command->add_flag("--json", options->json, "one JSON object");
  command->callback([options, &exit] { exit = make_code(*options); });
}

}  // namespace gate
