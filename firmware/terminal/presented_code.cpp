#include "terminal/presented_code.h"

#include <algorithm>

#include "passes/qr_pass_codec.h"

namespace gate {

bool PresentedCode::present(std::string text, MonotonicTime now) {
  const bool same = std::ranges::equal(text_, bytes_of(text));
  const bool behind_a_pass = looks_like_qr_pass(this->text()) && !looks_like_qr_pass(text);
  const bool another = !same && !behind_a_pass;
  if (another) text_.assign(bytes_of(text).begin(), bytes_of(text).end());
  explicit_bzero(text.data(), text.size());
  if (same || another) read_at_ = now;
  return another;
}

void PresentedCode::expire(MonotonicTime now) {
  if (now - read_at_ >= kHeldFor) forget();
}

void PresentedCode::forget() { WipedBytes().swap(text_); }  // clear() would keep the bytes; the swapped-out end wipes

ShownCode PresentedCode::kind(const CertificateVerifier& certificates, WallTime now) const {
  if (text_.empty()) return ShownCode::kNone;
  if (looks_like_qr_pass(text())) return ShownCode::kPass;
  return certificates.verify(text(), now).verified ? ShownCode::kCertificate : ShownCode::kUnknown;
}

}  // namespace gate
