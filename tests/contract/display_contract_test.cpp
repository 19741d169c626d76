// What display.h promises, over every display there is. The real one is the first graphics device of this machine; it
// is left alone unless GATE_TEST_DISPLAY names it, for the test takes over its screen.
#include <gtest/gtest.h>

#include <cstdlib>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "contract/contract_kind.h"
#include "display/drm_display.h"
#include "display/memory_display.h"
#include "display/stream_display.h"
#include "fakes/fake_clock.h"
#include "fakes/fake_kms.h"

namespace gate {
namespace {

/// A display under test, and how it looks from the other side.
class Bench {
 public:
  virtual ~Bench() = default;
  virtual Display& display() = 0;
  virtual std::optional<cv::Mat> seen() = 0;  ///< what is on the screen; nothing: only eyes could tell
  virtual bool unplug() = 0;                  ///< false: only hands could
  virtual void plug() = 0;
  virtual double lossy() const { return 0; }  ///< how far a pixel may be from what was shown
};

class MemoryBench final : public Bench {
 public:
  Display& display() override { return display_; }
  std::optional<cv::Mat> seen() override { return display_.shown(); }
  bool unplug() override {
    display_.unplug();
    return true;
  }
  void plug() override { display_.plug({800, 480}); }

 private:
  MemoryDisplay display_{{800, 480}};
};

class StreamBench final : public Bench {
 public:
  Display& display() override { return display_; }
  std::optional<cv::Mat> seen() override {
    const std::string jpeg = display_.jpeg().value();
    cv::Mat bgrx;
    cv::cvtColor(cv::imdecode(std::vector<char>(jpeg.begin(), jpeg.end()), cv::IMREAD_COLOR), bgrx, cv::COLOR_BGR2BGRA);
    return bgrx;
  }
  bool unplug() override { return false; }
  void plug() override {}
  double lossy() const override { return 3; }

 private:
  StreamDisplay display_{{800, 480}};
};

class FakeKmsBench final : public Bench {
 public:
  Display& display() override { return display_; }
  std::optional<cv::Mat> seen() override { return kms_.on_screen; }
  bool unplug() override {
    kms_.plugged = false;
    clock_.advance(std::chrono::seconds{1});  // within which it is noticed
    return true;
  }
  void plug() override {
    kms_.plugged = true;
    clock_.advance(std::chrono::seconds{10});
  }

 private:
  FakeKms kms_;
  FakeClock clock_;
  DrmDisplay display_{{}, clock_, kms_.opener()};
};

class RealBench final : public Bench {
 public:
  static const char* name() { return std::getenv("GATE_TEST_DISPLAY"); }
  Display& display() override { return display_; }
  std::optional<cv::Mat> seen() override { return std::nullopt; }
  bool unplug() override { return false; }
  void plug() override {}

 private:
  SystemClock clock_;
  DrmDisplay display_{{.device = name()}, clock_};
};

class DisplayContractTest : public testing::TestWithParam<BenchKind<Bench>> {
 protected:
  void SetUp() override {
    if (GetParam().name == std::string("RealDisplay") && RealBench::name() == nullptr)
      GTEST_SKIP() << "GATE_TEST_DISPLAY names no graphics device (/dev/dri/card0) whose screen may be taken over";
    bench_ = GetParam().make();
  }

  cv::Mat picture(double grey) {
    return {bench_->display().size().value(), CV_8UC4, cv::Scalar(grey, grey / 2, grey / 3, 255)};
  }
  void expect_on_screen(const cv::Mat& wanted) {
    const auto seen = bench_->seen();
    EXPECT_LE(seen ? cv::norm(*seen, wanted, cv::NORM_INF) : 0, bench_->lossy());
  }

  std::unique_ptr<Bench> bench_;
};

TEST_P(DisplayContractTest, SaysItsSizeAndKeepsIt) {
  const auto size = bench_->display().size();
  ASSERT_TRUE(size) << size.error().message;
  EXPECT_GT(size->width, 0);
  EXPECT_GT(size->height, 0);
  EXPECT_EQ(bench_->display().size().value(), *size);
}

TEST_P(DisplayContractTest, ShowsEveryPictureWholeAndTheNewestLast) {
  for (int grey = 0; grey <= 250; grey += 25) {
    const cv::Mat shown = picture(grey);
    const Status status = bench_->display().present(shown);
    ASSERT_TRUE(status) << status.error().message;
    expect_on_screen(shown);
  }
}

TEST_P(DisplayContractTest, ThePictureMayBePaintedOverAtOnce) {
  cv::Mat shown = picture(200);
  const cv::Mat as_it_was = shown.clone();
  ASSERT_TRUE(bench_->display().present(shown));
  shown.setTo(cv::Scalar::all(0));
  expect_on_screen(as_it_was);
}

TEST_P(DisplayContractTest, RefusesPicturesOfAnotherSizeOrTypeAndGoesOn) {
  const cv::Mat good = picture(100);
  ASSERT_TRUE(bench_->display().present(good));
  const cv::Mat small(good.rows / 2, good.cols, CV_8UC4, cv::Scalar::all(9));
  const cv::Mat grey(good.size(), CV_8UC1, cv::Scalar::all(9));
  for (const cv::Mat& bad : {small, grey, cv::Mat()})
    EXPECT_EQ(bench_->display().present(bad).error().code, ErrorCode::kInvalidInput);
  expect_on_screen(good);
  EXPECT_TRUE(bench_->display().present(good));
}

TEST_P(DisplayContractTest, SaysThatItIsLostUntilItIsBack) {
  const cv::Mat shown = picture(50);
  ASSERT_TRUE(bench_->display().present(shown));
  if (!bench_->unplug()) GTEST_SKIP() << "nobody pulls the plug of this screen";
  for (int i = 0; i < 3; ++i) EXPECT_EQ(bench_->display().present(shown).error().code, ErrorCode::kDeviceLost);
  EXPECT_EQ(bench_->display().size().error().code, ErrorCode::kDeviceLost);
  bench_->plug();
  EXPECT_TRUE(bench_->display().size());
  EXPECT_TRUE(bench_->display().present(shown));
  expect_on_screen(shown);
}

INSTANTIATE_TEST_SUITE_P(Displays, DisplayContractTest,
                         testing::Values(bench_kind<Bench, MemoryBench>("Memory"),
                                         bench_kind<Bench, StreamBench>("Stream"),
                                         bench_kind<Bench, FakeKmsBench>("FakeKms"),
                                         bench_kind<Bench, RealBench>("RealDisplay")),
                         [](const auto& kind) { return kind.param.name; });

}  // namespace
}  // namespace gate
