#pragma once

#include <filesystem>
#include <string>

#include "common/clock.h"
#include "common/result.h"

namespace gate {

/// The console's own TLS key (P-256) and self-signed certificate, in two files of one folder (mode 0600), made when
/// they are missing. Browsers ask once whether to believe it: compare the fingerprint.
struct ConsoleCertificate {
  std::filesystem::path key_file, certificate_file;
  std::string fingerprint;  ///< SHA-256 of the certificate as browsers show it, "AB:CD:…"

  /// Makes what is missing, and the certificate anew (with the same key) when it ends within kRenewBefore, is not valid
  /// yet or names another address than `listen`. kIo, kInvalidInput, kUnsupported, kInternal; each names the file.
  static Result<ConsoleCertificate> open(const std::filesystem::path& folder, const std::string& listen, WallTime now);
  /// What is there, nothing made. kNotFound, kInvalidInput.
  static Result<ConsoleCertificate> look(const std::filesystem::path& folder);

  static constexpr std::chrono::days kValid{820};  // Safari takes no more than 825
  static constexpr std::chrono::days kRenewBefore{60};
};

}  // namespace gate
