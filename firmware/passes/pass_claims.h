#pragma once

#include <string_view>

#include "encoding/cbor_reader.h"
#include "passes/pass.h"
#include "passes/pass_codec.h"

namespace gate {

// The claims that every version of the pass has. Private to this folder; FORMAT.md is the reference.

/// RFC 8392, 3.1 registers 4, 6 and 7; its registry leaves integers below -65536 to private use.
namespace claim {
inline constexpr std::int64_t kExpires = 4;
inline constexpr std::int64_t kIssuedAt = 6;
inline constexpr std::int64_t kPassId = 7;
inline constexpr std::int64_t kVersion = -65537;
inline constexpr std::int64_t kCertificate = -65538;
inline constexpr std::int64_t kSamples = -65539;
inline constexpr std::int64_t kInitials = -65540;
}  // namespace claim

inline constexpr CborLimits kPassLimits{.bytes = kMaxPassBytes, .items = 128, .depth = 4};

tl::unexpected<Error> invalid_pass(std::string_view what);

/// The claims as a map that is of this version; kUnsupported when it is of another, else kInvalidInput.
Result<CborValue> read_claims_of_version(ByteView bytes, std::int64_t version);

/// exp, iat, cti and initials.
Status read_common_claims(const CborValue& claims, Pass& pass);

/// All claims of a pass, its certificate and samples encoded as its version has them.
CborValue claims_of(const Pass& pass, std::int64_t version, CborValue certificate, CborValue samples);

/// One pass, one byte string: kInvalidInput unless `bytes` are what `claims` are when written.
Status check_only_form(const CborValue& claims, ByteView bytes);

}  // namespace gate
