#include "vision/code_reader.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace gate {
namespace {

constexpr std::string_view kShcPrefix = "shc:/";
constexpr std::size_t kMostChunks =
    16;  // of up to 1191 characters (SMART Health Cards, "Chunking"): far above any card

struct ChunkNumber {
  std::size_t index;  // from 0
  std::size_t of;
};

/// Takes "12/" from the front; nothing when it is not a number from 1 to kMostChunks.
std::optional<std::size_t> take_number(std::string_view& text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end == text.data() + text.size() || *end != '/') return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
  return number >= 1 && number <= kMostChunks ? std::optional(number) : std::nullopt;
}

/// The n and m of "shc:/n/m/…"; nothing for any other text.
std::optional<ChunkNumber> chunk_number(std::string_view text) {
  if (!text.starts_with(kShcPrefix)) return std::nullopt;
  text.remove_prefix(kShcPrefix.size());
  const auto number = take_number(text);
  const auto of = number ? take_number(text) : std::nullopt;
  if (!of || *number > *of) return std::nullopt;
  return ChunkNumber{*number - 1, *of};
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : "\n") + text;
  return all;
}

}  // namespace

CodeReader::CodeReader(CodeReaderSettings settings) : settings_(settings) {}

std::optional<std::string> CodeReader::observe(const Frame& frame, MonotonicTime now) {
  if (!scanned_at_ || now - *scanned_at_ >= settings_.every) scan(frame, now);
  if (waiting_.empty()) return std::nullopt;
  std::string event = std::move(waiting_.front());
  waiting_.pop_front();
  return event;
}

void CodeReader::scan(const Frame& frame, MonotonicTime now) {
  scanned_at_ = now;
  forget_what_is_gone(now);
  for (const ScannedCode& code : scanner_.scan(frame.bgr, CodeScanner::Effort::kFrame)) see_code(code.text, now);
}

void CodeReader::forget_what_is_gone(MonotonicTime now) {
  std::erase_if(shown_, [&](const auto& shown) { return now - shown.second >= settings_.gone_after; });
  if (chunks_ && now - chunks_->last_seen >= settings_.chunk_wait) chunks_.reset();
}

void CodeReader::see_code(const std::string& text, MonotonicTime now) {
  if (const auto chunk = chunk_number(text))
    see_chunk(text, chunk->index, chunk->of, now);
  else
    see_whole(text, now);
}

// A chunk that does not fit the ones before belongs to another card; a wrong mixture would fail at the signature.
void CodeReader::see_chunk(const std::string& text, std::size_t index, std::size_t of, MonotonicTime now) {
  const bool same_card =
      chunks_ && chunks_->texts.size() == of && (chunks_->texts[index].empty() || chunks_->texts[index] == text);
  if (!same_card) chunks_ = Chunks{std::vector<std::string>(of), now};
  chunks_->texts[index] = text;
  chunks_->last_seen = now;
  const auto missing = [](const std::string& chunk) { return chunk.empty(); };
  if (std::none_of(chunks_->texts.begin(), chunks_->texts.end(), missing)) see_whole(joined(chunks_->texts), now);
}

void CodeReader::see_whole(const std::string& text, MonotonicTime now) {
  if (const auto shown = shown_.find(text); shown != shown_.end()) {
    shown->second = now;
  } else if (waiting_.size() < kMaxCodes) {  // else it comes again with a later frame
    shown_.emplace(text, now);
    waiting_.push_back(text);
  }
}

}  // namespace gate
