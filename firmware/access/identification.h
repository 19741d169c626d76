#pragma once

#include <string_view>

namespace gate {

/// What the venue asks visitors to show. With a code the face is compared with the one face on it (1:1): the error rate
/// of a single comparison however many passes there are, and nothing about the visitor is stored on the terminal.
enum class Identification {
  kFace,         ///< the face is searched among all cached passes (1:N); codes are not looked for
  kCodeAndFace,  ///< the face must be that of the pass shown as a QR code; the cache is not searched
  kEither,       ///< a pass shown as a QR code is compared 1:1; without one the cache is searched
};

/// What code the visitor shows to the camera.
enum class ShownCode {
  kNone,
  kPass,         ///< a QR pass; whether it holds is another question
  kCertificate,  ///< a genuine certificate that no pass binds to a face
  kUnknown,      ///< anything else, or a certificate that does not verify
};

/// Whom a face was compared with.
enum class Comparison {
  kOneToOne,   ///< "1:1": with the pass shown
  kOneToMany,  ///< "1:N": with all cached passes
};
std::string_view to_string(Comparison comparison);

}  // namespace gate
