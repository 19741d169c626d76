#pragma once

#include <filesystem>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "certificates/trust_list.h"

namespace gate {

/// The regular files directly in `folder` with one of these extensions (".pem"), in name order, so that a store reads
/// the same everywhere. Nothing when the folder is missing; one that cannot be read becomes a TrustList of `kind` with
/// its problem. Hidden files are passed over.
std::vector<std::filesystem::path> list_files_in(const std::filesystem::path& folder,
                                                 std::initializer_list<std::string_view> extensions,
                                                 std::string_view kind, std::vector<TrustList>& lists);

/// An empty list of `kind` dated when `file` was written.
TrustList list_of(std::string_view kind, const std::filesystem::path& file);

}  // namespace gate
