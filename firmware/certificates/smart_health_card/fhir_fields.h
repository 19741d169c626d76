#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "common/result.h"

namespace gate {

/// One code of a FHIR CodeableConcept.
struct FhirCoding {
  std::string system;
  std::string code;
};

/// Reads the elements of one FHIR resource (R4, JSON representation). The first that does not fit is noted as
/// "entry 2 Immunization.status: must be …", never with its value; what is read after that means nothing. Thread-bound.
class FhirFields {
 public:
  /// `path`: names the resource in messages. `problem`: shared by the resources of one card, empty as long as all is
  /// well.
  FhirFields(const nlohmann::json& resource, std::string path, std::string& problem);

  /// Null when absent.
  const nlohmann::json* find(const char* name) const;
  std::string required_text(const char* name) const;
  std::string optional_text(const char* name) const;  ///< empty when absent
  /// FHIR dateTime or date: "2021", "2021-03", "2021-03-04", "2021-03-04T…"; that the day exists.
  std::string required_date_time(const char* name) const;
  /// Of a CodeableConcept that must be there: those of its codings that have both system and code.
  std::vector<FhirCoding> codings(const char* name) const;
  std::vector<FhirCoding> required_codings(const char* name) const;  ///< at least one

  void note(std::string_view name, std::string_view problem) const;

 private:
  const nlohmann::json& resource_;
  std::string path_;
  std::string& problem_;
};

/// An element's or resource's name as a message may hold it: whoever made the card chose it. 40 letters and digits at
/// most.
std::string plain_name(std::string_view name);

/// kInvalidInput, naming where, when something in a resource is empty ("", {}, [] or null), which FHIR forbids, or when
/// the elements of `meta.security` are no codings. Recurses as deep as the JSON was let be.
Status check_fhir_elements(const nlohmann::json& resource);

/// kInvalidInput, naming the element, when an element that FHIR R4 knows of a Patient, an Immunization or an
/// Observation is of another JSON type than FHIR's (text, number, boolean, object, array). Reentrant.
Status check_fhir_types(const nlohmann::json& resource);

}  // namespace gate
