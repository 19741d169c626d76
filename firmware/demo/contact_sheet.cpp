#include "demo/contact_sheet.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace gate {
namespace {

constexpr int kWidth = 480;
constexpr int kFrameHeight = 360;
constexpr int kCaption = 84;
constexpr int kGap = 12;
constexpr int kColumns = 3;

const cv::Scalar kPaper{245, 245, 245};
const cv::Scalar kInk{40, 40, 40};
const cv::Scalar kGreen{60, 160, 40};
const cv::Scalar kRed{50, 50, 210};
const cv::Scalar kAmber{0, 170, 240};
const cv::Scalar kDark{200, 200, 200};

void write(cv::Mat& sheet, const std::string& text, cv::Point at, double size, const cv::Scalar& colour, int weight) {
  cv::putText(sheet, text, at, cv::FONT_HERSHEY_SIMPLEX, size, colour, weight, cv::LINE_AA);
}

void draw_frame(cv::Mat& area, const ContactCell& cell, const cv::Scalar& colour) {
  if (cell.frame.empty()) return;
  cv::Mat frame = cell.frame.clone();
  if (cell.face_px.area() > 0) cv::rectangle(frame, cell.face_px, colour, 3, cv::LINE_AA);
  cv::resize(frame, area, area.size(), 0, 0, cv::INTER_AREA);
}

/// Three lamps as staff see them: lit or dark.
void draw_lamps(cv::Mat& sheet, cv::Point right, const GateOutputs& outputs) {
  const std::pair<bool, cv::Scalar> lamps[] = {
      {outputs.red_lamp, kRed}, {outputs.amber_lamp, kAmber}, {outputs.green_lamp, kGreen}};
  for (const auto& [lit, colour] : lamps) {
    cv::circle(sheet, right, 13, lit ? colour : kDark, cv::FILLED, cv::LINE_AA);
    cv::circle(sheet, right, 13, kInk, 1, cv::LINE_AA);
    right.x += 34;
  }
}

void draw_cell(cv::Mat& sheet, cv::Point corner, const ContactCell& cell) {
  const bool admitted = cell.verdict == "ADMITTED";
  const cv::Scalar& colour = admitted ? kGreen : kRed;
  cv::Mat area = sheet(cv::Rect(corner, cv::Size(kWidth, kFrameHeight)));
  area.setTo(kDark);
  draw_frame(area, cell, colour);
  const cv::Point text = corner + cv::Point(0, kFrameHeight);
  write(sheet, cell.visitor, text + cv::Point(2, 24), 0.55, kInk, 1);
  write(sheet, cell.verdict, text + cv::Point(2, 54), 0.8, colour, 2);
  write(sheet, cell.reason, text + cv::Point(2, 76), 0.5, kInk, 1);
  write(sheet, cell.outputs.lock_release ? "gate released" : "gate locked", text + cv::Point(200, 54), 0.55, kInk, 1);
  draw_lamps(sheet, text + cv::Point(kWidth - 90, 46), cell.outputs);
}

}  // namespace

Status write_contact_sheet(const std::filesystem::path& file, const std::vector<ContactCell>& cells) {
  const int rows = (static_cast<int>(cells.size()) + kColumns - 1) / kColumns;
  const int cell_height = kFrameHeight + kCaption + kGap;
  cv::Mat sheet(rows * cell_height + kGap, kColumns * (kWidth + kGap) + kGap, CV_8UC3, kPaper);
  for (int i = 0; i < static_cast<int>(cells.size()); ++i) {
    const cv::Point corner(kGap + (i % kColumns) * (kWidth + kGap), kGap + (i / kColumns) * cell_height);
    draw_cell(sheet, corner, cells[static_cast<std::size_t>(i)]);
  }
  try {
    if (cv::imwrite(file.string(), sheet)) return {};
  } catch (const cv::Exception&) {  // said below in our own words
  }
  return fail(ErrorCode::kIo, file.string() + ": the contact sheet cannot be written");
}

}  // namespace gate
