#pragma once

#include <memory>
#include <ostream>

namespace gate {

/// One of the things a contract suite runs over: its name, by which ctest lists its tests, and how it is made.
template <class Make>
struct ContractKind {
  const char* name;
  Make make;

  friend std::ostream& operator<<(std::ostream& out, const ContractKind& kind) { return out << kind.name; }
};

/// For suites whose kinds are benches.
template <class Bench>
using BenchKind = ContractKind<std::unique_ptr<Bench> (*)()>;
template <class Bench, class Kind>
BenchKind<Bench> bench_kind(const char* name) {
  return {name, []() -> std::unique_ptr<Bench> { return std::make_unique<Kind>(); }};
}

}  // namespace gate
