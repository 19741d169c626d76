#pragma once

namespace gate {

/// How a camera shows what stands before it.
struct Optics {
  int width_px = 640;
  double horizontal_fov_deg = 62.2;  ///< Raspberry Pi Camera Module 2 (its data sheet); 20 .. 120
};

/// From where to where a visitor's face must be found, from the camera, metres.
struct DetectionRange {
  double nearest_m = 0.35;
  double farthest_m = 1.0;
};

/// The face box's side in px at a distance. From the pinhole camera and a box side of 0.157 m: 2.5 times the distance
/// between the pupils, whose adult mean is 63 mm (Dodgson 2004, "Variation and extrema of human interpupillary
/// distance").
double face_px_at(double distance_m, const Optics& optics);

/// The distance at which a face box has that side.
double distance_of(double face_px, const Optics& optics);

/// The scale to search whole frames at, so that the smallest face of the range is found and no work is spent on smaller
/// ones. 0.25 .. 2: finer than 2 finds nothing more.
double search_scale(const DetectionRange& range, const Optics& optics);

}  // namespace gate
