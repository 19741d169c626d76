#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "certificates/certificate.h"
#include "rules/business_rule.h"

namespace gate {

/// Which kinds of statement a certificate holds, in the order vaccination, recovery, test. Never kGeneral. Empty for an
/// attestation, which gives rules nothing to judge.
std::vector<RuleSubject> subjects_of(const Certificate& certificate);

/// The certificate as rules see it ("payload"): the EU DCC's own JSON, rebuilt, whatever the format was, with the
/// statements of one kind. Of several doses the latest counts, as the EU's vaccination entry states it: dn is its
/// stated number, or how many doses against the disease are listed; sd is what is stated, or the product's primary
/// series. What is not stated is left out, and a rule that needs it does not hold or is open. `subject` is not
/// kGeneral. Reentrant.
nlohmann::json rule_payload(const Certificate& certificate, RuleSubject subject);

/// The DCC schema that the payload follows: the certificate's own "ver", or 1.3.0 for other formats.
std::string payload_schema(const Certificate& certificate);

/// Who issued it, as ISO 3166-1 alpha-2: the issuer when it is a country (EU DCC, VDS-NC), else the country of the
/// statement.
std::string issuer_country(const Certificate& certificate, RuleSubject subject);

}  // namespace gate
