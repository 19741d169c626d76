#include "passes/pass_bundle.h"

#include <algorithm>

#include "common/iso_time.h"
#include "encoding/cbor_reader.h"
#include "encoding/cbor_writer.h"
#include "passes/pass_claims.h"
#include "passes/pass_codec.h"

namespace gate {
namespace {

constexpr std::int64_t kThisVersion = 1;

namespace field {
constexpr std::int64_t kSequence = -65541;
constexpr std::int64_t kPasses = -65542;
constexpr std::int64_t kWithdrawn = -65543;
}  // namespace field

constexpr CborLimits kLimits{
    .bytes = kMaxBundleManifestBytes, .items = 3 * kMaxBundlePasses + kMaxWithdrawnPasses + 32, .depth = 4};
constexpr std::size_t kSignatureBytes = 2 + 64;  // behind the payload: 58 40 and r, s

tl::unexpected<Error> bad(std::string_view what) {
  return fail(ErrorCode::kInvalidInput, "bundle: " + std::string(what));
}

CborValue fields_of(const BundleManifest& manifest) {
  CborArray passes;
  for (const BundledPass& pass : manifest.passes)
    passes.emplace_back(CborArray{Bytes(pass.sha256.begin(), pass.sha256.end()), pass.bytes});
  CborArray withdrawn;
  for (const PassId& id : manifest.withdrawn) withdrawn.emplace_back(Bytes(id.bytes.begin(), id.bytes.end()));
  const auto issued = std::chrono::floor<std::chrono::seconds>(manifest.issued_at).time_since_epoch().count();
  return CborMap{{claim::kIssuedAt, issued},
                 {claim::kVersion, kThisVersion},
                 {field::kSequence, manifest.sequence},
                 {field::kPasses, std::move(passes)},
                 {field::kWithdrawn, std::move(withdrawn)}};
}

template <class Array>
bool copy_exactly(const CborValue& value, Array& out) {
  const Bytes* bytes = value.bytes();
  if (bytes == nullptr || bytes->size() != out.size()) return false;
  std::ranges::copy(*bytes, out.begin());
  return true;
}

Result<BundledPass> read_entry(const CborValue& entry) {
  BundledPass pass;
  const CborArray* pair = entry.array();
  if (pair == nullptr || pair->size() != 2 || !copy_exactly((*pair)[0], pass.sha256))
    return bad("a pass is its SHA-256 and its size");
  const auto bytes = (*pair)[1].integer();
  if (!bytes || *bytes < 1 || *bytes > static_cast<std::int64_t>(kMaxPassBytes))
    return bad("a pass has 1 to 196608 bytes");
  pass.bytes = static_cast<std::size_t>(*bytes);
  return pass;
}

Status read_passes(const CborValue* listed, BundleManifest& manifest) {
  const CborArray* entries = listed != nullptr ? listed->array() : nullptr;
  if (entries == nullptr || entries->size() > kMaxBundlePasses) return bad("passes: at most 20000 are allowed");
  std::uint64_t total = 0;
  for (const CborValue& entry : *entries) {
    const auto pass = read_entry(entry);
    if (!pass) return fail(pass.error());
    total += pass->bytes;
    manifest.passes.push_back(*pass);
  }
  if (total > kMaxBundleBytes) return bad("passes: more than 2 GiB together");
  std::vector<Sha256> digests;
  digests.reserve(manifest.passes.size());
  for (const BundledPass& pass : manifest.passes) digests.push_back(pass.sha256);
  std::ranges::sort(digests);
  if (std::ranges::adjacent_find(digests) != digests.end()) return bad("passes: one of them twice");
  return {};
}

Status read_withdrawn(const CborValue* listed, BundleManifest& manifest) {
  const CborArray* entries = listed != nullptr ? listed->array() : nullptr;
  if (entries == nullptr || entries->size() > kMaxWithdrawnPasses) return bad("withdrawn: at most 100000 are allowed");
  for (const CborValue& entry : *entries) {
    PassId id;
    if (!copy_exactly(entry, id.bytes)) return bad("withdrawn: a pass id has 16 bytes");
    if (!manifest.withdrawn.empty() && id <= manifest.withdrawn.back()) return bad("withdrawn: the ids do not rise");
    manifest.withdrawn.push_back(id);
  }
  return {};
}

Status read_numbers(const CborValue& fields, BundleManifest& manifest) {
  const auto number = [&](std::int64_t key) {
    const CborValue* value = fields.find(key);
    return value != nullptr ? value->integer() : std::nullopt;
  };
  const auto version = number(claim::kVersion);
  if (version && *version != kThisVersion)
    return fail(ErrorCode::kUnsupported, "bundle: version " + std::to_string(*version) +
                                             " of the format; this program reads 1: update it first");
  const auto issued = number(claim::kIssuedAt);
  const auto sequence = number(field::kSequence);
  if (!version || !issued || *issued < 0 || *issued > kLatestSecond) return bad("version and iat are needed");
  if (!sequence || *sequence < 1 || *sequence > kHighestSequence) return bad("sequence: 1 to 1000000000");
  manifest.issued_at = WallTime{std::chrono::seconds{*issued}};
  manifest.sequence = *sequence;
  return {};
}

}  // namespace

Result<Bytes> write_bundle_manifest(const BundleManifest& manifest) {
  Bytes payload = write_cbor(fields_of(manifest));
  // The reader is the judge of what may be written, so that the two cannot disagree.
  if (const auto readable = read_bundle_manifest(payload); !readable) return fail(readable.error());
  return payload;
}

Result<BundleManifest> read_bundle_manifest(ByteView payload) {
  const auto fields = read_cbor(payload, kLimits);
  if (!fields) return fail(fields.error(), "bundle");
  if (fields->map() == nullptr) return bad("the manifest is not a map");
  BundleManifest manifest;
  if (auto read = read_numbers(*fields, manifest); !read) return fail(read.error());
  if (auto read = read_passes(fields->find(field::kPasses), manifest); !read) return fail(read.error());
  if (auto read = read_withdrawn(fields->find(field::kWithdrawn), manifest); !read) return fail(read.error());
  // Unknown fields, longer forms and another order show here.
  if (!std::ranges::equal(write_cbor(fields_of(manifest)), payload))
    return bad("fields are unknown or not in deterministic form");
  return manifest;
}

Result<Bytes> sign_bundle_manifest(const BundleManifest& manifest, const PrivateKey& authority) {
  const auto payload = write_bundle_manifest(manifest);
  if (!payload) return fail(payload.error());
  return sign_cose_sign1(*payload, authority, bytes_of(kPassBundleContentType));
}

Result<std::size_t> bundle_manifest_length(ByteView beginning) {
  // FORMAT.md: tag 18, array of 4, protected header of 13 bytes, empty map, then the payload's head.
  constexpr std::size_t kPayloadHead = 17;
  if (beginning.size() < kBundleHeadBytes || beginning[0] != 0xD2 || beginning[1] != 0x84 || beginning[2] != 0x4D ||
      beginning[16] != 0xA0)
    return bad("not a bundle of passes");
  const std::uint8_t head = beginning[kPayloadHead];
  if (head < 0x40 || head > 0x5A) return bad("not a bundle of passes");
  const std::size_t more = head <= 0x57 ? 0 : std::size_t{1} << (head - 0x58);
  std::size_t length = more == 0 ? head - 0x40U : 0;
  for (std::size_t i = 1; i <= more; ++i) length = length << 8 | beginning[kPayloadHead + i];
  if (length > kMaxBundleManifestBytes) return bad("the manifest is larger than 3 MiB");
  return kPayloadHead + 1 + more + length + kSignatureBytes;
}

Result<CoseSign1> read_signed_manifest(std::istream& in) {
  Bytes bytes = read_at_most(in, kBundleHeadBytes);
  const auto length = bundle_manifest_length(bytes);
  if (!length) return fail(length.error());
  const Bytes more = read_at_most(in, *length - bytes.size());
  bytes.insert(bytes.end(), more.begin(), more.end());
  if (bytes.size() < *length) return bad("cut short");
  auto message = read_cose_sign1(bytes, {.bytes = *length, .items = 32, .depth = 4});
  if (message && !is_only_form(*message, bytes)) return bad("not in deterministic form");
  return message;
}

Bytes read_at_most(std::istream& in, std::size_t most) {
  Bytes bytes(most);
  in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(most));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  return bytes;
}

}  // namespace gate
