#include "certificates/trust_store.h"

#include <algorithm>

namespace gate {

namespace fs = std::filesystem;

Result<std::shared_ptr<const TrustStore>> TrustStore::open(const fs::path& path) {
  std::error_code error;
  if (fs::is_regular_file(path, error)) return open_file(path);
  if (!fs::is_directory(path, error)) return fail(ErrorCode::kNotFound, path.string() + ": no such trust directory");
  std::shared_ptr<TrustStore> store(new TrustStore);
  std::vector<TrustList>& lists = store->lists_;
  store->eu_dcc_ = EuDccSigners::read(path / "eu-dcc", lists);
  store->eu_dcc_revocations_ = DccRevocations::read(path / "revocation" / "eu-dcc", lists);
  store->smart_health_cards_ = SmartHealthCardIssuers::read(path / "smart-health-cards", lists);
  store->vds_nc_ = VdsNcAuthorities::read(path / "vds-nc", lists);
  store->nzcp_ = NzcpIssuers::read(path / "nzcp", lists);
  store->authorities_ = EnrolmentAuthorities::read(path / "enrolment-authorities",
                                                   path / "revocation" / "enrolment-authorities.txt", lists);
  return store;
}

Result<std::shared_ptr<const TrustStore>> TrustStore::open_file(const fs::path& file) {
  std::shared_ptr<TrustStore> store(new TrustStore);
  store->eu_dcc_ = EuDccSigners::read_file(file, store->lists_);
  if (store->eu_dcc_.size() == 0)
    return fail(ErrorCode::kInvalidInput, file.string() + ": " + store->lists_.front().problem);
  return store;
}

}  // namespace gate
