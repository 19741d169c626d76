#pragma once

#include <filesystem>
#include <opencv2/core/mat.hpp>
#include <string>
#include <vector>

#include "common/result.h"
#include "gate_io/gate_io.h"

namespace gate {

/// One visit as a picture: what the camera saw at the decision, and what the gate answered.
struct ContactCell {
  std::string visitor;  ///< who came, in words
  cv::Mat frame;        ///< CV_8UC3; empty when nothing was decided
  cv::Rect face_px;     ///< empty when no face was found
  std::string verdict;  ///< "ADMITTED", "REFUSED"
  std::string reason;   ///< its published code
  GateOutputs outputs;  ///< lamps and lock at the moment after the decision
};

/// Draws the cells two abreast, each with its frame, face box, verdict and lamps, and writes a PNG. kIo when it cannot.
Status write_contact_sheet(const std::filesystem::path& file, const std::vector<ContactCell>& cells);

}  // namespace gate
