#include "unit/certificates/test_seal.h"

#include <filesystem>
#include <fstream>

#include "encoding/base64.h"
#include "encoding/canonical_json.h"
#include "fakes/temporary_folder.h"

namespace gate {

using nlohmann::json;

TestSignerOptions authority_options() {
  return {.country = "JP",
          .name = "Authority",
          .extensions = {{"basicConstraints", "critical,CA:TRUE,pathlen:0"},
                         {"keyUsage", "critical,keyCertSign,cRLSign"},
                         {"subjectKeyIdentifier", "hash"}}};
}

TestSignerOptions seal_signer_options(const TestSigner& authority) {
  // DocumentTypeList: version 0, { "NT", "NV" }.
  return {.usages = "2.23.136.1.1.14.2",
          .not_after = "20300101000000Z",
          .country = "JP",
          .name = "Signer",
          .serial = 77,
          .issued_by = &authority,
          .extensions = {{"keyUsage", "critical,digitalSignature"},
                         {"authorityKeyIdentifier", "keyid"},
                         {"2.23.136.1.1.6.2", "DER:30:0d:02:01:00:31:08:13:02:4e:54:13:02:4e:56"}}};
}

json test_vaccination_seal_data() {
  const auto dose = [](const char* date, const json& number) {
    return json{{"dvc", date}, {"seq", number}, {"ctr", "JPN"}, {"adm", "Test Clinic"}, {"lot", "L1"}};
  };
  return {{"hdr", {{"t", "icao.vacc"}, {"v", 1}, {"is", "JPN"}}},
          {"msg",
           {{"uvci", "U32870"},
            {"pid", {{"n", "MÜLLER  ÄNNE"}, {"dob", "1990-02-03"}, {"sex", "F"}}},
            {"ve",
             {{{"des", "XM8NQ0"},
               {"nam", "Comirnaty"},
               {"dis", "RA01.0"},
               {"vd", {dose("2021-06-01", 1), dose("2021-07-01", "2")}}}}}}}};
}

json test_test_seal_data() {
  return {{"hdr", {{"t", "icao.test"}, {"v", 1}, {"is", "JPN"}}},
          {"msg",
           {{"utci", "U01932"},
            {"pid", {{"n", "Cook Gerald"}, {"dob", "1990-01-29"}, {"dt", "P"}, {"dn", "E1234567P"}}},
            {"sp", {{"spn", "General Hospital"}, {"ctr", "AUS"}}},
            {"dat", {{"sc", "2021-11-30T12:00:00+09:00"}, {"ri", "2021-12-01T09:00:00+09:00"}}},
            {"tr", {{"tc", "molecular(PCR)"}, {"r", "negative"}, {"m", "nasopharyngeal"}}}}}};
}

json seal(const json& data, const TestSigner& signer, const std::string& algorithm) {
  const std::string text = canonical_json(data).value();
  const Bytes signature = signer.sign(bytes_of(text), "SHA" + algorithm.substr(2));
  return {{"data", data},
          {"sig",
           {{"alg", algorithm},
            {"cer", encode_base64url(signer.certificate_der())},
            {"sigvl", encode_base64url(signature)}}}};
}

void write_trust_file(const std::filesystem::path& file, const Bytes& content) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream stream(file, std::ios::binary);
  stream.write(reinterpret_cast<const char*>(content.data()), static_cast<std::streamsize>(content.size()));
}

std::shared_ptr<const TrustStore> trust_authority(const TestSigner& authority) {
  const TemporaryFolder folder;
  write_trust_file(folder.path() / "vds-nc/csca/authority.der", authority.certificate_der());
  return TrustStore::open(folder.path()).value();
}

}  // namespace gate
