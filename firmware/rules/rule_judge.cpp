#include "rules/rule_judge.h"

#include <cstdint>

#include "common/iso_time.h"
#include "encoding/base64.h"
#include "rules/rule_payload.h"

namespace gate {
namespace {

using Json = nlohmann::json;

/// The official engine gives rules the key id in base64, as signer lists write it.
std::string key_id_for_rules(const Certificate& certificate) {
  if (certificate.format != CertificateFormat::kEuDcc) return certificate.key_id;
  const auto nibble = [](char c) { return static_cast<std::uint8_t>(c <= '9' ? c - '0' : c - 'a' + 10); };
  Bytes bytes;
  for (std::size_t at = 0; at + 1 < certificate.key_id.size(); at += 2)
    bytes.push_back(
        static_cast<std::uint8_t>(nibble(certificate.key_id[at]) << 4 | nibble(certificate.key_id[at + 1])));
  return encode_base64(bytes);
}

/// The names are those of the official engine's ExternalParameter.
Json external(const Certificate& certificate, RuleSubject subject, std::string_view arrival, WallTime now) {
  Json external{{"validationClock", iso_time(now)},
                {"countryCode", arrival},
                {"issuerCountryCode", issuer_country(certificate, subject)},
                {"kid", key_id_for_rules(certificate)},
                {"region", ""}};
  if (certificate.expires_at) external["exp"] = iso_time(*certificate.expires_at);
  if (certificate.issued_at) external["iat"] = iso_time(*certificate.issued_at);
  return external;
}

/// The value sets are large and the same for everybody: referred to, not copied.
CertLogicValue data_of(const Json& payload, const Json& stated, const Json& value_sets) {
  CertLogicValue::Object external{{"valueSets", CertLogicValue(value_sets)}};
  for (const auto& [name, value] : stated.items()) external.emplace_back(name, CertLogicValue(value));
  return CertLogicValue(
      CertLogicValue::Object{{"payload", CertLogicValue(payload)}, {"external", CertLogicValue(std::move(external))}});
}

}  // namespace

RuleJudge::RuleJudge(const Certificate& certificate, RuleSubject subject, std::string_view arrival, WallTime now,
                     const Json& value_sets)
    : schema_(parse_rule_version(payload_schema(certificate))),
      payload_(rule_payload(certificate, subject)),
      stated_(external(certificate, subject, arrival, now)),
      data_(data_of(payload_, stated_, value_sets)) {}

bool RuleJudge::fits_schema(const BusinessRule& rule) const {
  return schema_ && schema_->major == rule.schema_version.major && *schema_ >= rule.schema_version;
}

JudgedRule RuleJudge::judge(std::shared_ptr<const BusinessRule> rule, CertLogicBudget& budget) const {
  JudgedRule judged{std::move(rule), RuleOutcome::kOpen, ""};
  if (!judged.rule->logic) {
    judged.detail = "it is written for another engine than CERTLOGIC up to " + to_string(kCertLogicVersion);
  } else if (!fits_schema(*judged.rule)) {
    judged.detail = "it is written for schema " + to_string(judged.rule->schema_version) + ", the certificate for " +
                    (schema_ ? to_string(*schema_) : "none that is known");
  } else {
    LogicOutcome logic = judge_logic(*judged.rule->logic, data_, budget);
    judged.outcome = logic.outcome;
    judged.detail = std::move(logic.detail);
  }
  return judged;
}

LogicOutcome judge_logic(const CertLogicExpression& logic, const CertLogicValue& data, CertLogicBudget& budget) {
  const auto value = logic.evaluate(data, budget);
  if (!value) return {RuleOutcome::kOpen, value.error().message};
  if (value->kind() != CertLogicValue::Kind::kBool)
    return {RuleOutcome::kOpen, "its logic yields " + std::string(describe(value->kind())) + ", not a boolean"};
  return {value->as_bool() ? RuleOutcome::kPassed : RuleOutcome::kFailed, ""};
}

}  // namespace gate
