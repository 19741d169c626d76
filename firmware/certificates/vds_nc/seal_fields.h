#pragma once

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "common/clock.h"

namespace gate {

/// Reads the fields of one object of a seal; null counts as absent, texts are trimmed. The first field that does not
/// fit is noted as "ve.vd.dvc: must be …", never with its value; what is read after that means nothing. Thread-bound.
class SealFields {
 public:
  /// `object`: null when it is missing, which is noted. `path`: names it in messages. `problem`: shared by the objects
  /// of one seal, empty as long as all is well.
  SealFields(const nlohmann::json* object, std::string path, std::string& problem);

  /// Null when absent.
  const nlohmann::json* find(std::string_view name) const;
  /// The object under this name, which must be there.
  SealFields object(std::string_view name) const;
  /// The array under this name, which must be there and hold something; empty otherwise.
  const nlohmann::json::array_t& array(std::string_view name) const;

  std::string required_text(std::string_view name) const;
  std::string optional_text(std::string_view name) const;  ///< empty when absent
  std::chrono::year_month_day required_date(std::string_view name) const;
  WallTime required_date_time(std::string_view name) const;
  int required_count(std::string_view name) const;  ///< 1 to 99, as a number or a text

  void note(std::string_view name, std::string_view problem) const;

 private:
  const nlohmann::json* object_;
  std::string path_;
  std::string& problem_;
};

}  // namespace gate
