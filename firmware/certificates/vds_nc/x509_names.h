#pragma once

#include <openssl/x509.h>

#include <string>

#include "encoding/bytes.h"

namespace gate {

/// The country of a name, in upper case (states write both); empty when not stated. Private to this folder, as OpenSSL.
std::string country_of(const X509_NAME* name);

/// A serial number's content.
Bytes serial_of(const ASN1_INTEGER* serial);

}  // namespace gate
