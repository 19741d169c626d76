#pragma once

namespace gate {

/// Kinds of statement: those a certificate makes, or those a signer may make. Plain data.
struct StatementKinds {
  bool tests = false;
  bool vaccinations = false;
  bool recoveries = false;

  static constexpr StatementKinds all() { return {true, true, true}; }
  constexpr bool covers(const StatementKinds& others) const {
    return (tests || !others.tests) && (vaccinations || !others.vaccinations) && (recoveries || !others.recoveries);
  }
};

}  // namespace gate
