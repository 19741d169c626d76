#include "encoding/csv.h"

#include <algorithm>

#include "encoding/bytes.h"
#include "encoding/plain_text.h"
#include "encoding/utf8.h"

namespace gate {
namespace {

class Reader {
 public:
  Reader(std::string_view text, const CsvLimits& limits) : text_(text), limits_(limits) {}

  Result<std::vector<CsvRecord>> read() && {
    while (at_ < text_.size()) {
      if (++row_ > limits_.records) return bad("more than " + std::to_string(limits_.records) + " rows");
      CsvRecord record{row_, {}};
      if (auto read = read_record(record); !read) return fail(read.error());
      if (record.fields.size() > 1 || !record.fields.front().empty()) records_.push_back(std::move(record));
    }
    return std::move(records_);
  }

 private:
  tl::unexpected<Error> bad(const std::string& what) const {
    return fail(ErrorCode::kInvalidInput,
                "row " + std::to_string(row_) + (field_ == 0 ? "" : ", field " + std::to_string(field_)) + ": " + what);
  }

  Status read_record(CsvRecord& record) {
    for (field_ = 1;; ++field_) {
      if (field_ > limits_.fields) return bad("more than " + std::to_string(limits_.fields) + " fields");
      record.fields.emplace_back();
      const bool quoted = take("\"");
      if (auto read = quoted ? read_quoted(record.fields.back()) : read_bare(record.fields.back()); !read) return read;
      if (at_ == text_.size() || take("\r\n") || take("\n")) break;
      if (take(",")) continue;
      return bad(quoted ? "something follows the closing quote; a quote inside a field is written twice"
                        : "a line end that is not one (CR without LF)");
    }
    field_ = 0;
    return {};
  }

  Status read_bare(std::string& field) {
    const std::size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
    field = text_.substr(at_, end - at_);
    at_ = end;
    if (field.find('"') != std::string::npos) return bad("a quote in a field that does not begin with one");
    return check_size(field);
  }

  Status read_quoted(std::string& field) {
    for (;;) {
      const std::size_t end = text_.find('"', at_);
      if (end == std::string_view::npos) return bad("a quote that is never closed");
      field += text_.substr(at_, end - at_);
      at_ = end + 1;
      if (auto small = check_size(field); !small) return small;
      if (!take("\"")) return {};
      field += '"';
    }
  }

  Status check_size(const std::string& field) const {
    if (field.size() <= limits_.field_bytes) return {};
    return bad("longer than " + std::to_string(limits_.field_bytes) + " bytes");
  }

  bool take(std::string_view what) {
    if (!text_.substr(at_).starts_with(what)) return false;
    at_ += what.size();
    return true;
  }

  const std::string_view text_;
  const CsvLimits& limits_;
  std::size_t at_ = 0;
  std::size_t row_ = 0;
  std::size_t field_ = 0;
  std::vector<CsvRecord> records_;
};

std::string cell(std::string_view text) {
  constexpr std::string_view kFormula = "=+-@\t\r\n";
  std::string safe(text);
  if (!text.empty() && kFormula.find(text.front()) != std::string_view::npos) safe.insert(safe.begin(), '\'');
  // A mark at the very beginning of a file is not part of its first field, unless quoted.
  if (safe.find_first_of(",\"\r\n") == std::string::npos && !safe.starts_with(kByteOrderMark)) return safe;
  std::string quoted = "\"";
  for (const char c : safe) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

}  // namespace

Result<std::vector<CsvRecord>> parse_csv(std::string_view text, const CsvLimits& limits) {
  if (text.size() > limits.bytes)
    return fail(ErrorCode::kInvalidInput, "larger than " + std::to_string(limits.bytes) + " bytes");
  if (!is_utf8(bytes_of(text)))
    return fail(ErrorCode::kInvalidInput, "not UTF-8; save it as \"CSV UTF-8\" in the spreadsheet");
  if (text.find('\0') != std::string_view::npos)
    return fail(ErrorCode::kInvalidInput, "a zero byte in it: not a CSV file");
  text = without_byte_order_mark(text);
  return Reader(text, limits).read();
}

std::string csv_record(std::span<const std::string> fields) {
  std::string record;
  for (std::size_t i = 0; i < fields.size(); ++i) record += (i == 0 ? "" : ",") + cell(fields[i]);
  return record + "\r\n";
}

}  // namespace gate
