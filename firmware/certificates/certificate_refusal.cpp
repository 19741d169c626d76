#include "certificates/certificate_refusal.h"

namespace gate {

std::string_view to_string(CertificateRefusal refusal) {
  switch (refusal) {
    case CertificateRefusal::kFormatUnknown: return "format_unknown";
    case CertificateRefusal::kTooLarge: return "too_large";
    case CertificateRefusal::kEncodingInvalid: return "encoding_invalid";
    case CertificateRefusal::kChunksIncomplete: return "chunks_incomplete";
    case CertificateRefusal::kCompressionInvalid: return "compression_invalid";
    case CertificateRefusal::kCborInvalid: return "cbor_invalid";
    case CertificateRefusal::kJsonInvalid: return "json_invalid";
    case CertificateRefusal::kCoseInvalid: return "cose_invalid";
    case CertificateRefusal::kJwsInvalid: return "jws_invalid";
    case CertificateRefusal::kContentUnsupported: return "content_unsupported";
    case CertificateRefusal::kAlgorithmUnsupported: return "algorithm_unsupported";
    case CertificateRefusal::kIssuerInvalid: return "issuer_invalid";
    case CertificateRefusal::kSignerUnknown: return "signer_unknown";
    case CertificateRefusal::kChainInvalid: return "chain_invalid";
    case CertificateRefusal::kSignatureInvalid: return "signature_invalid";
    case CertificateRefusal::kSignerExpired: return "signer_expired";
    case CertificateRefusal::kSignerRevoked: return "signer_revoked";
    case CertificateRefusal::kKeyUsageNotAllowed: return "key_usage_not_allowed";
    case CertificateRefusal::kNotYetValid: return "not_yet_valid";
    case CertificateRefusal::kExpired: return "expired";
    case CertificateRefusal::kSchemaInvalid: return "schema_invalid";
    case CertificateRefusal::kSeveralEntries: return "several_entries";
    case CertificateRefusal::kRevocationListInvalid: return "revocation_list_invalid";
    case CertificateRefusal::kRevoked: return "revoked";
  }
  return "unknown";
}

}  // namespace gate
