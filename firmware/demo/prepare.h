#pragma once

#include "common/result.h"
#include "demo/demo_day.h"

namespace gate {

/// Makes what the day needs besides passes: a pretend health authority's trust list and certificates, the visitors that
/// step out of a group photograph, and the terminal's configuration. `source`: the repository, for its policies.
Status prepare_demo(const DemoFolder& folder, const std::filesystem::path& media, const std::filesystem::path& source);

/// Changes one byte of the visitor's cached pass behind the terminal's back, as somebody with a screwdriver would.
Status tamper_with_cache(const DemoFolder& folder, const DemoVisitor& visitor);

}  // namespace gate
