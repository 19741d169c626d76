#include "console/sessions.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "encoding/base64.h"
#include "passes/sealing.h"

namespace gate {

bool Sessions::is_over(const Session& session) const {
  const MonotonicTime now = clock_.monotonic_now();
  return now - session.used >= times_.idle || now - session.began >= times_.whole;
}

void Sessions::forget_over() {
  std::erase_if(sessions_, [this](const auto& known) { return is_over(known.second); });
}

std::string Sessions::begin(Role role) {
  forget_over();
  if (sessions_.size() >= kMost)
    sessions_.erase(std::ranges::min_element(sessions_, {}, [](const auto& known) { return known.second.used; }));
  std::array<std::uint8_t, 32> random;
  if (!fill_random(random)) std::abort();  // a guessable token lets anybody in
  std::string token = encode_base64url(random);
  const MonotonicTime now = clock_.monotonic_now();
  sessions_[sha256(bytes_of(token))] = {role, now, now};
  return token;
}

std::optional<Role> Sessions::use(std::string_view token) {
  forget_over();
  const auto found = sessions_.find(sha256(bytes_of(token)));
  if (found == sessions_.end()) return std::nullopt;
  found->second.used = clock_.monotonic_now();
  return found->second.role;
}

std::optional<Role> Sessions::look(std::string_view token) const {
  const auto found = sessions_.find(sha256(bytes_of(token)));
  if (found == sessions_.end() || is_over(found->second)) return std::nullopt;
  return found->second.role;
}

std::size_t Sessions::size() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(sessions_, [this](const auto& known) { return !is_over(known.second); }));
}

}  // namespace gate
