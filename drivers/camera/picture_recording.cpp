#include <algorithm>
#include <opencv2/imgcodecs.hpp>
#include <system_error>
#include <vector>

#include "camera/recording.h"

namespace gate {
namespace {

using std::chrono::nanoseconds;

class PictureRecording final : public Recording {
 public:
  PictureRecording(std::vector<std::filesystem::path> files, nanoseconds period)
      : files_(std::move(files)), period_(period) {}

  bool advance() override {
    if (next_ == files_.size()) return false;
    ++next_;
    return true;
  }

  nanoseconds position() const override { return period_ * static_cast<nanoseconds::rep>(next_ - 1); }
  nanoseconds period() const override { return period_; }

  Result<cv::Mat> picture() override {
    const auto& file = files_[next_ - 1];
    try {
      cv::Mat bgr = cv::imread(file.string(), cv::IMREAD_COLOR);
      if (!bgr.empty()) return bgr;
    } catch (const cv::Exception&) {
      // told below, with the file's name
    }
    return fail(ErrorCode::kInvalidInput, file.string() + ": damaged picture; replace or remove it");
  }

  Status rewind() override {
    next_ = 0;
    return {};
  }

 private:
  const std::vector<std::filesystem::path> files_;
  const nanoseconds period_;
  std::size_t next_ = 0;
};

Result<std::vector<std::filesystem::path>> pictures_in(const std::filesystem::path& folder) {
  std::error_code error;
  std::vector<std::filesystem::path> files;
  std::filesystem::directory_iterator entry(folder, error);
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    std::error_code unreadable;
    if (entry->is_regular_file(unreadable) && is_picture(entry->path())) files.push_back(entry->path());
  }
  if (error) return fail(ErrorCode::kIo, folder.string() + ": cannot be listed: " + error.message());
  if (files.empty()) {
    return fail(ErrorCode::kInvalidInput, folder.string() + ": no picture in this folder; put JPEG or PNG files in it");
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

bool is_picture(const std::filesystem::path& file) {
  try {
    return cv::haveImageReader(file.string());
  } catch (const cv::Exception&) {
    return false;
  }
}

Result<std::unique_ptr<Recording>> open_pictures(const std::filesystem::path& path, nanoseconds period) {
  std::error_code error;
  if (!std::filesystem::is_directory(path, error)) {
    return std::make_unique<PictureRecording>(std::vector{path}, period);
  }
  auto files = pictures_in(path);
  if (!files) return fail(std::move(files.error()));
  return std::make_unique<PictureRecording>(std::move(*files), period);
}

}  // namespace gate
