#include "signatures/cose_sign1.h"

#include <algorithm>
#include <array>

#include "encoding/cbor_writer.h"

namespace gate {

namespace {

// RFC 9052, 2 and 3.1; RFC 8392, 6.
constexpr std::uint64_t kSign1Tag = 18;
constexpr std::uint64_t kCwtTag = 61;
constexpr std::int64_t kAlgorithm = 1;
constexpr std::int64_t kCritical = 2;
constexpr std::int64_t kKeyId = 4;

tl::unexpected<Error> not_sign1(std::string_view why) {
  return fail(ErrorCode::kInvalidInput, "not a COSE_Sign1: " + std::string(why));
}

// The content of `value` under `tag`, or `value` itself.
const CborValue& untag(const CborValue& value, std::uint64_t tag) {
  const CborTag* tagged = value.tag();
  return tagged != nullptr && tagged->number == tag ? tagged->content[0] : value;
}

// An empty protected header may be sent as an empty string (RFC 9052, 3).
Result<CborValue> read_protected(const Bytes& bytes, const CborLimits& limits) {
  if (bytes.empty()) return CborValue(CborMap{});
  auto header = read_cbor(bytes, limits);
  if (header && header->map() == nullptr) return not_sign1("protected header is not a map");
  return header;
}

bool understands(const CborValue& label) { return label.integer() == kAlgorithm || label.integer() == kKeyId; }

// Labels listed under "crit" must be understood, or the message refused (RFC 9052, 3.1).
bool critical_understood(const CborValue& header) {
  const CborValue* critical = header.find(kCritical);
  if (critical == nullptr) return true;
  const CborArray* labels = critical->array();
  return labels != nullptr && std::ranges::all_of(*labels, understands);
}

const CborValue* find_header(const CborValue& protected_header, const CborValue& unprotected, std::int64_t label) {
  const CborValue* value = protected_header.find(label);
  return value != nullptr ? value : unprotected.find(label);
}

Result<Bytes> read_key_id(const CborValue& value, KeyIdForm form) {
  if (value.bytes() != nullptr) return *value.bytes();
  if (value.text() == nullptr || form == KeyIdForm::kBytes) return not_sign1("kid is not a byte string");
  return Bytes(value.text()->begin(), value.text()->end());
}

// Sig_structure (RFC 9052, 4.4).
Bytes signed_bytes(const Bytes& protected_header, ByteView external_aad, ByteView payload) {
  return write_cbor(CborArray{"Signature1", protected_header, Bytes(external_aad.begin(), external_aad.end()),
                              Bytes(payload.begin(), payload.end())});
}

Bytes write_message(const Bytes& protected_header, Bytes payload, Bytes signature) {
  return write_cbor(
      CborValue::tagged(kSign1Tag, CborArray{protected_header, CborMap{}, std::move(payload), std::move(signature)}));
}

}  // namespace

Result<CoseSign1> read_cose_sign1(ByteView input, const CborLimits& limits) {
  const auto root = read_cbor(input, limits);
  if (!root) return fail(root.error());
  return read_cose_sign1_item(*root, limits);
}

Result<CoseSign1> read_cose_sign1_item(const CborValue& root, const CborLimits& limits, KeyIdForm form) {
  const CborValue& inner = untag(root, kCwtTag);
  if (&inner != &root && inner.tag() == nullptr) return not_sign1("tag 61 without tag 18");
  const CborArray* parts = untag(inner, kSign1Tag).array();
  if (parts == nullptr || parts->size() != 4) return not_sign1("not an array of four");
  const CborValue& unprotected = (*parts)[1];
  const std::array<const Bytes*, 3> strings{(*parts)[0].bytes(), (*parts)[2].bytes(), (*parts)[3].bytes()};
  if (std::ranges::count(strings, nullptr) != 0 || unprotected.map() == nullptr) {
    return not_sign1("its four parts must be bytes, map, bytes, bytes");
  }
  const auto header = read_protected(*strings[0], limits);
  if (!header) return fail(header.error());
  if (!critical_understood(*header)) return not_sign1("a critical header is not understood");

  CoseSign1 message{*strings[0], std::nullopt, {}, *strings[1], *strings[2]};
  const CborValue* algorithm = find_header(*header, unprotected, kAlgorithm);
  if (algorithm != nullptr) message.algorithm = algorithm->integer();
  const CborValue* key_id = find_header(*header, unprotected, kKeyId);
  if (key_id != nullptr) {
    auto bytes = read_key_id(*key_id, form);
    if (!bytes) return fail(bytes.error());
    message.key_id = std::move(*bytes);
  }
  return message;
}

bool is_only_form(const CoseSign1& message, ByteView bytes) {
  return std::ranges::equal(write_message(message.protected_header, message.payload, message.signature), bytes);
}

bool verify_cose_sign1(const CoseSign1& message, const PublicKey& key, ByteView external_aad) {
  if (message.algorithm != static_cast<std::int64_t>(key.algorithm())) return false;
  return key.verify(signed_bytes(message.protected_header, external_aad, message.payload), message.signature);
}

Result<Bytes> sign_cose_sign1(ByteView payload, const PrivateKey& key, ByteView external_aad) {
  const KeyId& id = key.public_key().key_id();
  const Bytes header = write_cbor(CborMap{{kAlgorithm, static_cast<std::int64_t>(SignatureAlgorithm::kEs256)},
                                          {kKeyId, Bytes(id.begin(), id.end())}});
  auto signature = key.sign(signed_bytes(header, external_aad, payload));
  if (!signature) return signature;
  return write_message(header, Bytes(payload.begin(), payload.end()), *std::move(signature));
}

}  // namespace gate
