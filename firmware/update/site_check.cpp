#include "update/site_check.h"

#include <algorithm>
#include <array>

#include "certificates/trust_store.h"
#include "config/config_file.h"
#include "rules/rule_set.h"

namespace gate {

namespace fs = std::filesystem;

namespace {

Status bad(std::string what) { return fail(ErrorCode::kInvalidInput, std::move(what)); }

bool is_below(const fs::path& path, const fs::path& folder) {
  const fs::path whole = fs::absolute(path).lexically_normal();
  const fs::path base = fs::absolute(folder).lexically_normal();
  return std::mismatch(base.begin(), base.end(), whole.begin(), whole.end()).first == base.end();
}

Status check_places(const Config& config, const fs::path& folder) {
  struct Place {
    std::string_view field;
    fs::path path;
  };
  const fs::path events = config.events.value_or("-");
  const std::array kept{Place{"/store/database", config.store.database},
                        Place{"/store/device_key", config.store.device_key},
                        Place{"/audit/directory", config.audit.directory},
                        Place{"/clock_floor", config.clock_floor},
                        Place{"/events", events == "-" ? fs::path("/dev/null") : events},
                        Place{"/enrolment/key", config.enrolment.key.value_or("/dev/null")},
                        Place{"/console/directory", config.console.directory.value_or("/dev/null")}};
  for (const Place& place : kept)
    if (is_below(place.path, folder))
      return bad("terminal.json: " + std::string(place.field) +
                 ": must not be in the site folder, which is replaced as a whole");
  if (!is_below(config.store.trust_directory, folder))
    return bad("terminal.json: /store/trust_directory: must be in the site folder (\"trust\")");
  return {};
}

/// Without them an updated device could never say that it is well, nor its lamps that a stick was read.
Status check_voice(const Config& config) {
  if (!config.status_file) return bad("terminal.json: /status_file: must be set, /run/gate-terminal/status.json");
  if (!config.notice_file) return bad("terminal.json: /notice_file: must be set, /run/gate-terminal/notice.json");
  return {};
}

Status check_trust(const fs::path& directory) {
  const auto store = TrustStore::open(directory);
  if (!store) return fail(store.error(), "trust store");
  for (const TrustList& list : (*store)->lists())
    if (!list.problem.empty()) return bad(list.file.filename().string() + ": " + list.problem);
  return {};
}

Status check_rules(const RulesConfig& rules) {
  if (!rules.directory) return {};
  const auto opened = RuleSet::open(*rules.directory);
  if (!opened) return fail(opened.error(), "rules");
  if (!(*opened)->has_country(rules.country.value_or(""))) return bad("rules: no acceptance rule of /rules/country");
  return {};
}

}  // namespace

Result<Config> check_site(const fs::path& folder) {
  const auto config = load_config(folder / "terminal.json");
  if (!config) return fail(config.error());
  if (const Status places = check_places(*config, folder); !places) return fail(places.error());
  if (const Status voice = check_voice(*config); !voice) return fail(voice.error());
  if (const auto policy = load_policy(config->policy); !policy) return fail(policy.error(), "policy");
  if (const auto curves = load_curves(config->recognition); !curves) return fail(curves.error(), "curves");
  if (const Status rules = check_rules(config->rules); !rules) return fail(rules.error());
  if (const Status trust = check_trust(config->store.trust_directory); !trust) return fail(trust.error());
  return *config;
}

}  // namespace gate
