#pragma once

#include <vector>

#include "evaluation/face_collection.h"

namespace gate {

/// One comparison of pairs.csv as a file pass and as a QR pass gives it.
struct QuantisedComparison {
  float exact = 0;      ///< floats on both sides
  float quantised = 0;  ///< the enrolled side as a QR pass carries it
};

/// Every pair of pairs.csv twice: each picture once as the pass, the other as the visitor.
std::vector<QuantisedComparison> quantised_comparisons(const FaceCollection& collection);

/// How many come out on the other side of a threshold once quantised.
std::size_t changed_decisions(const std::vector<QuantisedComparison>& comparisons, float threshold);

/// The largest difference of two distances.
float largest_error(const std::vector<QuantisedComparison>& comparisons);

}  // namespace gate
