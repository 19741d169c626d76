#include "enrolment/row_inputs.h"

namespace gate {

namespace fs = std::filesystem;

namespace {

/// Texts, each behind its length, so that no two rows give the same bytes.
class Joined {
 public:
  void add(std::string_view part) {
    text_ += std::to_string(part.size()) + ':';
    text_ += part;
  }
  void add(ByteView part) { add({reinterpret_cast<const char*>(part.data()), part.size()}); }
  Sha256 digest() const { return sha256(bytes_of(text_)); }

 private:
  std::string text_;
};

}  // namespace

Result<Sha256> row_inputs(const OrganiserRow& row, const PassOrder& order, const KeyId& authority) {
  Joined joined;
  joined.add("gate-batch 1");  // another number: what is issued of the same row has changed
  joined.add(authority);
  joined.add(std::to_string(order.valid_days));
  for (const std::string* text : {&order.certificate, &order.initials, &order.holder.family_name,
                                  &order.holder.given_name, &order.holder.birth_date})
    joined.add(*text);
  joined.add(std::to_string(row.faces.photos.size()));
  std::vector<fs::path> files = row.faces.photos;
  if (row.faces.video) files.push_back(*row.faces.video);
  for (const fs::path& file : files) {
    const auto content = sha256_of_file(file);
    if (!content) return fail(content.error());
    joined.add(*content);
  }
  return joined.digest();
}

}  // namespace gate
