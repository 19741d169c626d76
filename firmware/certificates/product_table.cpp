#include "certificates/product_table.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace gate {

extern const std::string_view kVaccineProducts;  // vaccine-products.json

namespace {

VaccineProduct read_product(const nlohmann::json& row) {
  return {row.at("product"),         row.at("name"), row.at("manufacturer"), row.at("prophylaxis"),
          row.at("doses_in_series"), row.at("cvx"),  row.at("icd11"),        row.at("names")};
}

const std::vector<VaccineProduct>& products() {
  static const std::vector<VaccineProduct> kProducts = [] {
    std::vector<VaccineProduct> read;
    const auto table = nlohmann::json::parse(kVaccineProducts);
    for (const auto& row : table.at("products")) read.push_back(read_product(row));
    return read;
  }();
  return kProducts;
}

template <class Matches>
const VaccineProduct* find_if(const Matches& matches) {
  const auto found = std::ranges::find_if(products(), matches);
  return found == products().end() ? nullptr : &*found;
}

bool holds(const std::vector<std::string>& codes, std::string_view code) {
  return std::ranges::find(codes, code) != codes.end();
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool has_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_letter(text[at - 1])) && (end == text.size() || !is_letter(text[end]))) return true;
  }
  return false;
}

}  // namespace

const VaccineProduct* find_product(std::string_view product) {
  return find_if([&](const VaccineProduct& row) { return row.product == product; });
}

const VaccineProduct* find_product_by_cvx(std::string_view code) {
  return find_if([&](const VaccineProduct& row) { return holds(row.cvx, code); });
}

const VaccineProduct* find_product_by_icd11(std::string_view code) {
  return find_if([&](const VaccineProduct& row) { return holds(row.icd11, code); });
}

const VaccineProduct* find_product_by_name(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return find_if([&](const VaccineProduct& row) {
    return std::ranges::any_of(row.names, [&](const std::string& name) { return has_word(lower, name); });
  });
}

}  // namespace gate
