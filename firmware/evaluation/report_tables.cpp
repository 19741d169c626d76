#include "evaluation/report_tables.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <iomanip>
#include <string_view>

namespace gate {
namespace {

std::vector<std::size_t> widths(const ReportTable& table) {
  std::vector<std::size_t> width;
  for (const std::string& cell : table.header) width.push_back(cell.size());
  for (const auto& row : table.rows)
    for (std::size_t i = 0; i < row.size() && i < width.size(); ++i) width[i] = std::max(width[i], row[i].size());
  return width;
}

void print_row(const std::vector<std::string>& row, const std::vector<std::size_t>& width, std::ostream& out) {
  out << ' ';
  for (std::size_t i = 0; i < row.size(); ++i)
    out << ' ' << std::left << std::setw(static_cast<int>(width[i])) << row[i] << ' ';
  out << '\n';
}

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '&')
      result += "&amp;";
    else if (c == '<')
      result += "&lt;";
    else if (c == '>')
      result += "&gt;";
    else if (c == '"')
      result += "&quot;";
    else
      result += c;
  }
  return result;
}

std::string row_html(const std::vector<std::string>& row, const char* cell) {
  std::string html = "<tr>";
  for (const std::string& text : row) html += std::string("<") + cell + ">" + escaped(text) + "</" + cell + ">";
  return html + "</tr>\n";
}

}  // namespace

std::string percent(double rate) {
  std::array<char, 32> text{};
  (void)std::snprintf(text.data(), text.size(), "%.3g %%", rate * 100);
  return text.data();
}

void print(std::span<const ReportTable> tables, std::ostream& out) {
  for (const ReportTable& table : tables) {
    const auto width = widths(table);
    out << '\n' << table.title << '\n';
    print_row(table.header, width, out);
    for (const auto& row : table.rows) print_row(row, width, out);
    if (!table.note.empty()) out << "  " << table.note << '\n';
  }
}

std::string html_page(const std::string& title, std::span<const ReportTable> tables,
                      std::span<const ReportPicture> pictures) {
  std::string html =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + escaped(title) +
      "</title>\n<style>body{font:16px/1.5 sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#222}"
      "table{border-collapse:collapse;margin:.5rem 0}th,td{padding:.2rem .8rem;text-align:left;"
      "border-bottom:1px solid #ddd}th{background:#f3f3f3}img{max-width:100%}p{color:#555}</style></head>\n<body><h1>" +
      escaped(title) + "</h1>\n";
  for (const ReportPicture& picture : pictures)
    html += "<h2>" + escaped(picture.title) + "</h2>\n<img alt=\"" + escaped(picture.title) + "\" src=\"" +
            escaped(picture.file) + "\">\n";
  for (const ReportTable& table : tables) {
    html += "<h2>" + escaped(table.title) + "</h2>\n<table>\n" + row_html(table.header, "th");
    for (const auto& row : table.rows) html += row_html(row, "td");
    html += "</table>\n" + (table.note.empty() ? "" : "<p>" + escaped(table.note) + "</p>\n");
  }
  return html + "</body></html>\n";
}

}  // namespace gate
