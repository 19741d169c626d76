#include "passes/certificate_identity.h"

#include <openssl/evp.h>

#include <string>

namespace gate {
namespace {

/// Texts one after the other, each behind its length, so that no two lists of texts give the same bytes.
class Joined {
 public:
  void add(std::string_view part) {
    text_ += std::to_string(part.size());
    text_ += ':';
    text_ += part;
  }
  void add(std::chrono::year_month_day date) {
    add(std::to_string(std::chrono::sys_days{date}.time_since_epoch().count()));
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

void add_content(const Certificate& certificate, Joined& joined) {
  const Holder& holder = certificate.holder;
  for (const std::string* part : {&holder.family_name, &holder.given_name, &holder.birth_date}) joined.add(*part);
  for (const Immunisation& dose : certificate.immunisations) {
    joined.add(dose.product);
    joined.add(dose.date);
  }
  for (const TestResult& test : certificate.tests) {
    joined.add(test.kind);
    joined.add(std::to_string(test.sampled_at.time_since_epoch().count()));
  }
  for (const Recovery& recovery : certificate.recoveries) joined.add(recovery.first_positive);
}

}  // namespace

Result<CertificateIdentity> certificate_identity(const Certificate& certificate) {
  Joined joined;
  joined.add(to_string(certificate.format));
  joined.add(certificate.issuer);
  joined.add(certificate.identifier);
  if (certificate.identifier.empty()) add_content(certificate, joined);
  CertificateIdentity identity{};
  unsigned length = 0;
  if (EVP_Digest(joined.text().data(), joined.text().size(), identity.data(), &length, EVP_sha256(), nullptr) != 1)
    return fail(ErrorCode::kInternal, "SHA-256 cannot be computed");
  return identity;
}

}  // namespace gate
