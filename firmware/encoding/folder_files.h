#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "common/result.h"

namespace gate {

/// What lies directly in a folder and is wanted, in name order. kNotFound when there is no such folder, kIo when it
/// cannot be read to its end; both name it. Whoever may not miss any of it must not go on then.
Result<std::vector<std::filesystem::path>> files_in(const std::filesystem::path& folder,
                                                    const std::function<bool(const std::filesystem::path&)>& wanted);

}  // namespace gate
