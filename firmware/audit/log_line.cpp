#include "audit/log_line.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "common/iso_time.h"

namespace gate {
namespace {

using nlohmann::json;

HashText hex(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  HashText text;
  for (const std::uint8_t byte : bytes) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

json without_hash(const LogLine& line) {
  return {{"event", line.event}, {"prev", line.prev}, {"seq", line.seq}, {"time", line.time}};
}

}  // namespace

HashText sha256_hex(std::string_view text) {
  std::array<std::uint8_t, 32> hash{};
  EVP_Digest(text.data(), text.size(), hash.data(), nullptr, EVP_sha256(), nullptr);
  return hex(hash);
}

HashText hmac_sha256_hex(std::span<const std::uint8_t> key, std::string_view text) {
  std::array<std::uint8_t, 32> hash{};
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const std::uint8_t*>(text.data()),
       text.size(), hash.data(), nullptr);
  return hex(hash);
}

LogLine LogLine::make(std::uint64_t seq, WallTime time, json event, HashText prev) {
  LogLine line{seq, iso_time(time), std::move(event), std::move(prev), {}};
  line.hash = sha256_hex(without_hash(line).dump());
  return line;
}

std::string LogLine::text() const {
  json record = without_hash(*this);
  record["hash"] = hash;
  return record.dump();
}

Result<LogLine> LogLine::parse(std::string_view text) {
  const auto broken = fail(ErrorCode::kInvalidInput, "not a record of the event log");
  if (text.size() > kMaxLineBytes) return broken;
  const json record = json::parse(text, nullptr, false);
  if (!record.is_object() || record.size() != 5) return broken;
  const auto text_of = [&](const char* name) {
    const auto member = record.find(name);
    return member != record.end() && member->is_string() ? member->get<std::string>() : std::string();
  };
  const auto seq = record.find("seq");
  const auto event = record.find("event");
  if (seq == record.end() || !seq->is_number_unsigned() || event == record.end() || !event->is_object()) return broken;
  LogLine line{seq->get<std::uint64_t>(), text_of("time"), *event, text_of("prev"), text_of("hash")};
  if (line.text() != text) return broken;  // other spacing, other order, a member twice
  if (sha256_hex(without_hash(line).dump()) != line.hash)
    return fail(ErrorCode::kUntrusted, "the record was changed: its hash does not fit");
  return line;
}

}  // namespace gate
