#include "passes/bundle_refusal.h"

namespace gate {

std::string_view to_string(BundleRefusal refusal) {
  switch (refusal) {
    case BundleRefusal::kFileUnreadable: return "file_unreadable";
    case BundleRefusal::kNotABundle: return "not_a_bundle";
    case BundleRefusal::kAuthorityUnknown: return "authority_unknown";
    case BundleRefusal::kSignatureInvalid: return "signature_invalid";
    case BundleRefusal::kVersionUnsupported: return "version_unsupported";
    case BundleRefusal::kManifestInvalid: return "manifest_invalid";
    case BundleRefusal::kAuthorityRevoked: return "authority_revoked";
    case BundleRefusal::kNotYetValid: return "not_yet_valid";
    case BundleRefusal::kOlder: return "older";
    case BundleRefusal::kSequenceReused: return "sequence_reused";
    case BundleRefusal::kContentDiffers: return "content_differs";
    case BundleRefusal::kPassInvalid: return "pass_invalid";
    case BundleRefusal::kStoreFailed: return "store_failed";
  }
  return "manifest_invalid";
}

}  // namespace gate
