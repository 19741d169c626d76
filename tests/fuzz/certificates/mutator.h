#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <string_view>

namespace gate {

/// Makes small random changes, the same for the same seed.
class Mutator {
 public:
  explicit Mutator(std::uint32_t seed) : random_(seed) {}

  std::size_t below(std::size_t limit) { return random_() % limit; }

  // One to three edits: change, insert, remove, duplicate, swap, cut.
  template <class Sequence>
  Sequence edit(Sequence data, std::string_view alphabet = {}) {
    for (std::size_t edits = 1 + below(3); edits > 0 && !data.empty(); --edits) {
      const auto at = data.begin() + static_cast<std::ptrdiff_t>(below(data.size()));
      const auto value =
          static_cast<typename Sequence::value_type>(alphabet.empty() ? below(256) : alphabet[below(alphabet.size())]);
      switch (below(7)) {
        case 0: *at = value; break;
        case 1: *at = static_cast<typename Sequence::value_type>(*at ^ (1U << below(8))); break;
        case 2: data.insert(at, value); break;
        case 3: data.erase(at); break;
        case 4: data.insert(at, *at); break;
        case 5: std::iter_swap(at, data.begin() + static_cast<std::ptrdiff_t>(below(data.size()))); break;
        default: data.resize(1 + below(data.size())); break;
      }
    }
    return data;
  }

 private:
  std::mt19937 random_;
};

}  // namespace gate
