#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "certificates/certificate_verifier.h"

namespace gate {

/// Writes down the checks of one verification, in order. The first that fails is the refusal; what can still be checked
/// after it is noted as well, so that whoever looks into a refusal sees all that is wrong. Thread-bound.
class CheckList {
 public:
  explicit CheckList(CertificateVerification& verification) : verification_(verification) {}

  /// Notes one check; gives back whether it passed. `detail`: for a technician, no personal data.
  bool check(std::string_view name, bool passed, CertificateRefusal refusal, std::string_view detail) {
    verification_.checks.push_back({name, passed});
    if (passed || verification_.refusal) return passed;
    verification_.refusal = refusal;
    verification_.failed_check = name;
    verification_.detail = detail;
    return false;
  }

  /// Notes a step that gives a value or an Error, whose message becomes the detail.
  template <class T>
  bool check(std::string_view name, const Result<T>& result, CertificateRefusal refusal) {
    return check(name, result.has_value(), refusal,
                 result ? std::string_view() : std::string_view(result.error().message));
  }

 private:
  CertificateVerification& verification_;
};

}  // namespace gate
