#include "gatectl/certificate_input.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <iostream>
#include <string_view>

#include "encoding/bounded_file.h"
#include "encoding/plain_text.h"
#include "gatectl/picture_codes.h"
#include "passes/pass_codec.h"

namespace gate {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxTextBytes = 1024 * 1024;  // the verifiers' own, much smaller caps give the reason code
constexpr std::size_t kMaxFiles = 100'000;

CertificateInput unusable(std::string name, Error why) { return {std::move(name), "", std::move(why)}; }

// No code ends with a blank that would be lost here: the last character of a pair in base45 is at most "5", of a triple
// "W".
CertificateInput from_text(std::string name, std::string_view text) {
  CertificateInput input{std::move(name), std::string(bare_text(text)), std::nullopt};
  if (input.content.empty()) input.unusable = Error{ErrorCode::kInvalidInput, input.name + ": is empty"};
  return input;
}

CertificateInput from_standard_input() {
  std::string text(kMaxTextBytes + 1, '\0');
  std::cin.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(std::cin.gcount()));
  if (text.size() > kMaxTextBytes)
    return unusable("-", {ErrorCode::kInvalidInput, "standard input: is larger than 1 MiB"});
  return from_text("-", text);
}

/// By how such files begin: PNG, JPEG, GIF, BMP, WebP (RIFF), TIFF, PGM and PPM.
bool is_picture(const fs::path& file) {
  constexpr std::array<std::string_view, 9> kBeginnings{"\x89PNG", "\xFF\xD8\xFF", "GIF8", "BM",  "RIFF",
                                                        "II*",     "MM",           "P5\n", "P6\n"};
  std::string begin(4, '\0');
  if (std::FILE* stream = std::fopen(file.c_str(), "rb")) {
    begin.resize(std::fread(begin.data(), 1, begin.size(), stream));
    static_cast<void>(std::fclose(stream));
  }
  return std::ranges::any_of(kBeginnings, [&](std::string_view known) { return begin.starts_with(known); });
}

bool is_part_of_card(const std::string& text) {
  return text.starts_with("shc:/") && std::ranges::count(text, '/') == 3;
}

/// Several codes are several certificates, but for the parts of one health card.
std::vector<CertificateInput> together(std::vector<CertificateInput> inputs) {
  const bool parts = inputs.size() > 1 && std::ranges::all_of(inputs, [](const CertificateInput& input) {
                       return !input.unusable && is_part_of_card(input.content);
                     });
  if (!parts) return inputs;
  CertificateInput whole = inputs.front();
  for (std::size_t i = 1; i < inputs.size(); ++i) whole.content += '\n' + inputs[i].content;
  return {std::move(whole)};
}

std::vector<CertificateInput> from_picture(const fs::path& file) {
  const auto texts = codes_in_picture(file);
  if (!texts) return {unusable(file, texts.error())};
  std::vector<CertificateInput> inputs;
  for (const std::string& text : *texts) inputs.push_back({file, text, std::nullopt});
  return together(std::move(inputs));
}

std::vector<CertificateInput> from_file(const fs::path& file) {
  if (is_picture(file)) return from_picture(file);
  const auto content = read_bounded_file(file, kMaxTextBytes);
  if (!content) return {unusable(file, content.error())};
  // Bytes are bytes: a pass ends as its signature does.
  if (file.extension() == ".pass") return {{file, *content, std::nullopt}};
  return {from_text(file, *content)};
}

std::vector<CertificateInput> from_folder(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    std::error_code ignored;  // a loop of links is no file
    if (entry->is_regular_file(ignored) && files.size() < kMaxFiles) files.push_back(entry->path());
  }
  if (error) return {unusable(folder, {ErrorCode::kIo, folder.string() + ": " + error.message()})};
  std::ranges::sort(files);
  std::vector<CertificateInput> inputs;
  for (const fs::path& file : files) std::ranges::move(from_file(file), std::back_inserter(inputs));
  return inputs;
}

bool is_literal(std::string_view input) {
  constexpr std::array<std::string_view, 6> kPrefixes{"HC1:", "shc:/", "NZCP:/", "GATE1:", "{", "["};
  return std::ranges::any_of(kPrefixes, [&](std::string_view prefix) { return input.starts_with(prefix); });
}

std::vector<CertificateInput> from_argument(const std::string& input) {
  if (input == "-") return {from_standard_input()};
  if (is_literal(bare_text(input))) return {from_text("text", input)};
  std::error_code error;
  return fs::is_directory(input, error) ? from_folder(input) : from_file(input);
}

}  // namespace

std::vector<CertificateInput> read_certificate_inputs(const std::vector<std::string>& inputs) {
  std::vector<CertificateInput> read;
  for (const std::string& input : inputs) std::ranges::move(from_argument(input), std::back_inserter(read));
  return together(std::move(read));
}

Result<std::string> read_one_certificate(const std::string& input) {
  std::vector<CertificateInput> inputs = read_certificate_inputs({input});
  if (inputs.size() != 1) return fail(ErrorCode::kInvalidInput, input + ": a pass binds exactly one certificate");
  if (inputs[0].unusable) return fail(*inputs[0].unusable);
  if (inputs[0].content.size() > kMaxCertificateBytes)
    return fail(ErrorCode::kInvalidInput, input + ": longer than the " + std::to_string(kMaxCertificateBytes) +
                                              " bytes a certificate in a pass may have");
  return std::move(inputs[0].content);
}

}  // namespace gate
