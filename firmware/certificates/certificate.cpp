#include "certificates/certificate.h"

namespace gate {

std::string_view to_string(CertificateFormat format) {
  switch (format) {
    case CertificateFormat::kEuDcc: return "eu_dcc";
    case CertificateFormat::kSmartHealthCard: return "smart_health_card";
    case CertificateFormat::kVdsNc: return "vds_nc";
    case CertificateFormat::kNzcp: return "nzcp";
  }
  return "unknown";
}

}  // namespace gate
