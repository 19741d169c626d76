#include "rules/business_rule.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "common/iso_time.h"

namespace gate {
namespace {

using Json = nlohmann::json;

constexpr std::array kFields{"Identifier",      "Type",          "Country",   "Region",
                             "Version",         "SchemaVersion", "Engine",    "EngineVersion",
                             "CertificateType", "Description",   "ValidFrom", "ValidTo",
                             "AffectedFields",  "Logic"};

bool has_form(std::string_view text, std::string_view pattern) {
  return std::ranges::equal(text, pattern, [](char c, char p) {
    if (p == 'A') return c >= 'A' && c <= 'Z';
    return p == 'd' ? c >= '0' && c <= '9' : c == p;
  });
}

/// Reads the members of a rule; the first that does not fit is remembered, and the rest is read all the same.
class Fields {
 public:
  explicit Fields(const Json& rule) : rule_(rule) {}

  void note(std::string_view field, std::string_view problem) {
    if (problem_.empty()) problem_ = std::string(field) + ": " + std::string(problem);
  }
  const std::string& problem() const { return problem_; }

  std::string text(const char* field) {
    const auto found = rule_.find(field);
    if (found != rule_.end() && found->is_string() && !found->get_ref<const std::string&>().empty()) return *found;
    note(field, found == rule_.end() ? "missing" : "must be a text");
    return {};
  }
  std::string optional_text(const char* field) {
    const auto found = rule_.find(field);
    if (found == rule_.end() || found->is_null()) return {};
    if (found->is_string() && found->get_ref<const std::string&>().empty()) return {};
    return text(field);
  }
  RuleVersion version(const char* field) {
    const auto version = parse_rule_version(text(field));
    if (!version) note(field, "must be a version such as 1.0.0");
    return version.value_or(RuleVersion{});
  }
  WallTime time(const char* field) {
    const auto time = parse_iso_time(text(field));
    if (!time) note(field, "must be a time such as 2021-07-01T00:00:00Z");
    return time.value_or(WallTime{});
  }
  template <class Enum, std::size_t kCount>
  Enum one_of(const char* field, const std::array<Enum, kCount>& values) {
    const std::string name = text(field);
    for (const Enum value : values)
      if (to_string(value) == name) return value;
    note(field, "unknown");
    return {};
  }
  const Json& array(const char* field) {
    static const Json kEmpty = Json::array();
    const auto found = rule_.find(field);
    if (found != rule_.end() && found->is_array() && !found->empty()) return *found;
    note(field, "must be an array of at least one");
    return kEmpty;
  }
  const Json* find(const char* field) const {
    const auto found = rule_.find(field);
    return found == rule_.end() ? nullptr : &*found;
  }

 private:
  const Json& rule_;
  std::string problem_;
};

void check_names(const Json& rule, Fields& fields) {
  for (const auto& [name, value] : rule.items())
    if (std::ranges::find(kFields, name) == kFields.end()) fields.note(name.substr(0, 40), "not a field of a rule");
}

std::vector<RuleDescription> read_descriptions(Fields& fields) {
  std::vector<RuleDescription> descriptions;
  for (const Json& entry : fields.array("Description")) {
    Fields inner(entry);
    if (!entry.is_object()) inner.note("entry", "must be an object with lang and desc");
    descriptions.push_back({inner.text("lang"), inner.text("desc")});
    if (!inner.problem().empty()) fields.note("Description", inner.problem());
  }
  return descriptions;
}

std::vector<std::string> read_affected_fields(Fields& fields) {
  std::vector<std::string> affected;
  for (const Json& entry : fields.array("AffectedFields")) {
    if (!entry.is_string()) fields.note("AffectedFields", "must be texts");
    affected.push_back(entry.is_string() ? entry.get<std::string>() : "");
  }
  return affected;
}

std::optional<CertLogicExpression> read_logic(Fields& fields) {
  const bool known = fields.text("Engine") == "CERTLOGIC" && fields.version("EngineVersion") <= kCertLogicVersion;
  const Json* logic = fields.find("Logic");
  if (logic == nullptr || !logic->is_object()) fields.note("Logic", "must be an object");
  if (!known || logic == nullptr) return std::nullopt;
  auto expression = CertLogicExpression::read(*logic);
  if (expression) return *std::move(expression);
  fields.note("Logic", expression.error().message);
  return std::nullopt;
}

/// Gateway: the first letters name the subject, or IR an invalidation rule; the country stands in the middle.
void check_identifier(const BusinessRule& rule, Fields& fields) {
  constexpr std::array<std::string_view, 4> kPrefixes{"GR", "VR", "TR", "RR"};
  const std::string_view wanted =
      rule.type == RuleType::kInvalidation ? "IR" : kPrefixes[static_cast<std::size_t>(rule.subject)];
  if (!has_form(rule.identifier, "AA-AA-dddd")) return fields.note("Identifier", "must be like VR-DE-0001");
  if (!rule.identifier.starts_with(wanted))
    fields.note("Identifier", "must begin with " + std::string(wanted) + " for its Type and CertificateType");
  if (rule.identifier.substr(3, 2) != rule.country) fields.note("Identifier", "must name its Country");
}

void check_relations(const BusinessRule& rule, Fields& fields) {
  if (!has_form(rule.country, "AA")) fields.note("Country", "must be two capital letters");
  if (rule.valid_from >= rule.valid_to) fields.note("ValidTo", "must be after ValidFrom");
  check_identifier(rule, fields);
}

BusinessRule read_fields(Fields& fields) {
  BusinessRule rule;
  rule.identifier = fields.text("Identifier");
  rule.type = fields.one_of("Type", std::array{RuleType::kAcceptance, RuleType::kInvalidation});
  rule.country = fields.text("Country");
  rule.region = fields.optional_text("Region");
  rule.version = fields.version("Version");
  rule.schema_version = fields.version("SchemaVersion");
  rule.subject = fields.one_of("CertificateType", std::array{RuleSubject::kGeneral, RuleSubject::kVaccination,
                                                             RuleSubject::kTest, RuleSubject::kRecovery});
  rule.descriptions = read_descriptions(fields);
  rule.valid_from = fields.time("ValidFrom");
  rule.valid_to = fields.time("ValidTo");
  rule.affected_fields = read_affected_fields(fields);
  rule.logic = read_logic(fields);
  return rule;
}

}  // namespace

std::string_view to_string(RuleType type) { return type == RuleType::kAcceptance ? "Acceptance" : "Invalidation"; }

std::string_view to_string(RuleSubject subject) {
  switch (subject) {
    case RuleSubject::kGeneral: return "General";
    case RuleSubject::kVaccination: return "Vaccination";
    case RuleSubject::kTest: return "Test";
    case RuleSubject::kRecovery: return "Recovery";
  }
  return "unknown";
}

const std::string& BusinessRule::description(std::string_view language) const {
  for (const std::string_view wanted : {language, std::string_view("en")})
    for (const RuleDescription& description : descriptions)
      if (description.language == wanted) return description.text;
  return descriptions.front().text;
}

Result<BusinessRule> read_business_rule(const Json& json) {
  if (!json.is_object()) return fail(ErrorCode::kInvalidInput, "a rule must be an object");
  Fields fields(json);
  check_names(json, fields);
  BusinessRule rule = read_fields(fields);
  check_relations(rule, fields);
  if (fields.problem().empty()) return rule;
  // A name is repeated only when it is one: anything else is foreign text.
  const std::string name = has_form(rule.identifier, "AA-AA-dddd") ? rule.identifier + ": " : "";
  return fail(ErrorCode::kInvalidInput, name + fields.problem());
}

}  // namespace gate
