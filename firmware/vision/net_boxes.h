#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

namespace gate {

/// A box with the score of the net that found it, 0..1.
struct NetBox {
  cv::Rect2d box_px;
  double score = 0;
};

/// How a part of a picture is fitted into a net's input: shrunk or enlarged by `scale` into its top left corner, the
/// rest grey. Stretching instead loses every fourth masked face: the net knows faces of natural proportions.
struct Letterbox {
  cv::Rect area;     ///< of the picture, px; may reach beyond it, where all is grey
  cv::Size input;    ///< the net's, px
  double scale = 1;  ///< input px by picture px

  static Letterbox of(const cv::Rect& area, const cv::Size& input);
};

/// The net's input.
cv::Mat fitted(const cv::Mat& bgr, const Letterbox& letterbox);

/// The boxes of a net whose outputs are N x 4 corners (left, top, right, bottom as shares of the input) and N x 2
/// scores (background, face), CV_32F, in px of the picture; those below `lowest_score` are left out, best first.
std::vector<NetBox> boxes_of(const cv::Mat& corners, const cv::Mat& scores, const Letterbox& letterbox,
                             double lowest_score);

/// The best of every group of boxes of which each overlaps the best by more than `overlap` (intersection over union).
std::vector<NetBox> without_doubles(std::vector<NetBox> best_first, double overlap);

double intersection_over_union(const cv::Rect2d& a, const cv::Rect2d& b);

/// The box dlib's landmarks expect for the face in this net's box.
cv::Rect dlib_box(const cv::Rect2d& net_box_px);
/// The other way: a square, for the net's box is of no fixed shape.
cv::Rect2d net_box(const cv::Rect& dlib_box_px);

}  // namespace gate
