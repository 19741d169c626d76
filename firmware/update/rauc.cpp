#include "update/rauc.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "encoding/json_text.h"

namespace gate {

namespace fs = std::filesystem;

namespace {

using nlohmann::json;
using namespace std::chrono_literals;

constexpr auto kAnswerLimit = 2min;  // a slow stick's superblocks, or its service, which starts first, on a busy device
constexpr auto kInstallLimit = 15min;  // 256 MB from a USB 1.1 stick, and a slow disk

constexpr JsonLimits kLimits{.bytes = 64 * 1024, .depth = 16, .text = 4096, .items = 2000};

/// "" when it is missing or null.
std::string text_in(const json& object, const char* key) {
  const auto found = object.is_object() ? object.find(key) : object.end();
  return object.is_object() && found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

/// The last line that says something, without the rest: reports are read by people.
std::string last_line(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.remove_suffix(1);
  const std::size_t start = text.find_last_of('\n');
  return std::string(start == std::string_view::npos ? text : text.substr(start + 1)).substr(0, 300);
}

/// " 40% Checking bundle": rauc's progress; nothing for its other lines.
void tell_progress(std::string_view line, const Rauc::Progress& progress) {
  const std::size_t digits = line.find_first_not_of(' ');
  const std::size_t sign = line.find("% ");
  if (digits == std::string_view::npos || sign == std::string_view::npos) return;
  int percent = -1;
  const auto read = std::from_chars(line.data() + digits, line.data() + sign, percent);
  if (read.ec == std::errc() && read.ptr == line.data() + sign && percent >= 0 && percent <= 100)
    progress(percent, line.substr(sign + 2));
}

/// The failure's own words: the line "LastError: …", else what stands on standard error.
std::string failure_of(const ProcessEnd& end) {
  constexpr std::string_view kLastError = "LastError: ";
  const std::size_t at = end.output.rfind(kLastError);
  if (at == std::string::npos) return end.errors;
  const std::size_t start = at + kLastError.size();
  return end.output.substr(start, end.output.find('\n', start) - start);  // its state, "idle", can come after it
}

/// Its one line that does not only name the file.
std::string shown(std::string_view failure) {
  constexpr std::string_view kDBus = "D-Bus error while installing";
  if (const std::size_t at = failure.rfind(kDBus); at != std::string_view::npos) failure = failure.substr(0, at);
  return last_line(failure);
}

struct Slot {
  std::string name;
  bool booted;
  std::string version;
};

/// Slots stand in a list of objects, each with its one slot under a name of its own.
std::vector<Slot> slots_in(const json& status) {
  std::vector<Slot> slots;
  const auto listed = status.find("slots");
  if (listed == status.end() || !listed->is_array()) return slots;
  for (const json& entry : *listed) {
    if (!entry.is_object() || entry.empty()) continue;
    const json& slot = *entry.begin();
    const auto state = slot.is_object() ? slot.find("slot_status") : slot.end();
    const json bundle = slot.is_object() && state != slot.end() ? state->value("bundle", json()) : json();
    slots.push_back({text_in(slot, "bootname"), text_in(slot, "state") == "booted", text_in(bundle, "version")});
  }
  return slots;
}

}  // namespace

// A damaged signature and one by a stranger of the same name cannot be told apart: both are not believed.
// The texts are those of RAUC 1.8 (src/bundle.c, src/install.c, src/update_handler.c, src/service.c) and of the kernel.
StickReason reason_of_rauc(std::string_view message) {
  struct Known {
    std::string_view text;
    StickReason reason;
  };
  constexpr std::array kKnown{Known{"Compatible mismatch", StickReason::kBundleOtherHardware},
                              Known{"Already processing", StickReason::kUpdateBusy},
                              Known{"is too small for image", StickReason::kBundleTooLarge},
                              Known{"No space left on device", StickReason::kBundleTooLarge},
                              Known{"exceeds bundle size", StickReason::kBundleDamaged},
                              Known{"Invalid bundle format", StickReason::kBundleDamaged},
                              Known{"squashfs", StickReason::kBundleDamaged},
                              Known{"Verify error", StickReason::kBundleUntrusted},
                              Known{"CMS routines::verification failure", StickReason::kBundleDamaged},
                              Known{"signature verification failed", StickReason::kBundleUntrusted},
                              Known{"not allowed", StickReason::kBundleUntrusted},
                              Known{"Input/output error", StickReason::kBundleDamaged},
                              Known{"No such file", StickReason::kStickPulled}};
  const auto found = std::ranges::find_if(
      kKnown, [&](const Known& known) { return message.find(known.text) != std::string_view::npos; });
  return found == kKnown.end() ? StickReason::kUpdateFailed : found->reason;
}

Result<BundleInfo> read_bundle_info(std::string_view text) {
  const auto document = parse_json(text, kLimits);
  if (!document) return fail(document.error(), "rauc info");
  BundleInfo info{text_in(*document, "compatible"), text_in(*document, "version")};
  if (info.compatible.empty()) return fail(ErrorCode::kInvalidInput, "rauc info: no field compatible");
  return info;
}

Result<Slots> read_slots(std::string_view text) {
  const auto document = parse_json(text, kLimits);
  if (!document) return fail(document.error(), "rauc status");
  Slots slots{.compatible = text_in(*document, "compatible"), .booted = "", .other = "", .other_version = ""};
  for (const Slot& slot : slots_in(*document)) {
    (slot.booted ? slots.booted : slots.other) = slot.name;
    if (!slot.booted) slots.other_version = slot.version;
  }
  const bool whole = !slots.compatible.empty() && !slots.booted.empty() && !slots.other.empty();
  if (!whole) return fail(ErrorCode::kInvalidInput, "rauc status: not one running slot and one other");
  return slots;
}

Judged<BundleInfo> Rauc::info(const fs::path& bundle) {
  const auto end =
      runner_.run({.words = {"rauc", "info", "--keyring=" + keyring_.string(), "--output-format=json", bundle.string()},
                   .time_limit = kAnswerLimit});
  if (!end) return refuse(StickReason::kUpdateFailed, end.error().message);
  if (end->status != 0) return refuse(reason_of_rauc(end->errors), last_line(end->errors));
  auto info = read_bundle_info(end->output);
  if (!info) return refuse(StickReason::kUpdateFailed, info.error().message);
  return *std::move(info);
}

Judged<void> Rauc::install(const fs::path& bundle, const Progress& progress) {
  Command command{.words = {"rauc", "install", bundle.string()}, .time_limit = kInstallLimit};
  if (progress) command.on_line = [&](std::string_view line) { tell_progress(line, progress); };
  const auto end = runner_.run(command);
  if (!end) return refuse(StickReason::kUpdateFailed, end.error().message);
  if (end->status == 0) return {};
  const std::string failure = failure_of(*end);
  return refuse(reason_of_rauc(failure), shown(failure));
}

Result<Slots> Rauc::slots() {
  const auto end =
      runner_.run({.words = {"rauc", "status", "--detailed", "--output-format=json"}, .time_limit = kAnswerLimit});
  if (!end) return fail(end.error());
  if (end->status != 0) return fail(ErrorCode::kIo, "rauc status: " + last_line(end->errors));
  return read_slots(end->output);
}

Status Rauc::mark(const char* state, const char* slot) {
  const auto end = runner_.run({.words = {"rauc", "status", state, slot}, .time_limit = kAnswerLimit});
  if (!end) return fail(end.error());
  if (end->status != 0)
    return fail(ErrorCode::kIo, std::string("rauc status ") + state + ": " + last_line(end->errors));
  return {};
}

Status Rauc::mark_booted_good() { return mark("mark-good", "booted"); }
Status Rauc::mark_booted_bad() { return mark("mark-bad", "booted"); }
Status Rauc::keep_booted() { return mark("mark-active", "booted"); }

}  // namespace gate
