#include "certificates/vds_nc/x509_names.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace gate {

std::string country_of(const X509_NAME* name) {
  std::array<char, 8> buffer{};
  if (X509_NAME_get_text_by_NID(name, NID_countryName, buffer.data(), buffer.size()) < 0) return {};
  std::string country = buffer.data();
  std::ranges::transform(country, country.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return country;
}

// With its sign, which OpenSSL keeps in the type.
Bytes serial_of(const ASN1_INTEGER* serial) {
  const unsigned char* data = ASN1_STRING_get0_data(serial);
  Bytes bytes(data, data + ASN1_STRING_length(serial));
  bytes.insert(bytes.begin(), ASN1_STRING_type(serial) == V_ASN1_NEG_INTEGER ? 1 : 0);
  return bytes;
}

}  // namespace gate
