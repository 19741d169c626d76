#include <cstdlib>

#include "signatures/detached_signature.h"

namespace {

// Of a key that was thrown away: nothing here can be signed by it.
constexpr std::string_view kAuthority = R"(-----BEGIN CERTIFICATE-----
MIIBkTCCATegAwIBAgIUATi0xvPQSu1+EBa0uCpU/h9L5Q4wCgYIKoZIzj0EAwIw
FjEUMBIGA1UEAwwLdGhyb3duIGF3YXkwHhcNMjYxMTI1MDMwMDQ4WhcNNDYxMTIw
MDMwMDQ4WjAWMRQwEgYDVQQDDAt0aHJvd24gYXdheTBZMBMGByqGSM49AgEGCCqG
SM49AwEHA0IABHpydnFWX1MI26CP3+rmukCNJWPI5kFFEJK6LwHECawCfibPbnU7
8VuAZYrAx+vZWOrMlsHU3zUyTlB4dXP4EIOjYzBhMB0GA1UdDgQWBBTcX/nfg9L+
6Z0thUKx0v+i/fPalzAfBgNVHSMEGDAWgBTcX/nfg9L+6Z0thUKx0v+i/fPalzAP
BgNVHRMBAf8EBTADAQH/MA4GA1UdDwEB/wQEAwIChDAKBggqhkjOPQQDAgNIADBF
AiEAsKTmgcrUaN4fKR12L+cQiHMzJq2z4KqxiCdgx7/b6+cCIEodGTHV7HR0h1kG
qfOQXZt7yAx0tJTGxSiVa41VOeZI
-----END CERTIFICATE-----
)";

}  // namespace

/// No input is a signature of an authority whose key is gone.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const gate::WallTime now = std::chrono::sys_days{std::chrono::year{2026} / 11 / 25};
  if (gate::verify_detached_signature("another content", {data, size}, kAuthority, now)) std::abort();
  return 0;
}
