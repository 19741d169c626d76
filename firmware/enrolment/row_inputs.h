#pragma once

#include <string>

#include "enrolment/organiser_list.h"
#include "enrolment/pass_draft.h"
#include "signatures/key_id.h"
#include "signatures/sha256.h"

namespace gate {

/// Tells whether a row, its files and what it is issued with are as they were: SHA-256 over all of them, files by their
/// content and not their names. The reference and the row's place do not count. Errors as sha256_of_file().
/// Thread-safe.
Result<Sha256> row_inputs(const OrganiserRow& row, const PassOrder& order, const KeyId& authority);

}  // namespace gate
