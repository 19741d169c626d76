#include "templates/quantised_vector.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace gate {
namespace {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

constexpr float kLargestStep = 127;
constexpr std::size_t kScaleBytes = sizeof(float);
constexpr std::size_t kMaxSteps = 1024;  // as FaceVector
static_assert(std::endian::native == std::endian::little, "a big-endian board needs the scale's bytes swapped here");

tl::unexpected<Error> invalid(std::string_view what) {
  return fail(ErrorCode::kInvalidInput, "quantised face vector: " + std::string(what));
}

int step_at(ByteView bytes, std::size_t index) { return std::bit_cast<std::int8_t>(bytes[kScaleBytes + index]); }

float scale_of(ByteView bytes) {
  float scale = 0;
  std::memcpy(&scale, bytes.data(), kScaleBytes);
  return scale;
}

/// Positive, and neither so small that steps lose their precision nor so large that 127 of it come near to infinity.
bool usable(float scale) {
  return std::isnormal(scale) && scale > 0 && scale <= std::numeric_limits<float>::max() / 256;
}

}  // namespace

QuantisedVector::~QuantisedVector() {
  if (!bytes_.empty()) explicit_bzero(bytes_.data(), bytes_.size());
}

Result<QuantisedVector> QuantisedVector::of(const FaceVector& vector) {
  const auto values = vector.values();
  const float largest = std::abs(*std::ranges::max_element(values, {}, [](float value) { return std::abs(value); }));
  const float scale = largest / kLargestStep;
  if (!usable(scale)) return invalid("its numbers are all zero");
  Bytes bytes(kScaleBytes + values.size());
  std::memcpy(bytes.data(), &scale, kScaleBytes);
  std::ranges::transform(values, bytes.begin() + kScaleBytes, [&](float value) {
    const float step = std::clamp(std::round(value / scale), -kLargestStep, kLargestStep);
    return std::bit_cast<std::uint8_t>(static_cast<std::int8_t>(step));
  });
  return QuantisedVector(vector.model(), std::move(bytes));
}

Result<QuantisedVector> QuantisedVector::read(ModelId model, ByteView bytes) {
  if (model.empty()) return invalid("without a model id");
  if (bytes.size() <= kScaleBytes || bytes.size() > kScaleBytes + kMaxSteps)
    return invalid("1 to 1024 steps are allowed");
  if (!usable(scale_of(bytes))) return invalid("the scale is not a number in range");
  int largest = 0;
  for (std::size_t i = 0; i < bytes.size() - kScaleBytes; ++i) largest = std::max(largest, std::abs(step_at(bytes, i)));
  if (largest != static_cast<int>(kLargestStep)) return invalid("its largest step is not 127");
  return QuantisedVector(std::move(model), Bytes(bytes.begin(), bytes.end()));
}

FaceVector QuantisedVector::vector() const {
  const float scale = scale_of(bytes_);
  std::vector<float> values(bytes_.size() - kScaleBytes);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = scale * static_cast<float>(step_at(bytes_, i));
  FaceVector vector = FaceVector::create(model_, values).value();  // finite and of allowed length: see read() and of()
  explicit_bzero(values.data(), values.size() * sizeof(float));
  return vector;
}

}  // namespace gate
