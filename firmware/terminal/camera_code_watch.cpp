#include "terminal/camera_code_watch.h"

#include <algorithm>

#include "passes/qr_pass_codec.h"

namespace gate {

void CameraCodeWatch::look(const Frame& frame) {
  if (clock_.monotonic_now() < due_) return;
  due_ = clock_.monotonic_now() + kEvery;
  std::vector<ScannedCode> codes = scanner_.scan(frame.bgr, CodeScanner::Effort::kFrame);
  if (codes.empty()) return;
  const auto pass = std::ranges::find_if(codes, [](const ScannedCode& code) { return looks_like_qr_pass(code.text); });
  read_.put(std::move((pass != codes.end() ? *pass : codes.front()).text));
}

}  // namespace gate
