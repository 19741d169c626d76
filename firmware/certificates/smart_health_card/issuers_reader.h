#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "certificates/smart_health_card/smart_health_card_issuers.h"

namespace gate {

/// Fills a SmartHealthCardIssuers, file by file; each file adds one TrustList, whose `problem` says what of it is not
/// in force. Snapshots and key sets come before revocations. Thread-bound; blocks for the reading.
class IssuersReader {
 public:
  IssuersReader(std::filesystem::path folder, std::vector<TrustList>& lists);

  void read_snapshot(const std::filesystem::path& file);
  void read_key_set(const std::filesystem::path& file);
  void read_revocations(const std::filesystem::path& file);
  /// Holds the lists against the keys' crlVersion; the reader is spent after that.
  SmartHealthCardIssuers finish() &&;

 private:
  Result<nlohmann::json> open(const std::filesystem::path& file, std::string_view kind);
  void add_issuer(const nlohmann::json& information);
  /// `remarks`: where the keys that are left out are named.
  void add_keys(const std::string& issuer, const nlohmann::json& keys, std::string& remarks);
  void add_list(const std::string& issuer, const std::string& key_id, const nlohmann::json& json);
  void note(std::string problem);  ///< about the file being read
  static void append(std::string& remarks, std::string remark);
  std::string issuer_of(const std::filesystem::path& well_known) const;

  std::filesystem::path folder_;
  std::vector<TrustList>& lists_;
  std::map<std::pair<std::string, std::string>, std::size_t> read_from_;  ///< by issuer and key id: which of lists_
  SmartHealthCardIssuers issuers_;
};

}  // namespace gate
