#include "certificates/smart_health_card/laboratory_table.h"

#include <map>
#include <nlohmann/json.hpp>

namespace gate {

extern const std::string_view kLaboratoryTests;  // laboratory-tests.json

namespace {

using Names = std::map<std::string, std::string, std::less<>>;

Names read_names(const char* group) {
  Names names;
  const auto table = nlohmann::json::parse(kLaboratoryTests);
  for (const auto& [name, codes] : table.at(group).items()) {
    for (const auto& code : codes) names.emplace(code.get<std::string>(), name);
  }
  return names;
}

std::string find(const Names& names, std::string_view code) {
  const auto found = names.find(code);
  return found == names.end() ? std::string() : found->second;
}

}  // namespace

std::string test_kind_by_loinc(std::string_view code) {
  static const Names kKinds = read_names("kinds");
  return find(kKinds, code);
}

std::string test_result_by_snomed(std::string_view code) {
  static const Names kResults = read_names("results");
  return find(kResults, code);
}

}  // namespace gate
