#pragma once

#include <optional>
#include <string>

#include "access/identification.h"
#include "certificates/certificate_verifier.h"
#include "common/clock.h"
#include "passes/wiped.h"

namespace gate {

/// The code a visitor holds up to the camera, for as long as it counts: people show it first and look up then. In
/// memory only, wiped when it is over; nothing of it is ever stored. Owner: the recogniser; thread-bound.
class PresentedCode {
 public:
  /// Since it was last read. Long enough to put a phone away and look up, short enough that it seldom meets the next
  /// visitor (who would be refused, not admitted).
  static constexpr std::chrono::seconds kHeldFor{8};

  /// Takes what was read and wipes `text`. True when it is another code than the one held. While a pass is held, a code
  /// that is none (a poster behind the visitor) does not replace it.
  bool present(std::string text, MonotonicTime now);
  /// Forgets a code that was last read kHeldFor ago.
  void expire(MonotonicTime now);
  void forget();

  /// What it is; a certificate counts only when it verifies. kNone when there is none. At most the time one
  /// verification takes.
  ShownCode kind(const CertificateVerifier& certificates, WallTime now) const;
  /// The text; empty when there is none.
  ByteView bytes() const { return text_; }

 private:
  std::string_view text() const { return {reinterpret_cast<const char*>(text_.data()), text_.size()}; }

  WipedBytes text_;
  MonotonicTime read_at_;
};

}  // namespace gate
