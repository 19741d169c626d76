#pragma once

#include <opencv2/core/types.hpp>

#include "screen/scene.h"

namespace gate {

/// An sRGB colour.
struct Colour {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;

  cv::Scalar bgrx() const { return {double(blue), double(green), double(red), 255}; }
  bool operator==(const Colour&) const = default;
};

/// The colours of a scene.
struct ToneColours {
  Colour background;
  Colour text;    ///< the sentence, on the background
  Colour advice;  ///< what to do next, on the background
  Colour sign;    ///< of the sign's shape and the oval guide, on the background
  Colour symbol;  ///< what is drawn in the sign; in the ring of kWait, which is open, on the background
};
ToneColours colours_of(Tone tone);

/// Contrast of two colours, 1 to 21, as WCAG 2.1 defines it (success criterion 1.4.3 asks 4.5 of text).
double contrast(Colour a, Colour b);

}  // namespace gate
