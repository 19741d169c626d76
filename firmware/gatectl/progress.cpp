#include "gatectl/progress.h"

#include <unistd.h>

#include <iostream>

namespace gate {

void show_progress(const std::string& what) {
  if (isatty(STDERR_FILENO) != 0) std::cerr << "\r\033[K" << what << std::flush;
}

void show_picture_progress(std::size_t done, std::size_t all) {
  show_progress(done == all ? "" : "looking at pictures: " + std::to_string(done) + '/' + std::to_string(all));
}

void ProgressBar::advance_to(std::size_t done, const std::string& remark) {
  constexpr std::size_t kWidth = 30;
  constexpr std::chrono::milliseconds kBetween{100};
  const auto now = std::chrono::steady_clock::now();
  if (!begun_) begun_ = {now, done};
  if (all_ == 0 || (done < all_ && now - shown_ < kBetween)) return;
  shown_ = now;
  const std::size_t filled = done * kWidth / all_;
  show_progress(what_ + " [" + std::string(filled, '#') + std::string(kWidth - filled, ' ') + "] " +
                std::to_string(done) + '/' + std::to_string(all_) + (remark.empty() ? "" : ", " + remark) +
                time_left(done));
}

std::string ProgressBar::time_left(std::size_t done) const {
  constexpr std::chrono::seconds kTooEarlyToTell{3};
  const auto passed = std::chrono::steady_clock::now() - begun_->at;
  if (done <= begun_->done || done == all_ || passed < kTooEarlyToTell) return "";
  const auto left =
      std::chrono::duration_cast<std::chrono::seconds>(passed * (all_ - done) / (done - begun_->done)).count();
  return left < 90 ? ", about " + std::to_string(left) + " s left"
                   : ", about " + std::to_string((left + 30) / 60) + " min left";
}

void ProgressBar::end() { show_progress(""); }

}  // namespace gate
