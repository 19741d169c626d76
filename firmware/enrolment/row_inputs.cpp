#include "enrolment/row_inputs.h"

#include <openssl/evp.h>

#include <fstream>
#include <memory>

namespace gate {

namespace fs = std::filesystem;

namespace {

/// SHA-256 over texts, each behind its length, so that no two rows give the same bytes.
class Hash {
 public:
  Hash() : context_(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
    good_ = context_ != nullptr && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1;
  }
  void update(ByteView bytes) { good_ = good_ && EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1; }
  void add(ByteView part) {
    update(bytes_of(std::to_string(part.size()) + ':'));
    update(part);
  }
  void add(std::string_view part) { add(bytes_of(part)); }
  Result<Sha256> finish() && {
    Sha256 digest{};
    unsigned length = 0;
    if (!good_ || EVP_DigestFinal_ex(context_.get(), digest.data(), &length) != 1)
      return fail(ErrorCode::kInternal, "SHA-256 cannot be computed");
    return digest;
  }

 private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
  bool good_;
};

}  // namespace

Result<Sha256> sha256_of_file(const fs::path& file) {
  constexpr std::uint64_t kMaxBytes = 4ULL * 1024 * 1024 * 1024;
  std::error_code error;
  const auto status = fs::status(file, error);
  if (status.type() == fs::file_type::not_found) return fail(ErrorCode::kNotFound, file.string() + ": no such file");
  if (status.type() != fs::file_type::regular)
    return fail(ErrorCode::kInvalidInput, file.string() + ": is not a regular file");
  if (const auto size = fs::file_size(file, error); error || size > kMaxBytes)
    return fail(ErrorCode::kInvalidInput, file.string() + ": is larger than 4 GiB");
  std::ifstream in(file, std::ios::binary);
  if (!in.is_open()) return fail(ErrorCode::kIo, file.string() + ": cannot be read");
  Hash hash;
  Bytes piece(256UL * 1024);
  while (in) {
    in.read(reinterpret_cast<char*>(piece.data()), static_cast<std::streamsize>(piece.size()));
    hash.update(ByteView(piece).first(static_cast<std::size_t>(in.gcount())));
  }
  if (in.bad()) return fail(ErrorCode::kIo, file.string() + ": cannot be read");
  return std::move(hash).finish();
}

Result<Sha256> row_inputs(const OrganiserRow& row, const PassOrder& order, const KeyId& authority) {
  Hash hash;
  hash.add("gate-batch 1");  // another number: what is issued of the same row has changed
  hash.add(authority);
  hash.add(std::to_string(order.valid_days));
  for (const std::string* text : {&order.certificate, &order.initials, &order.holder.family_name,
                                  &order.holder.given_name, &order.holder.birth_date})
    hash.add(*text);
  hash.add(std::to_string(row.faces.photos.size()));
  std::vector<fs::path> files = row.faces.photos;
  if (row.faces.video) files.push_back(*row.faces.video);
  for (const fs::path& file : files) {
    const auto content = sha256_of_file(file);
    if (!content) return fail(content.error());
    hash.add(*content);
  }
  return std::move(hash).finish();
}

}  // namespace gate
