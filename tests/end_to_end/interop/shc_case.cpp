#include "end_to_end/interop/shc_case.h"

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

#include "certificates/smart_health_card/issuer_key.h"
#include "common/iso_time.h"
#include "encoding/inflate.h"
#include "signatures/jws.h"

namespace gate {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string content_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw std::runtime_error(file.string() + " cannot be read");
  return {std::istreambuf_iterator<char>(stream), {}};
}

// Seconds since 1970 with a remark behind, or ISO 8601.
WallTime clock_of(const std::string& text) {
  if (text.find('-') == 4) return parse_iso_time(text).value();
  return WallTime(std::chrono::seconds(std::stoll(text)));
}

// The specification's examples are published under its own host.
std::string published_issuer(const fs::path& key_set, const fs::path& suite) {
  const fs::path place = key_set.parent_path().parent_path().lexically_relative(suite / "health-cards");
  return "https://spec.smarthealth.cards/" + place.generic_string();
}

}  // namespace

ShcCase::ShcCase(const CsvRow& row, const fs::path& suite, const fs::path& folder)
    : row_(row), suite_(suite), folder_(folder) {
  fs::remove_all(folder_);
  fs::create_directories(folder_ / "smart-health-cards");
  trust(row.at("key_source"));
  trust_store_ = TrustStore::open(folder_).value();
}

std::string ShcCase::text() const {
  std::istringstream names(row_.at("file"));
  std::string all;
  for (std::string name; std::getline(names, name, ';');) {
    if (!all.empty()) all += '\n';
    all += content_of(suite_ / name);
  }
  return all;
}

// As written ("crl/*.json" stands for the key set beside that folder), else inside the folder of the row's file, else
// anywhere in its first folder.
fs::path ShcCase::find(std::string path) const {
  constexpr std::string_view kLists = "crl/*.json";
  if (path.ends_with(kLists)) path.replace(path.size() - kLists.size(), kLists.size(), "jwks.json");
  const fs::path own_folder = *fs::path(row_.at("file")).begin();
  for (const fs::path& place : {suite_ / path, suite_ / own_folder / path}) {
    if (fs::exists(place)) return place;
  }
  for (const auto& entry : fs::recursive_directory_iterator(suite_ / *fs::path(path).begin())) {
    if (entry.path().filename() == fs::path(path).filename()) return entry.path();
  }
  throw std::runtime_error(path + " is not in the suite");
}

// The iss of a card given as a bare JWS.
std::string ShcCase::issuer_of_card() const {
  std::string card = text();
  card.erase(card.find_last_not_of(" \r\n\t") + 1);
  const Bytes payload = inflate_raw(read_compact_jws(card).value().payload, 1 << 20).value();
  return json::parse(payload).at("iss").get<std::string>();
}

// "A": its issuer publishes A. "A -> B": B stands for the card's issuer. "… only": a snapshot of the VCI directory.
void ShcCase::trust(const std::string& source) {
  if (source == "-") return;
  const std::string first = source.substr(0, source.find(' '));
  const std::size_t arrow = source.find(" -> ");
  if (source.find(" only") != std::string::npos) {
    fs::copy_file(find(first), folder_ / "smart-health-cards/snapshot.json");
  } else if (arrow != std::string::npos) {
    trust_key_set(find(source.substr(arrow + 4)), issuer_of_card());
  } else {
    trust_key_set(find(first), published_issuer(find(first), suite_));
  }
}

void ShcCase::trust_key_set(const fs::path& key_set, const std::string& issuer) {
  const fs::path mirror = folder_ / "smart-health-cards" / issuer.substr(issuer.find("//") + 2) / ".well-known";
  fs::create_directories(mirror);
  fs::copy(key_set.parent_path(), mirror, fs::copy_options::recursive);
}

CertificateVerification ShcCase::verify() const {
  return CertificateVerifier(trust_store_).verify(text(), clock_of(row_.at("validation_clock")));
}

// A row about another issuer's URL does not say which: any other than the certificate's serves.
bool ShcCase::keys_hold() const {
  const bool other = row_.at("what").find("wrong SAN") != std::string::npos;
  const std::optional<std::string> issuer = other ? std::optional<std::string>("https://other.example") : std::nullopt;
  const json set = json::parse(text());
  for (const json& key : set.at("keys")) {
    if (!check_issuer_key(key, issuer)) return false;
  }
  return !set.at("keys").empty();
}

}  // namespace gate
