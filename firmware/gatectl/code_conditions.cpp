#include "gatectl/code_conditions.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace gate {
namespace {

using Conditions = std::vector<CodeCondition>;

/// A row of conditions that differ from `view` in one number.
void sweep(Conditions& conditions, const char* name, CodeView view, double CodeView::*what,
           std::initializer_list<double> values) {
  for (const double value : values) {
    view.*what = value;
    conditions.push_back({fmt::format(fmt::runtime(name), value), view});
  }
}

CodeView on(CodeMedium medium, double module_px = 3) {
  CodeView view;
  view.medium = medium;
  view.module_px = module_px;
  return view;
}

void add_single(Conditions& all) {
  sweep(all, "paper, {} px a module", {}, &CodeView::module_px, {1.5, 1.75, 2, 2.5, 3, 4, 5, 6});
  sweep(all, "paper, yaw {}", {}, &CodeView::yaw_deg, {15, 30, 45, 60});
  sweep(all, "paper, pitch {}", {}, &CodeView::pitch_deg, {15, 30, 45, 60});
  sweep(all, "paper, roll {}", {}, &CodeView::roll_deg, {20, 45, 90, 180});
  sweep(all, "paper, defocus sigma {} px", {}, &CodeView::blur_px, {1, 1.25, 1.5, 1.75, 2});
  sweep(all, "paper, motion {} px", {}, &CodeView::motion_px, {2, 3, 4, 6});
  sweep(all, "paper, noise sigma {}", {}, &CodeView::noise, {10, 20, 30});
  for (const int quality : {60, 40, 25}) {
    CodeView view;
    view.jpeg_quality = quality;
    all.push_back({fmt::format("paper, JPEG quality {}", quality), view});
  }
}

void add_screens(Conditions& all) {
  sweep(all, "phone, glare over {} of the code", on(CodeMedium::kPhone), &CodeView::glare_share,
        {0, 0.02, 0.05, 0.1, 0.2});
  sweep(all, "dim phone, {} px a module", on(CodeMedium::kDimPhone), &CodeView::module_px, {2, 2.5, 3, 4});
  sweep(all, "dark-mode phone, {} px a module", on(CodeMedium::kDarkPhone), &CodeView::module_px, {2, 2.5, 3, 4});
}

}  // namespace

Conditions visitor_conditions() {
  Conditions all;
  CodeView view = on(CodeMedium::kPhone);
  view.yaw_deg = 30;
  view.glare_share = 0.05;
  all.push_back({"phone, yaw 30, glare 0.05", view});
  view.pitch_deg = 20;
  view.roll_deg = 15;
  all.push_back({"phone, yaw 30, glare 0.05, pitch 20, roll 15", view});
  view.motion_px = 2;
  all.push_back({"phone, yaw 30, glare 0.05, pitch 20, roll 15, motion 2 px", view});
  view.blur_px = 1;
  all.push_back({"… the same and defocus 1 px", view});
  view = on(CodeMedium::kDimPhone);
  view.yaw_deg = 30;
  view.glare_share = 0.02;
  all.push_back({"dim phone, yaw 30, glare 0.02", view});
  view.medium = CodeMedium::kDarkPhone;
  all.push_back({"dark-mode phone, yaw 30, glare 0.02", view});
  view = on(CodeMedium::kPaper, 2);
  view.yaw_deg = 30;
  view.blur_px = 0.8;
  all.push_back({"far paper, 2 px a module, yaw 30, defocus 0.8 px", view});
  return all;
}

Conditions code_conditions() {
  Conditions all;
  add_single(all);
  add_screens(all);
  const Conditions visitors = visitor_conditions();
  all.insert(all.end(), visitors.begin(), visitors.end());
  return all;
}

CodeView held_in_a_hand(CodeView view, std::mt19937& random) {
  std::uniform_real_distribution<double> any(-1, 1);
  view.module_px *= 1 + 0.03 * any(random);
  view.yaw_deg += 3 * any(random);
  view.pitch_deg += 3 * any(random);
  view.roll_deg += 4 * any(random);
  view.offset_px += cv::Point2d(40 * any(random), 25 * any(random));
  view.motion_px = std::abs(view.motion_px + 1 * any(random));
  view.motion_deg = 180 * any(random);
  view.blur_px = std::max(0.3, view.blur_px + 0.15 * any(random));
  view.glare_at = cv::Point2d(0.6 * any(random), 0.6 * any(random));
  return view;
}

}  // namespace gate
