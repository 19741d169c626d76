#include "terminal/camera_code_watch.h"

#include <cstring>

#include "passes/qr_pass_codec.h"

namespace gate {

void CameraCodeWatch::look(const Frame& frame) {
  if (wanted_ != nullptr && !*wanted_) {
    reader_ = CodeReader(kReading);  // what is still in view is news to whoever wants it next
    return forget();
  }
  if (auto text = reader_.observe(frame, clock_.monotonic_now())) take(*std::move(text));
  if (!reader_.shows(in_view_)) forget();
  if (!in_view_.empty()) read_.put(in_view_);
}

void CameraCodeWatch::take(std::string text) {
  const bool beside_a_pass = looks_like_qr_pass(in_view_) && reader_.shows(in_view_) && !looks_like_qr_pass(text);
  if (beside_a_pass) return;
  forget();
  in_view_ = std::move(text);
}

void CameraCodeWatch::forget() {
  explicit_bzero(in_view_.data(), in_view_.size());
  in_view_.clear();
}

}  // namespace gate
