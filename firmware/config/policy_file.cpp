#include "config/config_file.h"
#include "config/json_types.h"
#include "config/layered_file.h"

namespace gate {

void from_json(const nlohmann::json& j, DayRange& range) {
  take(j, "min", range.min);
  take(j, "max", range.max);
}
void from_json(const nlohmann::json& j, VaccinationRule& rule) {
  take(j, "products", rule.products);
  take(j, "minimum_doses", rule.minimum_doses);
  take(j, "series", rule.series);
  take(j, "days_since_dose", rule.age);
}
void from_json(const nlohmann::json& j, TestRule& rule) {
  take(j, "kinds", rule.kinds);
  take(j, "maximum_age_hours", rule.maximum_age);
}
void from_json(const nlohmann::json& j, TrustAgeLimits& limits) {
  take(j, "warn_after_days", limits.warn_after);
  take(j, "refuse_after_days", limits.refuse_after);
}
void from_json(const nlohmann::json& j, RecoveryRule& rule) { take(j, "days_since_positive", rule.age); }
void from_json(const nlohmann::json& j, AttestationRule& rule) { take(j, "kinds", rule.kinds); }

namespace {

Policy to_policy(const nlohmann::json& document) {
  Policy policy;
  take(document, "name", policy.name);
  take(document, "disease", policy.disease);
  take(document, "vaccination", policy.vaccination);
  take(document, "test", policy.test);
  take(document, "recovery", policy.recovery);
  take(document, "attestation", policy.attestation);
  take(document, "utc_offset_minutes", policy.utc_offset);
  take(document, "liveness", policy.liveness);
  take(document, "trust_lists", policy.trust_lists);
  if (document.contains("exempt_below_age")) policy.exempt_below_age = document["exempt_below_age"].get<int>();
  return policy;
}

template <class Rules>
Status check_ranges(const Rules& rules, std::string_view name) {
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (rules[i].age.min <= rules[i].age.max) continue;
    return fail(ErrorCode::kInvalidInput,
                "/" + std::string(name) + "/" + std::to_string(i) + ": min days must not be more than max");
  }
  return {};
}

}  // namespace

Result<Policy> load_policy(const std::filesystem::path& file, const ReadText& read) {
  static const Schema kSchema(kPolicySchema);
  const auto document = load_layered(file, kSchema, read);
  if (!document) return fail(document.error());
  try {
    Policy policy = to_policy(*document);
    Status status = check_ranges(policy.vaccination, "vaccination");
    if (status) status = check_ranges(policy.recovery, "recovery");
    if (status && policy.trust_lists.warn_after > policy.trust_lists.refuse_after)
      status = fail(ErrorCode::kInvalidInput, "/trust_lists: warn_after_days must not be more than refuse_after_days");
    if (!status) return fail(std::move(status).error(), file.string());
    return policy;
  } catch (const nlohmann::json::exception& exception) {
    return fail(ErrorCode::kInternal, file.string() + ": schema and reader disagree: " + exception.what());
  }
}

}  // namespace gate
