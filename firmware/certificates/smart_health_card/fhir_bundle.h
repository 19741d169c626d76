#pragma once

#include <nlohmann/json.hpp>

#include "certificates/certificate.h"
#include "common/result.h"

namespace gate {

/// Reads the FHIR R4 Bundle of a health card into holder, immunisations and test results. Checked for form as far as
/// cards about COVID-19 need it: a Bundle's type; nothing empty in its resources; one Patient with name and birth date
/// where anything is stated about them; Immunization with a FHIR status, coded vaccine, patient and occurrence;
/// Observation with a code, and for a known laboratory test a FHIR status; known elements of the right JSON type.
/// Resources of other kinds and unknown elements are let be.
///
/// Counted are immunisations that are completed, potent, and dated to the day; a test that is final, amended or
/// corrected, dated, and has a coded result. A vaccine the product table does not know keeps its code ("cvx:140") and
/// no disease. Doses are numbered by number_doses(), not here.
///
/// kInvalidInput, naming the element and never its value. Reentrant.
Result<Certificate> read_fhir_bundle(const nlohmann::json& bundle);

/// Sorts the immunisations by date, drops a dose that is listed twice (same product, same day), and numbers the doses
/// against COVID-19 from 1 in the order of their days. Vaccines that are not known to be against it keep number 0.
void number_doses(Certificate& certificate);

}  // namespace gate
