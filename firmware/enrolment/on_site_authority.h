#pragma once

#include <filesystem>

#include "access/enrolment_state.h"
#include "certificates/trust_store.h"
#include "enrolment/issued_pass.h"
#include "passes/pass_store.h"
#include "passes/pass_verifier.h"
#include "signatures/private_key.h"

namespace gate {

/// The terminal's own key, with which it signs passes as far as a venue's enrolment authority has delegated that to it
/// (certificates/trust/enrolment_delegation.h): until when, how many, for how long each. Immutable, thread-safe.
class OnSiteAuthority {
 public:
  /// Whether a pass without its code is of use: not where the gate asks for it (Identification::kCodeAndFace).
  enum class Code { kWelcome, kNeeded };

  /// Reads the key, or makes one at the first start (mode 0600): its public half goes to the organiser, whose
  /// delegation comes back as a file of the trust store. Errors as PrivateKey's.
  static Result<OnSiteAuthority> open(const std::filesystem::path& key_file, Code code = Code::kWelcome);

  /// Why no pass can be issued now; nothing: one can. Blocks up to 5 s while others use the store.
  std::optional<EnrolmentRefusal> refusal(const TrustStore& trust, const PassStore& store, WallTime now) const;

  /// Signs the pass, no longer valid than the delegation allows, verifies it as any terminal would, and puts it into
  /// the store. Errors: kUntrusted when there is no delegation, it is used up, or what was signed does not verify;
  /// those of the store, and of issue_qr_pass() where the code is needed. Blocks for milliseconds; up to 5 s while
  /// others use the store.
  Result<IssuedPass> issue(Pass pass, const PassVerifier& verifier, PassStore& store, WallTime now) const;

 private:
  OnSiteAuthority(PrivateKey key, Code code) : key_(std::move(key)), id_(key_.public_key().key_id()), code_(code) {}

  PrivateKey key_;
  KeyId id_;
  Code code_;
};

}  // namespace gate
