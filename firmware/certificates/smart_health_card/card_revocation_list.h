#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "common/clock.h"
#include "common/result.h"

namespace gate {

/// What one issuer key has revoked (SMART Health Cards Framework 1.4, "Revocation"). Immutable; reentrant.
class CardRevocationList {
 public:
  /// kInvalidInput when a member is missing or malformed: a method other than "rid", an identifier that is not
  /// base64url or is longer than 24 characters, a time after it that is no number.
  static Result<CardRevocationList> read(const nlohmann::json& json);

  const std::string& key_id() const { return key_id_; }
  std::int64_t counter() const { return counter_; }
  std::size_t size() const { return revoked_.size(); }
  /// Whether a card with this identifier, valid from `not_before`, is revoked: it is listed without a time, or was
  /// valid before the latest time it is listed with.
  bool revokes(const std::string& revocation_id, WallTime not_before) const;

 private:
  Status add(const std::string& entry);

  std::string key_id_;
  std::int64_t counter_ = 0;
  std::map<std::string, std::optional<WallTime>> revoked_;  ///< without a time: for good
};

}  // namespace gate
