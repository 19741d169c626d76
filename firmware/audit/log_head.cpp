#include "audit/log_head.h"

#include <algorithm>
#include <array>

namespace gate {
namespace {

using nlohmann::json;

constexpr std::size_t kSlotBytes = 512;  // a sector, the most that a disk writes whole

json body(const LogHead& head) {
  return {{"first_file", head.first_file},
          {"first_seq", head.first_seq},
          {"file", head.file},
          {"seq", head.seq},
          {"hash", head.hash}};
}

std::optional<LogHead> read_slot(std::string_view slot, const LogKey* key) {
  json record = json::parse(slot, nullptr, false);
  if (!record.is_object() || !record.contains("seal") || !record["seal"].is_string()) return std::nullopt;
  const HashText seal = record["seal"];
  record.erase("seal");
  if (key != nullptr && hmac_sha256_hex(*key, record.dump()) != seal) return std::nullopt;
  try {
    return LogHead{record.at("first_file"), record.at("first_seq"), record.at("file"), record.at("seq"),
                   record.at("hash")};
  } catch (const json::exception&) {  // only without a key: a seal would not have held
    return std::nullopt;
  }
}

}  // namespace

Status write_head(const Descriptor& file, const LogHead& head, const LogKey& key) {
  json record = body(head);
  record["seal"] = hmac_sha256_hex(key, record.dump());
  std::string slot = record.dump();
  slot.resize(kSlotBytes - 1, ' ');
  slot += '\n';
  const Status written = file.write_at(slot, head.seq % 2 * kSlotBytes);
  return written ? file.flush() : written;
}

std::optional<LogHead> read_head(std::string_view content, const LogKey* key) {
  std::optional<LogHead> newest;
  for (std::size_t at = 0; at < content.size() && at < 2 * kSlotBytes; at += kSlotBytes) {
    const auto head = read_slot(content.substr(at, kSlotBytes), key);
    if (head && (!newest || head->seq > newest->seq)) newest = head;
  }
  return newest;
}

}  // namespace gate
