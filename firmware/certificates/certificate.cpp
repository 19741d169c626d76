#include "certificates/certificate.h"

namespace gate {

std::string_view to_string(CertificateFormat format) {
  switch (format) {
    case CertificateFormat::kEuDcc: return "eu_dcc";
  }
  return "unknown";
}

}  // namespace gate
