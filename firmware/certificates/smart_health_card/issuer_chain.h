#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "common/result.h"
#include "signatures/public_key.h"

namespace gate {

/// Whether an issuer key's "x5c" (RFC 7517, 4.7) holds, as check_issuer_key() says. kInvalidInput with the reason.
Status check_issuer_chain(const nlohmann::json& x5c, const PublicKey& key, const std::optional<std::string>& issuer);

}  // namespace gate
