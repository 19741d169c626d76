#include "unit/certificates/test_dcc.h"

#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <fstream>

#include "encoding/base45.h"
#include "encoding/cbor_writer.h"

namespace gate {

namespace {

CborMap with_identity(CborMap entry) {
  set(entry, "tg", "840539006");
  set(entry, "co", "JP");
  set(entry, "is", "Test authority");
  set(entry, "ci", "URN:UVCI:01:JP:TEST#1");
  return entry;
}

}  // namespace

void set(CborMap& map, const CborValue& key, std::optional<CborValue> value) {
  const Bytes encoded = write_cbor(key);
  std::erase_if(map, [&](const CborEntry& entry) { return write_cbor(entry.key) == encoded; });
  if (value) map.push_back({key, std::move(*value)});
}

CborMap test_vaccination() {
  return with_identity({{"vp", "1119349007"},
                        {"mp", "EU/1/20/1528"},
                        {"ma", "ORG-100030215"},
                        {"dn", 2},
                        {"sd", 2},
                        {"dt", "2021-09-01"}});
}

CborMap test_test() {
  return with_identity({{"tt", "LP6464-4"}, {"sc", "2021-11-01T09:30:00+09:00"}, {"tr", "260415000"}});
}

CborMap test_recovery() { return with_identity({{"fr", "2021-08-01"}, {"df", "2021-08-12"}, {"du", "2022-01-28"}}); }

CborMap test_content(const std::string& group, CborValue entries) {
  const CborMap name{{"fn", "Müller"}, {"fnt", "MUELLER"}, {"gn", "Änne"}, {"gnt", "AENNE"}};
  return {{"ver", "1.3.0"}, {"nam", name}, {"dob", "1990-02-03"}, {group, std::move(entries)}};
}

TestDcc make_test_dcc(const TestSigner& signer) {
  const CborMap content = test_content("v", CborArray{test_vaccination()});
  return {{{1, -7}, {4, signer.key_id()}},
          {},
          {{1, "JP"}, {4, 1667260800}, {6, 1635724800}, {-260, CborMap{{1, content}}}}};
}

Bytes sign_dcc(const TestDcc& dcc, const TestSigner& signer) {
  const Bytes header = write_cbor(dcc.protected_header);
  const Bytes payload = write_cbor(dcc.claims);
  const Bytes signature = signer.sign(write_cbor(CborArray{"Signature1", header, Bytes{}, payload}));
  return write_cbor(CborValue::tagged(18, CborArray{header, dcc.unprotected_header, payload, signature}));
}

Bytes deflate(ByteView bytes) {
  uLongf size = compressBound(bytes.size());
  Bytes packed(size);
  compress2(packed.data(), &size, bytes.data(), bytes.size(), Z_BEST_SPEED);
  packed.resize(size);
  return packed;
}

std::string dcc_text(ByteView cose) { return "HC1:" + encode_base45(deflate(cose)); }

std::shared_ptr<const TrustStore> trust(const std::vector<const TestSigner*>& signers) {
  const auto folder = std::filesystem::temp_directory_path() / ("gate-trust-" + std::to_string(::getpid()));
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder / "eu-dcc");
  std::ofstream file(folder / "eu-dcc" / "signers.pem");
  for (const TestSigner* signer : signers) file << signer->certificate_pem();
  file.close();
  auto store = TrustStore::open(folder).value();
  std::filesystem::remove_all(folder);
  return store;
}

}  // namespace gate
