#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

namespace gate {

/// An allocator that zeroes memory before giving it back, so that a vector's growth, move or end leaves nothing behind.
template <class T>
struct WipingAllocator : std::allocator<T> {
  template <class U>
  struct rebind {
    using other = WipingAllocator<U>;
  };
  WipingAllocator() = default;
  template <class U>
  explicit WipingAllocator(const WipingAllocator<U>&) {}

  void deallocate(T* memory, std::size_t count) {
    explicit_bzero(memory, count * sizeof(T));
    std::allocator<T>::deallocate(memory, count);
  }
};

/// For keys, plain texts of sealed records and faces as numbers.
template <class T>
using Wiped = std::vector<T, WipingAllocator<T>>;

using WipedBytes = Wiped<std::uint8_t>;

}  // namespace gate
