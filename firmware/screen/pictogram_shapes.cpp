#include "screen/pictogram_shapes.h"

#include <cmath>

namespace gate {
namespace {

using Points = std::vector<cv::Point2d>;

constexpr double kBold = 12;
constexpr double kThin = 8;

/// Head and shoulders.
void bust(Pen& pen, double x, double top, double size) {
  pen.disc(x, top + 0.25 * size, 0.24 * size);
  pen.oval(x, top + size, 0.42 * size, 0.44 * size);
  pen.ink(Pen::Ink::kErase);
  pen.box(x - size, top + size, 2 * size, size, 0);
  pen.ink(Pen::Ink::kDraw);
}

void face(Pen& pen, cv::Point2d centre, double half_height, double looks_aside) {
  const double half_width = 0.76 * half_height;
  const double shift = looks_aside * 0.4 * half_width;
  pen.ring(centre.x, centre.y, half_width, half_height, 8);
  for (const double side : {-1.0, 1.0})
    pen.disc(centre.x + shift + side * 0.36 * half_width, centre.y - 0.15 * half_height, 0.12 * half_height);
  const double mouth = centre.y + 0.5 * half_height;
  pen.lines({{centre.x + shift - 0.3 * half_width, mouth}, {centre.x + shift + 0.3 * half_width, mouth}}, 6);
}

/// The camera's frame around a face.
void look_here(Pen& pen) {
  face(pen, {50, 50}, 30, 0);
  for (const double x : {4.0, 96.0})
    for (const double y : {4.0, 96.0}) {
      const double in_x = x < 50 ? 18 : -18;
      const double in_y = y < 50 ? 18 : -18;
      pen.lines({{x + in_x, y}, {x, y}, {x, y + in_y}}, kThin);
    }
}

void one_person(Pen& pen) {
  bust(pen, 50, 8, 84);
  for (const double x : {12.0, 88.0}) {
    pen.lines({{x - 9, 14}, {x + 9, 32}}, 7);
    pen.lines({{x + 9, 14}, {x - 9, 32}}, 7);
  }
}

/// Diagonal arrows at the corners; outwards: the face is to become larger.
void corner_arrows(Pen& pen, double from, double to) {
  for (const double x : {-1.0, 1.0})
    for (const double y : {-1.0, 1.0}) pen.arrow({50 + x * from, 50 + y * from}, {50 + x * to, 50 + y * to}, 8);
}

void into_oval(Pen& pen) {
  pen.ring(50, 50, 24, 34, 8);
  pen.arrow({2, 50}, {38, 50}, 8);
  pen.arrow({98, 50}, {62, 50}, 8);
}

void sun(Pen& pen) {
  pen.disc(50, 50, 20);
  for (int ray = 0; ray < 8; ++ray) {
    const double angle = ray * CV_PI / 4;
    const cv::Point2d way(std::cos(angle), std::sin(angle));
    pen.lines({cv::Point2d(50, 50) + 32 * way, cv::Point2d(50, 50) + 46 * way}, 9);
  }
}

void code(Pen& pen) {
  for (const cv::Point2d corner : {cv::Point2d(4, 4), cv::Point2d(60, 4), cv::Point2d(4, 60)}) {
    pen.box(corner.x, corner.y, 36, 36, 3);
    pen.ink(Pen::Ink::kErase);
    pen.box(corner.x + 8, corner.y + 8, 20, 20, 0);
    pen.ink(Pen::Ink::kDraw);
    pen.box(corner.x + 13, corner.y + 13, 10, 10, 0);
  }
  for (const cv::Point2d module :
       Points{{58, 58}, {72, 58}, {86, 58}, {65, 70}, {79, 72}, {58, 84}, {72, 86}, {86, 84}})
    pen.box(module.x, module.y, 11, 11, 0);
}

void turned_head(Pen& pen, double side) {
  face(pen, {50, 27}, 27, side);
  pen.arrow({50 - side * 40, 78}, {50 + side * 46, 78}, 10);
}

void hourglass(Pen& pen) {
  pen.lines({{22, 8}, {78, 8}}, kBold);
  pen.lines({{22, 92}, {78, 92}}, kBold);
  pen.lines({{28, 10}, {28, 24}, {46, 50}, {28, 76}, {28, 90}}, kThin);
  pen.lines({{72, 10}, {72, 24}, {54, 50}, {72, 76}, {72, 90}}, kThin);
  pen.polygon({{30, 28}, {70, 28}, {50, 56}});
  pen.polygon({{34, 86}, {66, 86}, {50, 64}});
}

void question(Pen& pen) {
  pen.arc(50, 30, 24, 180, 405, kBold);
  pen.lines({{66.5, 47}, {50, 58}, {50, 68}}, kBold);
  pen.disc(50, 90, 8);
}

void document(Pen& pen) {
  pen.lines({{16, 6}, {58, 6}, {78, 26}, {78, 44}}, kThin);
  pen.lines({{16, 6}, {16, 94}, {46, 94}}, kThin);
  pen.lines({{30, 34}, {60, 34}}, 7);
  pen.lines({{30, 52}, {52, 52}}, 7);
  pen.lines({{62, 64}, {90, 92}}, kBold);
  pen.lines({{90, 64}, {62, 92}}, kBold);
}

void calendar(Pen& pen) {
  pen.box(6, 14, 88, 80, 8);
  pen.lines({{28, 6}, {28, 18}}, 9);
  pen.lines({{72, 6}, {72, 18}}, 9);
  pen.ink(Pen::Ink::kErase);
  pen.box(15, 36, 70, 49, 3);
  pen.ink(Pen::Ink::kDraw);
  pen.lines({{38, 48}, {62, 74}}, 10);
  pen.lines({{62, 48}, {38, 74}}, 10);
}

void camera(Pen& pen) {
  pen.box(6, 26, 88, 60, 10);
  pen.box(34, 14, 32, 20, 5);
  pen.ink(Pen::Ink::kErase).disc(50, 56, 21);
  pen.lines({{10, 6}, {90, 98}}, 20);
  pen.ink(Pen::Ink::kDraw).disc(50, 56, 11);
  pen.lines({{8, 8}, {90, 98}}, 9);
}

void wrench(Pen& pen) {
  pen.lines({{24, 78}, {66, 34}}, 20);
  pen.disc(68, 32, 26);
  pen.ink(Pen::Ink::kErase);
  pen.polygon({{62, 38}, {70, 8}, {100, -10}, {110, 20}, {92, 32}});
  pen.disc(24, 78, 4.5);
  pen.ink(Pen::Ink::kDraw);
}

void door(Pen& pen) {
  pen.lines({{44, 6}, {8, 6}, {8, 94}, {44, 94}}, kBold);
  pen.arrow({30, 50}, {96, 50}, 14);
}

void stick(Pen& pen) {
  pen.box(33, 44, 34, 52, 6);
  pen.box(39, 24, 22, 22, 2);
  pen.ink(Pen::Ink::kErase);
  pen.box(43.5, 30, 4.5, 6, 0);
  pen.box(52, 30, 4.5, 6, 0);
  pen.ink(Pen::Ink::kDraw);
  pen.lines({{12, 6}, {34, 6}}, kThin);
  pen.lines({{66, 6}, {88, 6}}, kThin);
  for (const double x : {10.0, 90.0}) pen.arrow({x, 66}, {x, 34}, 6);
}

}  // namespace

void draw_pictogram(Pen& pen, Pictogram pictogram) {
  switch (pictogram) {
    case Pictogram::kFace: return look_here(pen);
    case Pictogram::kOnePerson: return one_person(pen);
    case Pictogram::kComeCloser: face(pen, {50, 50}, 24, 0); return corner_arrows(pen, 30, 46);
    case Pictogram::kStepBack: face(pen, {50, 50}, 24, 0); return corner_arrows(pen, 46, 30);
    case Pictogram::kIntoOval: return into_oval(pen);
    case Pictogram::kLight: return sun(pen);
    case Pictogram::kHoldStill: pen.box(20, 10, 22, 80, 5); return pen.box(58, 10, 22, 80, 5);
    case Pictogram::kCode: return code(pen);
    case Pictogram::kTurnLeft: return turned_head(pen, -1);
    case Pictogram::kTurnRight: return turned_head(pen, 1);
    case Pictogram::kHourglass: return hourglass(pen);
    case Pictogram::kTick: return pen.lines({{12, 54}, {40, 80}, {90, 22}}, 16);
    case Pictogram::kArrow: return pen.arrow({50, 94}, {50, 10}, 16);
    case Pictogram::kCross: pen.lines({{16, 16}, {84, 84}}, 17); return pen.lines({{84, 16}, {16, 84}}, 17);
    case Pictogram::kQuestion: return question(pen);
    case Pictogram::kDocument: return document(pen);
    case Pictogram::kCalendar: return calendar(pen);
    case Pictogram::kExclamation: pen.lines({{50, 8}, {50, 60}}, 18); return pen.disc(50, 88, 11);
    case Pictogram::kCamera: return camera(pen);
    case Pictogram::kWrench: return wrench(pen);
    case Pictogram::kDoor: return door(pen);
    case Pictogram::kStick: return stick(pen);
  }
}

}  // namespace gate
