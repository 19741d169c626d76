#include "certificates/vds_nc/vds_nc_seal.h"

#include "certificates/vds_nc/seal_fields.h"
#include "encoding/base64.h"

namespace gate {

namespace {

// base64url by the report; base64 and any padding are in use.
Bytes read_bytes(const SealFields& signature, std::string_view name) {
  const nlohmann::json* value = signature.find(name);
  const auto* text = value == nullptr ? nullptr : value->get_ptr<const std::string*>();
  if (text == nullptr) {
    signature.note(name, "missing, or not a text");
    return {};
  }
  auto bytes = decode_any_base64(*text);
  if (bytes) return std::move(*bytes);
  signature.note(name, bytes.error().message);
  return {};
}

std::int64_t read_version(const SealFields& header) {
  const nlohmann::json* value = header.find("v");
  if (value != nullptr && value->is_number_integer()) return value->get<std::int64_t>();
  if (value != nullptr && *value == 1.0) return 1;  // RFC 8785 writes it like 1
  header.note("v", "must be a whole number");
  return 0;
}

}  // namespace

Result<VdsNcSeal> VdsNcSeal::read(const nlohmann::json& json) {
  const bool wrapped = json.is_array() && json.size() == 1;
  const nlohmann::json& object = wrapped ? json.front() : json;
  std::string problem;
  const SealFields root(&object, "", problem);
  const SealFields data = root.object("data");
  const SealFields header = data.object("hdr");
  const SealFields signature = root.object("sig");
  static_cast<void>(data.object("msg"));  // its fields are the content's
  VdsNcSeal seal{{},
                 header.required_text("t"),
                 read_version(header),
                 header.required_text("is"),
                 signature.required_text("alg"),
                 read_bytes(signature, "cer"),
                 read_bytes(signature, "sigvl")};
  if (!problem.empty()) return fail(ErrorCode::kInvalidInput, problem);
  seal.data = object.at("data");
  return seal;
}

}  // namespace gate
