#include "gatectl/certificate_answer.h"

#include "common/iso_time.h"
#include "passes/qr_pass_codec.h"

namespace gate {
namespace {

using Json = nlohmann::ordered_json;

bool is_pass(const std::string& content) {
  if (looks_like_qr_pass(content)) return true;
  constexpr char kTag18 = '\xD2';  // firmware/passes/FORMAT.md: every pass begins so
  return content.starts_with(kTag18) || looks_like_qr_pass(content);
}

const Certificate* certificate_of(const CertificateAnswer& answer) {
  if (answer.pass && answer.pass->verified) return &answer.pass->verified->certificate().certificate();
  return answer.verification.decoded ? &*answer.verification.decoded : nullptr;
}

std::string_view reason_of(const CertificateAnswer& answer) {
  if (answer.input.unusable) return "unusable_input";
  if (answer.pass && answer.pass->refusal) return to_string(*answer.pass->refusal);
  return answer.verification.refusal ? to_string(*answer.verification.refusal) : "";
}

std::string detail_of(const CertificateAnswer& answer) {
  if (answer.input.unusable) return answer.input.unusable->message;
  return answer.pass ? answer.pass->detail : answer.verification.detail;
}

std::string_view format_of(const CertificateAnswer& answer) {
  if (answer.pass) return "gate_pass";
  return answer.verification.format ? to_string(*answer.verification.format) : "";
}

Json text_or_null(std::string_view text) { return text.empty() ? Json() : Json(text); }

template <class Checks>
Json checks_json(const Checks& checks) {
  Json json = Json::array();
  for (const auto& check : checks) json.push_back({{"name", check.name}, {"passed", check.passed}});
  return json;
}

/// A pass's verification ends with the check that failed.
std::string_view failed_check(const CertificateAnswer& answer) {
  if (!answer.pass) return answer.verification.failed_check;
  return answer.pass->refusal ? answer.pass->checks.back().name : "";
}

Json policy_json(const CertificateAnswer& answer, const Policy& policy) {
  return {{"name", policy.name},
          {"verdict", !answer.genuine() ? "not_checked"
                      : answer.unmet    ? "refused"
                                        : "accepted"},
          {"reason", answer.unmet ? Json(to_string(*answer.unmet)) : Json()}};
}

Json rules_json(const CertificateAnswer& answer, const std::string& country) {
  Json json{{"country", country}, {"verdict", "not_checked"}, {"rule", Json()}, {"rules", Json::array()}};
  if (!answer.rules) return json;
  json["verdict"] = answer.rules->admits() ? "accepted" : "refused";
  const JudgedRule* objection = answer.rules->objection();
  if (objection != nullptr) json["rule"] = objection->rule->identifier;
  for (const JudgedRule& judged : answer.rules->rules)
    json["rules"].push_back({{"identifier", judged.rule->identifier},
                             {"outcome", to_string(judged.outcome)},
                             {"description", judged.rule->description("en")},
                             {"detail", judged.detail}});
  return json;
}

Json hashes_json(const DccRevocationHashes& hashes) {
  return {{"uci", to_hex(hashes.uci)},
          {"country_uci", to_hex(hashes.country_uci)},
          {"signature", to_hex(hashes.signature)}};
}

std::string rules_summary(const CertificateAnswer& answer, const std::string& country) {
  if (!answer.rules) return "";
  const std::string who = "; rules of " + country + ": ";
  if (answer.rules->admits()) return who + "accepted";
  const JudgedRule* objection = answer.rules->objection();
  if (objection == nullptr) return who + "refused: no rule in force accepts this kind of certificate";
  return who + "refused: " + objection->rule->identifier + " (" + objection->rule->description("en") + ")";
}

Json certificate_in_pass_json(const CertificateVerification& verification) {
  return {{"format", verification.format ? Json(to_string(*verification.format)) : Json()},
          {"reason", verification.refusal ? Json(to_string(*verification.refusal)) : Json()},
          {"checks", checks_json(verification.checks)},
          {"failed_check", text_or_null(verification.failed_check)}};
}

}  // namespace

CertificateAnswer answer(CertificateInput input, const CertificateQuestion& question) {
  CertificateAnswer answer{std::move(input), {}, std::nullopt, std::nullopt, std::nullopt};
  if (answer.input.unusable) return answer;
  if (is_pass(answer.input.content)) {
    answer.pass = PassVerifier(question.trust_store).verify(bytes_of(answer.input.content), question.at);
    if (answer.pass->certificate) answer.verification = *answer.pass->certificate;
  } else {
    answer.verification = CertificateVerifier(question.trust_store).verify(answer.input.content, question.at);
  }
  if (!answer.genuine()) return answer;
  const Certificate& certificate = *certificate_of(answer);
  if (question.policy) answer.unmet = check_policy(certificate, *question.policy, question.at);
  if (question.rules) answer.rules = question.rules->evaluate(certificate, question.country, question.at);
  return answer;
}

Json to_json(const CertificateAnswer& answer, const CertificateQuestion& question) {
  const Certificate* certificate = certificate_of(answer);
  Json json{{"input", answer.input.name},
            {"format", text_or_null(format_of(answer))},
            {"verdict", answer.input.unusable ? "unusable"
                        : answer.genuine()    ? "accepted"
                                              : "refused"},
            {"reason", text_or_null(reason_of(answer))},
            {"issuer", certificate != nullptr ? Json(certificate->issuer) : Json()},
            {"key_id", certificate != nullptr ? Json(certificate->key_id) : Json()},
            {"at", iso_time(question.at)},
            {"checks", answer.pass ? checks_json(answer.pass->checks) : checks_json(answer.verification.checks)},
            {"failed_check", text_or_null(failed_check(answer))},
            {"detail", detail_of(answer)}};
  if (answer.pass && answer.pass->certificate) json["certificate"] = certificate_in_pass_json(answer.verification);
  if (answer.verification.revocation_hashes)
    json["revocation_hashes"] = hashes_json(*answer.verification.revocation_hashes);
  if (question.policy) json["policy"] = policy_json(answer, *question.policy);
  if (question.rules) json["rules"] = rules_json(answer, question.country);
  return json;
}

std::string summary_line(const CertificateAnswer& answer, const CertificateQuestion& question) {
  if (answer.input.unusable) return "unusable: " + answer.input.unusable->message;
  if (!answer.genuine()) return "refused: " + std::string(reason_of(answer)) + " (" + detail_of(answer) + ")";
  const Certificate& certificate = *certificate_of(answer);
  std::string line = "accepted: " + std::string(format_of(answer)) + " of issuer " + certificate.issuer + ", key " +
                     certificate.key_id;
  if (question.policy)
    line += "; policy " + question.policy->name + ": " +
            (answer.unmet ? "refused: " + std::string(to_string(*answer.unmet)) : "accepted");
  return line + rules_summary(answer, question.country);
}

}  // namespace gate
