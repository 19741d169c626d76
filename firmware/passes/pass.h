#pragma once

#include <string>
#include <vector>

#include "certificates/certificate_verifier.h"
#include "common/clock.h"
#include "encoding/bytes.h"
#include "passes/pass_id.h"
#include "templates/face_template.h"

namespace gate {

/// How a pass travels: as a file with every sample, or as a QR code with one, quantised (FORMAT.md, versions 1 and 2).
enum class PassForm { kFile, kQrCode };

/// What the enrolment authority signs: one certificate bound to one face. Plain data; trust is in VerifiedPass.
struct Pass {
  PassId id;
  WallTime issued_at;                 ///< whole seconds
  WallTime expires_at;                ///< whole seconds, after issued_at
  std::string certificate;            ///< the original certificate's text, byte for byte
  std::vector<FaceTemplate> samples;  ///< 1 to 8
  std::string initials;               ///< shown to staff; may be empty; at most 8 characters
  std::string authority_key_id;       ///< lower-case hex; which enrolment authority signed
  PassForm form = PassForm::kFile;    ///< as read; whoever issues chooses by the function that is called
};

/// A pass whose own signature and validity, and whose certificate's signature and validity, held. Only PassVerifier
/// makes one, and the gallery and the store take nothing else.
class VerifiedPass {
 public:
  const Pass& pass() const { return pass_; }
  const VerifiedCertificate& certificate() const { return certificate_; }
  /// The pass as it was signed, file or QR text: what the store keeps.
  ByteView encoded() const { return encoded_; }

 private:
  friend class PassVerifier;
  VerifiedPass(Pass pass, VerifiedCertificate certificate, Bytes encoded)
      : pass_(std::move(pass)), certificate_(std::move(certificate)), encoded_(std::move(encoded)) {}

  Pass pass_;
  VerifiedCertificate certificate_;
  Bytes encoded_;
};

}  // namespace gate
