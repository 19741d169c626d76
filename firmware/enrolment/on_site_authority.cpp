#include "enrolment/on_site_authority.h"

#include <algorithm>

#include "passes/pass_codec.h"
#include "passes/qr_pass_codec.h"

namespace gate {

Result<OnSiteAuthority> OnSiteAuthority::open(const std::filesystem::path& key_file, Code code) {
  auto key = PrivateKey::load_or_create_pem(key_file);
  if (!key) return fail(key.error());
  return OnSiteAuthority(*std::move(key), code);
}

std::optional<EnrolmentRefusal> OnSiteAuthority::refusal(const TrustStore& trust, const PassStore& store,
                                                         WallTime now) const {
  const auto delegation = trust.enrolment_delegation(id_, now);
  if (!delegation) return EnrolmentRefusal::kNotDelegated;
  const auto issued = store.enrolled(id_);
  if (!issued) return EnrolmentRefusal::kFailed;
  if (*issued >= delegation->most_passes) return EnrolmentRefusal::kDelegationUsedUp;
  return std::nullopt;
}

Result<IssuedPass> OnSiteAuthority::issue(Pass pass, const PassVerifier& verifier, PassStore& store,
                                          WallTime now) const {
  const auto delegation = verifier.trust_store()->enrolment_delegation(id_, now);
  if (!delegation) return fail(ErrorCode::kUntrusted, "no enrolment authority delegates to this terminal's key now");
  pass.issued_at = std::chrono::floor<std::chrono::seconds>(now);  // not when the certificate was shown
  pass.expires_at = std::min<WallTime>(pass.expires_at, pass.issued_at + delegation->longest_pass);
  const auto signed_pass = issue_pass(pass, key_);
  if (!signed_pass) return fail(signed_pass.error());
  const auto checked = verifier.verify(*signed_pass, now);
  if (!checked.verified) return fail(ErrorCode::kUntrusted, "the pass just signed does not verify: " + checked.detail);
  auto code = issue_qr_pass(pass, key_);
  if (!code && code_ == Code::kNeeded) return fail(code.error());
  if (Status kept = store.enrol(*checked.verified, id_, delegation->most_passes); !kept) return fail(kept.error());
  IssuedPass issued{pass.id, nullptr};
  if (code) issued.code = std::make_shared<const std::string>(*std::move(code));
  return issued;
}

}  // namespace gate
