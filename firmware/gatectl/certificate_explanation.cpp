// What `gatectl certificate explain` tells a person.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include "certificates/product_table.h"
#include "common/iso_time.h"
#include "gatectl/certificate_answer.h"

namespace gate {
namespace {

std::string_view kind_of(CertificateFormat format) {
  switch (format) {
    case CertificateFormat::kEuDcc: return "EU Digital COVID Certificate";
    case CertificateFormat::kSmartHealthCard: return "SMART Health Card";
    case CertificateFormat::kVdsNc: return "ICAO visible digital seal (VDS-NC)";
    case CertificateFormat::kNzcp: return "New Zealand COVID Pass";
  }
  return "certificate";
}

/// What whoever holds it, or runs the terminal, can do about it.
std::string_view advice(CertificateRefusal refusal) {
  switch (refusal) {
    case CertificateRefusal::kFormatUnknown:
    case CertificateRefusal::kContentUnsupported:
      return "This code is no certificate the terminal knows. Show the certificate's own code.";
    case CertificateRefusal::kTooLarge:
    case CertificateRefusal::kEncodingInvalid:
    case CertificateRefusal::kCompressionInvalid:
    case CertificateRefusal::kCborInvalid:
    case CertificateRefusal::kJsonInvalid:
    case CertificateRefusal::kCoseInvalid:
    case CertificateRefusal::kJwsInvalid:
    case CertificateRefusal::kSchemaInvalid:
    case CertificateRefusal::kSeveralEntries:
      return "The code is damaged or was made wrongly. Scan it again; if that does not help, ask its issuer for a new "
             "one.";
    case CertificateRefusal::kChunksIncomplete: return "This card is spread over several codes. Show all of them.";
    case CertificateRefusal::kAlgorithmUnsupported:
    case CertificateRefusal::kIssuerInvalid:
    case CertificateRefusal::kKeyUsageNotAllowed:
      return "Its issuer signed it in a way the format does not allow. Ask the issuer for a new one.";
    case CertificateRefusal::kSignerUnknown:
    case CertificateRefusal::kChainInvalid:
      return "Nobody the trust store knows vouches for the signer. If the certificate is real, the lists are missing "
             "or "
             "old: gatectl trust list.";
    case CertificateRefusal::kSignatureInvalid: return "Somebody changed it, or it is a forgery. Do not accept it.";
    case CertificateRefusal::kSignerExpired:
      return "The signer's own certificate is out of date. The holder needs a certificate issued anew.";
    case CertificateRefusal::kSignerRevoked:
    case CertificateRefusal::kRevoked: return "It was withdrawn by its issuer. Do not accept it.";
    case CertificateRefusal::kNotYetValid: return "It is not valid yet. Check the clock, or come back later.";
    case CertificateRefusal::kExpired: return "It has run out. The holder can ask the issuer for a new one.";
    case CertificateRefusal::kRevocationListInvalid:
      return "The issuer's list of withdrawn certificates cannot be used: import a new one (gatectl trust import).";
  }
  return "";
}

std::string day(std::chrono::year_month_day date) {
  return iso_time(WallTime(std::chrono::sys_days(date))).substr(0, 10);
}

std::string product_name(const std::string& product) {
  const VaccineProduct* known = find_product(product);
  return known == nullptr ? product : known->name + " (" + product + ")";
}

std::string doses(const Immunisation& dose) {
  if (dose.dose_number == 0) return "";
  const std::string number = ", dose " + std::to_string(dose.dose_number);
  return dose.doses_in_series == 0 ? number : number + " of " + std::to_string(dose.doses_in_series);
}

std::string statements(const Certificate& certificate) {
  std::string text;
  for (const Immunisation& dose : certificate.immunisations)
    text += fmt::format("  vaccination  {}{}, {} {}\n", product_name(dose.product), doses(dose), day(dose.date),
                        dose.country);
  for (const TestResult& test : certificate.tests)
    text += fmt::format("  test         {}, {}, sampled {} {}\n",
                        test.kind == "LP6464-4"     ? "nucleic acid amplification"
                        : test.kind == "LP217198-3" ? "rapid antigen"
                                                    : test.kind,
                        test.result == "260415000"   ? "not detected"
                        : test.result == "260373001" ? "DETECTED"
                                                     : test.result,
                        iso_time(test.sampled_at), test.country);
  for (const Recovery& recovery : certificate.recoveries)
    text += fmt::format("  recovery     first positive {}, valid {} to {} {}\n", day(recovery.first_positive),
                        day(recovery.valid_from), day(recovery.valid_until), recovery.country);
  for (const Attestation& attestation : certificate.attestations)
    text += fmt::format("  attestation  {}\n", attestation.kind);
  return text;
}

std::string content(const Certificate& certificate) {
  const Holder& holder = certificate.holder;
  std::string text = fmt::format("  issuer       {} (key {})\n", certificate.issuer, certificate.key_id);
  text += fmt::format("  holder       {} {}, born {}\n", holder.given_name, holder.family_name,
                      holder.birth_date.empty() ? "unknown" : holder.birth_date);
  if (certificate.issued_at) text += fmt::format("  valid from   {}\n", iso_time(*certificate.issued_at));
  if (certificate.expires_at) text += fmt::format("  valid until  {}\n", iso_time(*certificate.expires_at));
  return text + statements(certificate);
}

template <class Checks>
std::string checks(const Checks& list) {
  std::string text;
  for (const auto& check : list) text += fmt::format("  {} {}\n", check.passed ? "✓" : "✗", check.name);
  return text;
}

}  // namespace

std::string explanation(const CertificateAnswer& answer, const CertificateQuestion& question) {
  if (answer.input.unusable) return summary_line(answer, question) + "\n";
  const CertificateVerification& verification = answer.verification;
  std::string text = answer.pass ? "Pass of the venue" : "";
  if (verification.format)
    text += std::string(answer.pass ? ", binding an " : "") + std::string(kind_of(*verification.format));
  text += (text.empty() ? "" : "\n") + summary_line(answer, question) + "\n";
  if (answer.pass) text += "\nThe pass, checked in this order:\n" + checks(answer.pass->checks);
  if (!verification.checks.empty()) text += "\nThe certificate, checked in this order:\n" + checks(verification.checks);
  if (verification.decoded)
    text += "\nWhat it says" + std::string(answer.genuine() ? "" : " (not to be trusted)") + ":\n" +
            content(*verification.decoded);
  if (verification.refusal) text += "\n" + std::string(advice(*verification.refusal)) + "\n";
  return text;
}

}  // namespace gate
