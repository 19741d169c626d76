#pragma once

#include "screen/pen.h"
#include "screen/scene.h"

namespace gate {

/// Draws it into the pen's square. Plain strokes, for they are seen from metres away.
void draw_pictogram(Pen& pen, Pictogram pictogram);

}  // namespace gate
