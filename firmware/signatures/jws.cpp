#include "signatures/jws.h"

#include <nlohmann/json.hpp>

#include "encoding/base64.h"
#include "encoding/json_text.h"

namespace gate {

namespace {

constexpr JsonLimits kHeaderLimits{.bytes = 4096, .depth = 4, .text = 1024, .items = 64};

tl::unexpected<Error> not_jws(std::string_view why) {
  return fail(ErrorCode::kInvalidInput, "not a compact JWS: " + std::string(why));
}

std::string_view view(const Bytes& bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

Status read_member(const nlohmann::json& header, const char* name, std::string& value) {
  const auto member = header.find(name);
  if (member == header.end()) return {};
  if (!member->is_string()) return not_jws(std::string(name) + " is not a text");
  value = member->get<std::string>();
  return {};
}

Status read_header(std::string_view part, Jws& message) {
  const auto bytes = decode_base64url(part);
  if (!bytes) return fail(bytes.error(), "JWS header");
  const auto header = parse_json(view(*bytes), kHeaderLimits);
  if (!header) return fail(header.error(), "JWS header");
  if (!header->is_object()) return not_jws("the header is not an object");
  if (header->contains("crit")) return not_jws("a critical header is not understood");
  return read_member(*header, "alg", message.algorithm)
      .and_then([&] { return read_member(*header, "kid", message.key_id); })
      .and_then([&] { return read_member(*header, "zip", message.compression); });
}

}  // namespace

Result<Jws> read_compact_jws(std::string_view text) {
  const std::size_t first = text.find('.');
  const std::size_t second = first == std::string_view::npos ? first : text.find('.', first + 1);
  if (second == std::string_view::npos || text.find('.', second + 1) != std::string_view::npos) {
    return not_jws("not three parts between two dots");
  }
  Jws message;
  message.signing_input = text.substr(0, second);
  if (const Status header = read_header(text.substr(0, first), message); !header) return fail(header.error());
  auto payload = decode_base64url(text.substr(first + 1, second - first - 1));
  if (!payload) return fail(payload.error(), "JWS payload");
  auto signature = decode_base64url(text.substr(second + 1));
  if (!signature) return fail(signature.error(), "JWS signature");
  message.payload = std::move(*payload);
  message.signature = std::move(*signature);
  return message;
}

bool verify_jws(const Jws& message, const PublicKey& key) {
  if (message.algorithm != "ES256" || key.algorithm() != SignatureAlgorithm::kEs256) return false;
  return key.verify(bytes_of(message.signing_input), message.signature);
}

}  // namespace gate
