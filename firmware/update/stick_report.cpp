#include "update/stick_report.h"

#include <algorithm>

#include "common/iso_time.h"

namespace gate {
namespace {

constexpr std::string_view kEnd = "\r\n";
constexpr std::size_t kMaxFiles = 50;  // names listed under one line; a thousand help nobody

/// What libraries and RAUC say may hold anything: one line of printable ASCII.
std::string plain(std::string_view text, std::size_t most) {
  std::string out;
  for (const char c : text.substr(0, most)) out += c >= ' ' && c <= '~' ? c : '?';
  return text.size() > most ? out + "..." : out;
}

std::string files_below(const std::vector<std::string>& files) {
  std::string text;
  for (std::size_t i = 0; i < std::min(files.size(), kMaxFiles); ++i)
    text.append("             ").append(files[i]).append(kEnd);
  if (files.size() > kMaxFiles)
    text.append("             and ").append(std::to_string(files.size() - kMaxFiles)).append(" more").append(kEnd);
  return text;
}

std::string refusal_text(const std::string& what, const Refusal& refusal) {
  std::string text = "[refused]  " + what + ": " + std::string(meaning_of(refusal.reason));
  text.append(kEnd).append("           Code:       ").append(to_string(refusal.reason)).append(kEnd);
  if (!refusal.detail.empty()) text.append("           Detail:     ").append(plain(refusal.detail, 400)).append(kEnd);
  return text.append("           What to do: ").append(advice_for(refusal.reason)).append(kEnd);
}

std::string news_text(std::string_view news) {
  std::string text;
  while (!news.empty()) {
    const std::string_view line = news.substr(0, news.find('\n'));
    text.append("[earlier]  ").append(plain(line, 300)).append(kEnd);
    news.remove_prefix(std::min(news.size(), line.size() + 1));
  }
  return text;
}

std::string key_text(std::string_view pem) {
  if (pem.empty()) return "";
  std::string text(kEnd);
  text.append("This terminal's key, for the enrolment desk (gatectl authority delegate --to gate-report.txt):")
      .append(kEnd);
  for (const char c : pem) text.append(c == '\n' ? kEnd : std::string_view(&c, 1));
  return text;
}

std::string or_unknown(const std::string& text) { return text.empty() ? "unknown" : text; }

}  // namespace

void StickReport::done(std::string text) { lines_.push_back({Line::Kind::kDone, std::move(text), std::nullopt, {}}); }
void StickReport::note(std::string text) { lines_.push_back({Line::Kind::kNote, std::move(text), std::nullopt, {}}); }

void StickReport::refused(std::string what, const Refusal& refusal, std::vector<std::string> files) {
  lines_.push_back({Line::Kind::kRefused, std::move(what), refusal, std::move(files)});
}

bool StickReport::any_refused() const {
  return std::ranges::find(lines_, Line::Kind::kRefused, &Line::kind) != lines_.end();
}

std::string StickReport::render(const Device& device, Names names) const {
  std::string text = "gate-terminal: what became of this stick";
  const auto row = [&](std::string_view name, const std::string& value) {
    text.append(kEnd).append(name).append(value);
  };
  row("Time:      ", iso_time(device.now) + " (UTC)");
  row("Device:    ",
      or_unknown(device.compatible) + ", version " + or_unknown(device.version) + ", slot " + or_unknown(device.slot));
  row("Result:    ", any_refused() ? "NOT EVERYTHING WAS TAKEN, see below" : "everything on the stick was taken");
  text.append(kEnd).append(kEnd).append(news_text(device.news));
  for (const Line& line : lines_) {
    if (line.refusal)
      text.append(refusal_text(line.text, *line.refusal));
    else
      text.append(line.kind == Line::Kind::kNote ? "[note]     " : "[done]     ").append(line.text).append(kEnd);
    if (names == Names::kShown) text.append(files_below(line.files));
  }
  return text;
}

std::string StickReport::for_stick(const Device& device) const {
  return render(device, Names::kShown) + key_text(device.enrolment_key);
}
std::string StickReport::for_device(const Device& device) const { return render(device, Names::kLeftOut); }

std::string shown_name(const std::filesystem::path& file) { return plain(file.filename().string(), 60); }

}  // namespace gate
