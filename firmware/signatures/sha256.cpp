#include "signatures/sha256.h"

#include <cstdlib>
#include <fstream>

#include "signatures/openssl_handles.h"

namespace gate {

namespace fs = std::filesystem;

namespace {

void need(bool done) {
  if (!done) std::abort();
}

Result<std::ifstream> open_regular(const fs::path& file) {
  constexpr std::uintmax_t kMaxBytes = 4ULL * 1024 * 1024 * 1024;
  std::error_code error;
  const auto status = fs::status(file, error);
  if (status.type() == fs::file_type::not_found) return fail(ErrorCode::kNotFound, file.string() + ": no such file");
  if (status.type() != fs::file_type::regular)
    return fail(ErrorCode::kInvalidInput, file.string() + ": is not a regular file");
  if (const auto size = fs::file_size(file, error); error || size > kMaxBytes)
    return fail(ErrorCode::kInvalidInput, file.string() + ": is larger than 4 GiB");
  std::ifstream in(file, std::ios::binary);
  if (!in.is_open()) return fail(ErrorCode::kIo, file.string() + ": cannot be read");
  return in;
}

}  // namespace

Sha256 sha256(ByteView bytes) {
  Sha256 digest{};
  need(EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) == 1);
  return digest;
}

Result<Sha256> sha256_of_file(const fs::path& file) {
  auto in = open_regular(file);
  if (!in) return fail(in.error());
  const openssl::DigestContext context(EVP_MD_CTX_new());
  need(context && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1);
  Bytes piece(256UL * 1024);
  while (*in) {
    in->read(reinterpret_cast<char*>(piece.data()), static_cast<std::streamsize>(piece.size()));
    need(EVP_DigestUpdate(context.get(), piece.data(), static_cast<std::size_t>(in->gcount())) == 1);
  }
  if (in->bad()) return fail(ErrorCode::kIo, file.string() + ": cannot be read");
  Sha256 digest{};
  need(EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1);
  return digest;
}

}  // namespace gate
