#include "certificates/smart_health_card/fhir_fields.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "common/iso_time.h"

namespace gate {

namespace {

using nlohmann::json;

constexpr std::size_t kMaxTextBytes = 512;  // as in EU DCC: names and places are far shorter

tl::unexpected<Error> invalid(const std::string& where, std::string_view why) {
  return fail(ErrorCode::kInvalidInput, where + ": " + std::string(why));
}

bool is_empty(const json& value) {
  if (value.is_string()) return value.get_ref<const std::string&>().empty();
  return value.is_null() || (value.is_structured() && value.empty());
}

// FHIR R4, "Rules for all elements": ele-1 and the JSON format forbid empty ones. null stands only inside an array, to
// keep the place of a value that has an extension instead.
Status check_not_empty(const json& value, std::string_view name) {
  if (is_empty(value)) return invalid(plain_name(name), "is empty");
  if (!value.is_structured()) return {};
  for (const auto& [element_name, element] : value.items()) {
    if (value.is_array() && element.is_null()) continue;
    const std::string_view inner = value.is_array() ? name : std::string_view(element_name);
    if (Status status = check_not_empty(element, inner); !status) return status;
  }
  return {};
}

// FHIR R4, Coding: its elements, those of primitive type with their underscored twin.
bool is_coding(const json& value) {
  static constexpr std::array<std::string_view, 11> kElements{"id",      "extension", "system",      "_system",
                                                              "version", "_version",  "code",        "_code",
                                                              "display", "_display",  "userSelected"};
  if (!value.is_object()) return false;
  return std::ranges::all_of(value.items(), [](const auto& element) {
    return std::ranges::find(kElements, std::string_view(element.key())) != kElements.end();
  });
}

struct TypedElements {
  std::string_view what;
  bool (json::*is_of_it)() const noexcept;
  std::string_view names;  // each between blanks
};

// FHIR R4: the elements of Patient, Immunization and Observation. No name means two types among the three. Without
// meta, of which the official suite lets anything pass but wrong security labels.
constexpr std::array<TypedElements, 5> kElementTypes{{
    {"a text", &json::is_string,
     " id implicitRules language gender birthDate deceasedDateTime status occurrenceDateTime occurrenceString recorded "
     "lotNumber expirationDate effectiveDateTime effectiveInstant issued valueString valueTime valueDateTime "},
    {"true or false", &json::is_boolean,
     " active deceasedBoolean multipleBirthBoolean primarySource isSubpotent valueBoolean "},
    {"a number", &json::is_number, " multipleBirthInteger valueInteger "},
    {"an object", &json::is_object,
     " text maritalStatus managingOrganization statusReason vaccineCode patient encounter reportOrigin location "
     "manufacturer site route doseQuantity fundingSource code subject effectivePeriod effectiveTiming valueQuantity "
     "valueCodeableConcept valueRange valueRatio valueSampledData valuePeriod dataAbsentReason bodySite method "
     "specimen device _occurrenceDateTime _birthDate _effectiveDateTime "},
    {"an array", &json::is_array,
     " contained extension modifierExtension identifier name telecom address photo contact communication "
     "generalPractitioner link performer note reasonCode reasonReference subpotentReason education "
     "programEligibility reaction protocolApplied basedOn partOf category focus interpretation referenceRange "
     "hasMember derivedFrom component "},
}};

bool has_pattern(std::string_view text, std::string_view pattern) {
  return std::ranges::equal(text, pattern, [](char c, char p) { return p == 'd' ? c >= '0' && c <= '9' : c == p; });
}

bool is_date_time(const std::string& text) {
  if (text.size() == 4) return has_pattern(text, "dddd");
  if (text.size() == 7) return has_pattern(text, "dddd-dd") && parse_iso_time(text + "-01").has_value();
  return parse_iso_time(text).has_value();
}

const std::string* text_of(const json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? nullptr : found->get_ptr<const std::string*>();
}

}  // namespace

std::string plain_name(std::string_view name) {
  constexpr std::size_t kLongest = 40;  // FHIR's own are shorter
  std::string plain(name.substr(0, kLongest));
  std::ranges::replace_if(
      plain, [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '?');
  return plain;
}

FhirFields::FhirFields(const json& resource, std::string path, std::string& problem)
    : resource_(resource), path_(std::move(path)), problem_(problem) {}

const json* FhirFields::find(const char* name) const {
  const auto found = resource_.find(name);
  return found == resource_.end() ? nullptr : &*found;
}

std::string FhirFields::required_text(const char* name) const {
  if (find(name) == nullptr) note(name, "missing");
  return optional_text(name);
}

std::string FhirFields::optional_text(const char* name) const {
  const json* value = find(name);
  if (value == nullptr) return {};
  const auto* text = value->get_ptr<const std::string*>();
  if (text == nullptr || text->size() > kMaxTextBytes) {
    note(name, "must be a text of at most " + std::to_string(kMaxTextBytes) + " bytes");
    return {};
  }
  return *text;
}

std::string FhirFields::required_date_time(const char* name) const {
  std::string text = required_text(name);
  if (!is_date_time(text)) note(name, "must be a date");
  return text;
}

std::vector<FhirCoding> FhirFields::codings(const char* name) const {
  std::vector<FhirCoding> found;
  const json* value = find(name);
  if (value == nullptr || !value->is_object()) note(name, "must be a coded value");
  const json* list =
      value != nullptr && value->is_object() && value->contains("coding") ? &value->at("coding") : nullptr;
  if (list == nullptr) return found;
  if (!list->is_array() || !std::ranges::all_of(*list, is_coding)) {
    note(name, "holds something that is no coding");
    return found;
  }
  for (const json& coding : *list) {
    const std::string* system = text_of(coding, "system");
    const std::string* code = text_of(coding, "code");
    if (system != nullptr && code != nullptr) found.push_back({*system, *code});
  }
  return found;
}

std::vector<FhirCoding> FhirFields::required_codings(const char* name) const {
  auto found = codings(name);
  if (found.empty()) note(name, "no coding with system and code");
  return found;
}

void FhirFields::note(std::string_view name, std::string_view problem) const {
  if (problem_.empty()) problem_ = path_ + '.' + std::string(name) + ": " + std::string(problem);
}

Status check_fhir_elements(const json& resource) {
  if (Status status = check_not_empty(resource, "resource"); !status) return status;
  const auto meta = resource.find("meta");
  if (meta == resource.end() || !meta->is_object() || !meta->contains("security")) return {};
  const json& security = meta->at("security");
  if (!security.is_array() || !std::ranges::all_of(security, is_coding))
    return invalid("meta.security", "must be codings");
  return {};
}

Status check_fhir_types(const json& resource) {
  for (const auto& [name, element] : resource.items()) {
    const std::string wanted = ' ' + name + ' ';
    for (const TypedElements& type : kElementTypes) {
      const bool known = type.names.find(wanted) != std::string_view::npos;
      if (known && !(element.*type.is_of_it)()) return invalid(name, "must be " + std::string(type.what));
    }
  }
  return {};
}

}  // namespace gate
