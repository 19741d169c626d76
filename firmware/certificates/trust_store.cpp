#include "certificates/trust_store.h"

#include <algorithm>

#include "encoding/bounded_file.h"

namespace gate {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxFileBytes = 8 * 1024 * 1024;  // every signer in Europe together is about 1 MB of PEM

WallTime written_at(const fs::path& file, std::error_code& error) {
  const auto time = fs::last_write_time(file, error);
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::file_clock::to_sys(time));
}

// In name order, so that a store reads the same everywhere. Nothing when the folder is missing.
Result<std::vector<fs::path>> key_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const std::string extension = entry->path().extension();
    if (extension == ".pem" || extension == ".der") files.push_back(entry->path());
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    return fail(ErrorCode::kIo, folder.string() + ": " + error.message());
  }
  std::ranges::sort(files);
  return files;
}

template <class Map>
std::vector<typename Map::mapped_type> candidates(const Map& map, ByteView key_id) {
  std::vector<typename Map::mapped_type> found;
  KeyId id;
  if (key_id.size() != id.size()) return found;
  std::ranges::copy(key_id, id.begin());
  const auto [begin, end] = map.equal_range(id);
  for (auto entry = begin; entry != end; ++entry) found.push_back(entry->second);
  return found;
}

Result<std::vector<SignerCertificate>> read_signers(const fs::path& file, const std::string& content) {
  if (file.extension() == ".pem") return SignerCertificate::all_from_pem(content);
  return SignerCertificate::from_der(bytes_of(content)).map([](SignerCertificate signer) {
    return std::vector{std::move(signer)};
  });
}

// A public key, or the one in a certificate.
Result<PublicKey> read_public_key(const std::string& pem) {
  if (pem.find("-----BEGIN CERTIFICATE-----") == std::string::npos) return PublicKey::from_pem(pem);
  auto signers = SignerCertificate::all_from_pem(pem);
  if (!signers) return fail(signers.error());
  if (!signers->front().key) return fail(ErrorCode::kUnsupported, "key is not EC on P-256");
  return std::move(*signers->front().key);
}

}  // namespace

Status TrustStore::add_eu_dcc(const fs::path& file) {
  const auto content = read_bounded_file(file, kMaxFileBytes);
  if (!content) return fail(content.error());
  auto signers = read_signers(file, *content);
  if (!signers) return fail(signers.error(), file.string());
  for (SignerCertificate& signer : *signers) eu_dcc_.emplace(signer.key_id, std::move(signer));
  return {};
}

Status TrustStore::add_enrolment_authority(const fs::path& file) {
  const auto content = read_bounded_file(file, kMaxFileBytes);
  if (!content) return fail(content.error());
  auto key = read_public_key(*content);
  if (!key) return fail(ErrorCode::kInvalidInput, file.string() + ": " + key.error().message);
  if (key->algorithm() != SignatureAlgorithm::kEs256) {
    return fail(ErrorCode::kInvalidInput, file.string() + ": an enrolment authority's key must be EC on P-256");
  }
  enrolment_authorities_.emplace(key->key_id(), std::move(*key));
  return {};
}

Status TrustStore::add_folder(const fs::path& folder, Status (TrustStore::*add)(const fs::path&)) {
  const auto files = key_files(folder);
  if (!files) return fail(files.error());
  for (const fs::path& file : *files) {
    if (Status added = (this->*add)(file); !added) return added;
    std::error_code error;
    const WallTime written = written_at(file, error);
    if (!error) newest_file_ = std::max(newest_file_.value_or(written), written);
  }
  return {};
}

Result<std::shared_ptr<const TrustStore>> TrustStore::open(const fs::path& directory) {
  std::error_code error;
  if (!fs::is_directory(directory, error)) {
    return fail(ErrorCode::kNotFound, directory.string() + ": no such trust directory");
  }
  std::shared_ptr<TrustStore> store(new TrustStore);
  const Status added = store->add_folder(directory / "eu-dcc", &TrustStore::add_eu_dcc).and_then([&] {
    return store->add_folder(directory / "enrolment-authorities", &TrustStore::add_enrolment_authority);
  });
  if (!added) return fail(added.error());
  store->vds_nc_ = VdsNcAuthorities::read(directory / "vds-nc", store->lists_);
  store->nzcp_ = NzcpIssuers::read(directory / "nzcp", store->lists_);
  return store;
}

std::vector<SignerCertificate> TrustStore::eu_dcc_signers(ByteView key_id) const { return candidates(eu_dcc_, key_id); }

std::vector<PublicKey> TrustStore::enrolment_authorities(ByteView key_id) const {
  return candidates(enrolment_authorities_, key_id);
}

}  // namespace gate
