#include "certificates/revocation/revocation_source.h"

#include <algorithm>

#include "common/iso_time.h"
#include "encoding/base64.h"
#include "encoding/hex.h"
#include "encoding/json_text.h"
#include "encoding/plain_text.h"

namespace gate {

namespace {

using nlohmann::json;

constexpr std::size_t kMaxLine = 256;
constexpr JsonLimits kLimits{.bytes = 64 * 1024 * 1024, .depth = 8, .text = 4096, .items = 4'000'000};

tl::unexpected<Error> malformed(std::string what) { return fail(ErrorCode::kInvalidInput, std::move(what)); }

Result<ShortHash> read_hash(std::string_view text) {
  RevocationHash hash{};
  const bool hex = text.size() == 2 * hash.size();  // base64 of 16 bytes is shorter
  const auto bytes = hex ? decode_hex(text) : decode_any_base64(text);
  if (!bytes || bytes->size() != hash.size()) return malformed("not 16 bytes in hex or base64");
  std::ranges::copy(*bytes, hash.begin());
  return shorten(hash);
}

std::string_view without_comment(std::string_view line) { return trimmed(line.substr(0, line.find('#'))); }

Status add_entries(const json& entries, RevocationSource& source) {
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const json& entry = entries[i];
    const auto member = entry.is_object() ? entry.find("hash") : entry.end();
    const auto* text = member == entry.end() ? nullptr : member->get_ptr<const std::string*>();
    const auto hash = text == nullptr ? malformed("hash is missing") : read_hash(*text);
    if (!hash) return fail(hash.error(), "entry " + std::to_string(i + 1));
    source.hashes.push_back(*hash);
  }
  return {};
}

Status add_batch(const json& batch, WallTime now, RevocationSource& source) {
  if (!batch.is_object()) return malformed("a batch must be an object");
  const std::string kind = batch.value("hashType", json()).is_string() ? batch["hashType"].get<std::string>() : "";
  if (kind != "SIGNATURE" && kind != "UCI" && kind != "COUNTRYCODEUCI")
    return malformed("hashType: must be SIGNATURE, UCI or COUNTRYCODEUCI");
  const auto entries = batch.find("entries");
  if (entries == batch.end() || !entries->is_array()) return malformed("entries: must be an array");
  const auto expires = batch.find("expires");
  if (expires == batch.end()) return add_entries(*entries, source);
  const auto until = expires->is_string() ? parse_iso_time(expires->get_ref<const std::string&>())
                                          : Result<WallTime>(malformed("must be a time"));
  if (!until) return fail(until.error(), "expires");
  if (now <= *until) return add_entries(*entries, source);
  source.expired += entries->size();
  return {};
}

}  // namespace

Result<RevocationSource> read_revocation_lines(std::istream& stream) {
  RevocationSource source;
  std::string line(kMaxLine, '\0');
  for (std::size_t number = 1; stream.getline(line.data(), kMaxLine); ++number) {
    const std::size_t newline = stream.eof() ? 0 : 1;
    const auto read = static_cast<std::size_t>(stream.gcount());
    const std::string_view text = without_comment(std::string_view(line).substr(0, read - newline));
    if (text.empty()) continue;
    const auto hash = read_hash(text);
    if (!hash) return fail(hash.error(), "line " + std::to_string(number));
    if (source.hashes.size() >= kMaxRevocations) return malformed("more than 32,000,000 revocations");
    source.hashes.push_back(*hash);
  }
  if (!stream.eof()) return malformed("a line is too long, or cannot be read");
  return source;
}

Result<RevocationSource> read_revocation_batches(std::string_view text, WallTime now) {
  const auto document = parse_json(text, kLimits);
  if (!document) return fail(document.error());
  const auto member = document->is_object() ? document->find("batches") : document->end();
  const json& batches = member == document->end() ? *document : *member;
  RevocationSource source;
  if (batches.is_object()) {
    if (const Status added = add_batch(batches, now, source); !added) return fail(added.error());
    return source;
  }
  if (!batches.is_array()) return malformed("no batch of revocations");
  for (std::size_t i = 0; i < batches.size(); ++i)
    if (const Status added = add_batch(batches[i], now, source); !added)
      return fail(added.error(), "batch " + std::to_string(i + 1));
  return source;
}

}  // namespace gate
