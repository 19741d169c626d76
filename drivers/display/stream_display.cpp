#include "display/stream_display.h"

#include <turbojpeg.h>

#include <memory>
#include <utility>

namespace gate {
namespace {

constexpr int kQuality = 85;  // of 100: letters have no visible fringes

Result<std::string> code(const cv::Mat& bgrx) {
  const std::unique_ptr<void, int (*)(tjhandle)> coder{tjInitCompress(), tjDestroy};
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  const int failed = tjCompress2(coder.get(), bgrx.data, bgrx.cols, static_cast<int>(bgrx.step), bgrx.rows, TJPF_BGRX,
                                 &bytes, &size, TJSAMP_444, kQuality, 0);
  const std::unique_ptr<unsigned char, void (*)(unsigned char*)> owned(bytes, tjFree);
  if (failed != 0) return fail(ErrorCode::kInternal, std::string("JPEG: ") + tjGetErrorStr2(coder.get()));
  return std::string(bytes, bytes + size);
}

}  // namespace

Status StreamDisplay::present(const cv::Mat& bgrx) {
  if (Status fits = check_picture(bgrx, size_); !fits) return fits;
  const std::lock_guard lock(mutex_);
  bgrx.copyTo(newest_);
  fresh_ = true;
  return {};
}

Result<std::string> StreamDisplay::jpeg() {
  const std::lock_guard coding(coding_);
  {
    const std::lock_guard lock(mutex_);
    if (!std::exchange(fresh_, false)) return coded_;
    cv::swap(newest_, taken_);  // present() fills the other one
  }
  auto coded = code(taken_);
  if (!coded) return fail(coded.error());
  coded_ = *std::move(coded);
  return coded_;
}

}  // namespace gate
