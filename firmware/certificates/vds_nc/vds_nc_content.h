#pragma once

#include <nlohmann/json.hpp>

#include "certificates/certificate.h"
#include "common/result.h"

namespace gate {

/// What a seal's `msg` is about: its `hdr.t`.
enum class SealType {
  kVaccination,  ///< "icao.vacc"
  kTest,         ///< "icao.test"
};

/// Reads a seal's message in the vocabulary of the EU value sets: holder, identifier, all doses (or the one test), and
/// when it was issued, where stated. The disease of a test, and of a dose that states none, is COVID-19, which the
/// report was written for. kInvalidInput, naming the field and never its value, when a field is missing or malformed.
/// Reentrant.
Result<Certificate> read_vds_nc_content(SealType type, const nlohmann::json& message);

}  // namespace gate
