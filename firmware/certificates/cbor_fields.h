#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "common/clock.h"
#include "encoding/cbor_value.h"

namespace gate {

/// Reads the fields of one map of a certificate, leniently where issuers are known to have slipped: null and undefined
/// count as absent, texts are trimmed, a date may carry tag 0 or 1004. The first field that does not fit is noted as
/// "v.dn: must be …", never with its value; what is read after that means nothing. Thread-bound.
class CborFields {
 public:
  /// `path`: names the map in messages. `problem`: shared by the maps of one certificate, empty as long as all is well.
  CborFields(const CborValue& map, std::string_view path, std::string& problem);

  /// Null when absent.
  const CborValue* find(std::string_view name) const;

  std::string stated_text(std::string_view name) const;  ///< as it stands, blanks around it too; empty when absent
  std::string required_text(std::string_view name) const;
  std::string optional_text(std::string_view name) const;  ///< empty when absent
  std::chrono::year_month_day required_date(std::string_view name) const;
  WallTime required_date_time(std::string_view name) const;
  int required_count(std::string_view name) const;  ///< 1 to 99, as an integer or a whole float

  void note(std::string_view name, std::string_view problem) const;

 private:
  const CborValue& map_;
  std::string_view path_;
  std::string& problem_;
};

}  // namespace gate
