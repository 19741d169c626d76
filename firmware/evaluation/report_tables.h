#pragma once

#include <nlohmann/json_fwd.hpp>
#include <ostream>
#include <span>
#include <string>
#include <vector>

namespace gate {

/// One table of a report, for people.
struct ReportTable {
  std::string title;
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
  std::string note;  ///< below it; may be empty
};

/// 0.0123 as "1.23 %".
std::string percent(double rate);

/// recognition_report() as tables.
std::vector<ReportTable> recognition_tables(const nlohmann::ordered_json& report);

/// In columns, for a terminal.
void print(std::span<const ReportTable> tables, std::ostream& out);

/// A picture that stands beside the page.
struct ReportPicture {
  std::string title;
  std::string file;  ///< its name
};
/// One page of the pictures and tables.
std::string html_page(const std::string& title, std::span<const ReportTable> tables,
                      std::span<const ReportPicture> pictures);

}  // namespace gate
