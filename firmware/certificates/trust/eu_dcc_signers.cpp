#include "certificates/trust/eu_dcc_signers.h"

#include <algorithm>

#include "certificates/trust/list_files.h"
#include "certificates/trust/public_key_file.h"
#include "encoding/bounded_file.h"

namespace gate {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kSigners = "eu_dcc_signers";
constexpr std::string_view kAnchors = "eu_dcc_anchors";

}  // namespace

std::vector<PublicKey> read_list_anchors(const fs::path& folder, std::vector<TrustList>& lists) {
  std::vector<PublicKey> anchors;
  for (const fs::path& file : list_files_in(folder, {".pem", ".crt", ".cer"}, kAnchors, lists)) {
    lists.push_back(list_of(kAnchors, file));
    auto key = read_p256_key_file(file);
    if (!key) lists.back().problem = key.error().message;
    lists.back().entries = key ? 1 : 0;
    if (key) anchors.push_back(std::move(*key));
  }
  return anchors;
}

Result<std::string_view> genuine_list(std::string_view content, const std::vector<PublicKey>& anchors) {
  if (form_of(content) != SignerListForm::kSignedJson) return content;
  const auto parts = split_signed_list(content);
  if (!parts) return fail(parts.error());
  if (anchors.empty()) return fail(ErrorCode::kUntrusted, "a signed list, and no anchor key is there to verify it");
  const bool genuine = std::ranges::any_of(
      anchors, [&](const PublicKey& anchor) { return anchor.verify(bytes_of(parts->list), parts->signature); });
  if (!genuine) return fail(ErrorCode::kUntrusted, "no anchor key made this list's signature");
  return parts->list;
}

void EuDccSigners::add(const fs::path& file, const std::vector<PublicKey>& anchors, std::vector<TrustList>& lists) {
  lists.push_back(list_of(kSigners, file));
  TrustList& entry = lists.back();
  const auto content = read_bounded_file(file, kMaxSignerListBytes);
  const auto genuine = content ? genuine_list(*content, anchors) : fail(content.error());
  auto list = genuine ? read_signer_list(*genuine) : fail(genuine.error());
  if (!list) {
    entry.problem = list.error().message;
    return;
  }
  entry.entries = list->signers.size();
  if (list->dated) entry.dated = list->dated;
  entry.problem = std::move(list->problem);
  entry.note = std::move(list->note);
  signers_ += entry.entries;
  for (ListedSigner& signer : list->signers) {
    if (signer.stated_id) by_id_.emplace(*signer.stated_id, signer.certificate);
    by_id_.emplace(signer.certificate.key_id, std::move(signer.certificate));
  }
}

EuDccSigners EuDccSigners::read(const fs::path& folder, std::vector<TrustList>& lists) {
  EuDccSigners signers;
  const std::vector<PublicKey> anchors = read_list_anchors(folder / "anchors", lists);
  const auto files = list_files_in(folder, {".pem", ".der", ".cer", ".crt", ".txt", ".b64", ".json"}, kSigners, lists);
  for (const fs::path& file : files) signers.add(file, anchors, lists);
  return signers;
}

EuDccSigners EuDccSigners::read_file(const fs::path& file, std::vector<TrustList>& lists) {
  EuDccSigners signers;
  signers.add(file, {}, lists);
  return signers;
}

std::vector<SignerCertificate> EuDccSigners::find(ByteView key_id) const {
  std::vector<SignerCertificate> found;
  KeyId id;
  if (key_id.size() != id.size()) return found;
  std::ranges::copy(key_id, id.begin());
  const auto [begin, end] = by_id_.equal_range(id);
  for (auto entry = begin; entry != end; ++entry) found.push_back(entry->second);
  return found;
}

}  // namespace gate
