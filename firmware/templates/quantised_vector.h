#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "templates/face_template.h"

namespace gate {

/// A face vector in one byte a number: value = scale * step, steps from -127 to 127, one scale a vector. A quarter of
/// the floats' size, which is what a QR code has room for. Each number is off by at most scale / 2; what that does to
/// distances and decisions is measured by `gatectl evaluate` (section quantisation). Wiped when destroyed.
///
/// There is one form of each: the largest step is 127 or -127, so a vector has one scale. Value type, reentrant.
class QuantisedVector {
 public:
  /// Rounds to the nearest step. kInvalidInput for a vector of zeros (or so near that its scale is no normal number).
  static Result<QuantisedVector> of(const FaceVector& vector);

  /// Reads what bytes() wrote. Hostile input: kInvalidInput for another length than 5 to 1028 bytes, a scale that is
  /// not a positive normal number or too large, a step of -128, or a largest step other than 127.
  static Result<QuantisedVector> read(ModelId model, std::span<const std::uint8_t> bytes);

  /// The scale (IEEE 754 binary32, little endian), then the steps (two's complement).
  std::span<const std::uint8_t> bytes() const { return bytes_; }
  const ModelId& model() const { return model_; }
  /// The numbers as they are compared.
  FaceVector vector() const;

  QuantisedVector(const QuantisedVector&) = default;
  QuantisedVector(QuantisedVector&&) noexcept = default;
  QuantisedVector& operator=(const QuantisedVector&) = delete;
  QuantisedVector& operator=(QuantisedVector&&) = delete;
  ~QuantisedVector();

 private:
  QuantisedVector(ModelId model, std::vector<std::uint8_t> bytes)
      : model_(std::move(model)), bytes_(std::move(bytes)) {}

  ModelId model_;
  std::vector<std::uint8_t> bytes_;
};

}  // namespace gate
