#include "enrolment/organiser_list.h"

#include <algorithm>
#include <array>
#include <map>

#include "certificates/holder_match.h"
#include "encoding/csv.h"
#include "encoding/plain_text.h"
#include "encoding/utf8.h"
#include "passes/pass_codec.h"

namespace gate {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 8> kColumns{"reference", "certificate", "photo",      "video",
                                                   "initials",  "family_name", "given_name", "birth_date"};

/// Line ends stay, and are refused.
std::string without_blanks(std::string_view text) { return std::string(trimmed(text, " \t")); }

/// Letters of ASCII only: column names have no others.
std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

bool has_control_characters(std::string_view text) {
  return std::ranges::any_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

/// For people to read: a foreign header may hold anything.
std::string shown(std::string text) {
  constexpr std::size_t kMost = 40;
  for (char& c : text) c = static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? '?' : c;
  if (text.size() <= kMost) return text;
  std::size_t end = kMost;
  while ((text[end] & 0xC0) == 0x80) --end;  // not in the middle of a character
  return text.substr(0, end) + "...";
}

class Header {
 public:
  static Result<Header> read(const CsvRecord& record, OrganiserList& list) {
    Header header;
    for (std::size_t i = 0; i < record.fields.size(); ++i) {
      const std::string name = lower(without_blanks(record.fields[i]));
      if (std::ranges::find(kColumns, name) == kColumns.end()) {
        if (!name.empty()) list.unused_columns.push_back(shown(without_blanks(record.fields[i])));
      } else if (!header.columns_.try_emplace(name, i).second) {
        return fail(ErrorCode::kInvalidInput, "row 1: the column " + name + " is there twice");
      }
    }
    if (auto complete = header.check(record); !complete) return fail(complete.error());
    return header;
  }

  /// A row's cell; empty when the row is shorter or there is no such column.
  std::string cell(const CsvRecord& record, std::string_view column) const {
    const auto found = columns_.find(column);
    return found != columns_.end() && found->second < record.fields.size()
               ? without_blanks(record.fields[found->second])
               : std::string();
  }

 private:
  Status check(const CsvRecord& record) const {
    const auto missing = [](const std::string& what) {
      return fail(ErrorCode::kInvalidInput,
                  "row 1: " + what + "; it names the columns: reference, certificate, photo and/or video");
    };
    if (record.fields.size() == 1 && record.fields[0].find_first_of(";\t") != std::string::npos)
      return missing("columns are divided by commas, not by ';' or tabs (save as \"CSV UTF-8, comma delimited\")");
    for (const std::string_view needed : {"reference", "certificate"})
      if (!columns_.contains(needed)) return missing("no column " + std::string(needed));
    if (!columns_.contains("photo") && !columns_.contains("video")) return missing("neither a column photo nor video");
    return {};
  }

  std::map<std::string, std::size_t, std::less<>> columns_;
};

/// Fills one row; the first thing that is wrong with it becomes its refusal.
class RowReader {
 public:
  RowReader(const Header& header, const CsvRecord& record, const fs::path& folder)
      : header_(header), record_(record), folder_(folder) {
    row_.row = record.row;
  }

  OrganiserRow read() && {
    row_.reference = take("reference");
    if (row_.reference.empty()) refuse(IssueReason::kRowIncomplete, "reference: is empty");
    if (row_.reference.size() > kMaxReferenceBytes)
      refuse(IssueReason::kRowInvalid, "reference: longer than " + std::to_string(kMaxReferenceBytes) + " bytes");
    if (const std::string name = take("certificate"); name.empty())
      refuse(IssueReason::kRowIncomplete, "certificate: is empty");
    else
      row_.certificate = folder_ / name;
    read_faces();
    read_person();
    return std::move(row_);
  }

 private:
  void refuse(IssueReason reason, std::string what) {
    if (!row_.refusal) row_.refusal = {reason, std::move(what)};
  }

  std::string take(std::string_view column) {
    std::string cell = header_.cell(record_, column);
    if (!has_control_characters(cell)) return cell;
    refuse(IssueReason::kRowInvalid, std::string(column) + ": a line end or another control character in it");
    return shown(cell);
  }

  void read_faces() {
    std::string photos = take("photo");
    while (!photos.empty()) {
      const std::size_t end = std::min(photos.find(';'), photos.size());
      if (const std::string name = without_blanks(std::string_view(photos).substr(0, end)); !name.empty())
        row_.faces.photos.push_back(folder_ / name);
      photos.erase(0, end + 1);
    }
    if (row_.faces.photos.size() > kMaxPhotosOfARow)
      refuse(IssueReason::kRowInvalid, "photo: more than " + std::to_string(kMaxPhotosOfARow) + " files");
    if (const std::string video = take("video"); !video.empty()) row_.faces.video = folder_ / video;
    if (row_.faces.photos.empty() && !row_.faces.video)
      refuse(IssueReason::kRowIncomplete, "photo and video: both are empty");
  }

  void read_person() {
    row_.initials = take("initials");
    if (utf8_characters(row_.initials) > kMaxInitials)
      refuse(IssueReason::kRowInvalid, "initials: more than 8 characters");
    row_.holder.family_name = take("family_name");
    row_.holder.given_name = take("given_name");
    row_.holder.birth_date = take("birth_date");
    if (!row_.holder.birth_date.empty() && !is_birth_date(row_.holder.birth_date))
      refuse(IssueReason::kRowInvalid, "birth_date: write it as 1990-02-28, 1990-02 or 1990");
  }

  const Header& header_;
  const CsvRecord& record_;
  const fs::path& folder_;
  OrganiserRow row_;
};

/// Which of them is meant cannot be told, so none of them is taken.
void refuse_references_that_are_there_twice(std::vector<OrganiserRow>& rows) {
  std::map<std::string_view, std::vector<OrganiserRow*>> by_reference;
  for (OrganiserRow& row : rows)
    if (!row.reference.empty()) by_reference[row.reference].push_back(&row);
  for (auto& [reference, same] : by_reference) {
    if (same.size() == 1) continue;
    for (OrganiserRow* row : same) {
      const OrganiserRow* other = row == same[0] ? same[1] : same[0];
      row->refusal = {IssueReason::kReferenceTwice, "row " + std::to_string(other->row) + " has the same reference"};
    }
  }
}

}  // namespace

Result<OrganiserList> read_organiser_list(std::string_view csv, const fs::path& folder) {
  const auto records = parse_csv(csv, {.bytes = kMaxOrganiserListBytes});
  if (!records) return fail(records.error());
  if (records->empty()) return fail(ErrorCode::kInvalidInput, "is empty; the first row names the columns");
  OrganiserList list;
  const auto header = Header::read(records->front(), list);
  if (!header) return fail(header.error());
  for (auto record = records->begin() + 1; record != records->end(); ++record)
    if (std::ranges::any_of(record->fields, [](const std::string& field) { return !without_blanks(field).empty(); }))
      list.rows.push_back(RowReader(*header, *record, folder).read());
  if (list.rows.empty()) return fail(ErrorCode::kInvalidInput, "has no rows below its header");
  refuse_references_that_are_there_twice(list.rows);
  return list;
}

}  // namespace gate
