#pragma once

#include "config/config_text.h"
#include "config/schema.h"

namespace gate {

/// How many files may stand on one another through "extends".
inline constexpr int kMaxLayers = 8;

/// The document in `file`: when it says "extends": "other.json", it is merged (RFC 7396) over what that file, relative
/// to it, says. Each file is checked on its own, so that an error names the file it is in; the whole then against the
/// full schema. Paths are resolved against the file that names them. kInvalidInput for a circle or too many layers.
Result<nlohmann::json> load_layered(const std::filesystem::path& file, const Schema& schema, const ReadText& read);

}  // namespace gate
