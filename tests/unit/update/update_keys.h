#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <string>

#include "unit/signatures/test_signer.h"

namespace gate {

/// A venue's update authority and the key it certified for signing updates and settings, as firmware/image/create-keys
/// makes them.
struct UpdateKeys {
  TestSigner authority{{.not_after = "20390101000000Z",
                        .country = "XX",
                        .name = "update CA",
                        .extensions = {{"basicConstraints", "critical,CA:TRUE,pathlen:0"},
                                       {"keyUsage", "critical,keyCertSign,cRLSign"}}}};
  TestSigner signer{{.not_after = "20390101000000Z",
                     .country = "XX",
                     .name = "update signer",
                     .serial = 2,
                     .issued_by = &authority,
                     .extensions = {{"basicConstraints", "CA:FALSE"}, {"keyUsage", "digitalSignature"}}}};
};

inline std::string private_key_pem(const TestSigner& signer) {
  BIO* memory = BIO_new(BIO_s_mem());
  PEM_write_bio_PrivateKey(memory, signer.key().get(), nullptr, nullptr, 0, nullptr, nullptr);
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory, &text);
  std::string pem(text, static_cast<std::size_t>(size));
  BIO_free(memory);
  return pem;
}

}  // namespace gate
