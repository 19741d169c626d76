#include "certificates/country_codes.h"

#include <map>
#include <nlohmann/json.hpp>
#include <string>

namespace gate {

extern const std::string_view kCountryCodes;  // country-codes.json

namespace {

using Codes = std::map<std::string, std::string, std::less<>>;

const Codes& codes() {
  static const Codes kTable = nlohmann::json::parse(kCountryCodes).at("codes").get<Codes>();
  return kTable;
}

}  // namespace

std::string_view two_letter_country(std::string_view code) {
  const auto found = codes().find(code);
  return found == codes().end() ? std::string_view() : std::string_view(found->second);
}

}  // namespace gate
