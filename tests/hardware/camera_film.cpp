// camera-film: packs recordings into one file that the virtual machine's camera feeder plays (guest/camera_feeder.cpp):
// scenes of JPEG frames, each under a name. For tests/hardware only.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iostream>
#include <opencv2/imgcodecs.hpp>
#include <string>
#include <vector>

#include "camera/letterbox.h"
#include "camera/replay_camera.h"

namespace {

using namespace gate;

// The file: per scene a header of 24 bytes (name, padded with 0; number of frames), then per frame its length and
// bytes. Numbers are 32 bits, little-endian. A header with an empty name ends it.
constexpr std::size_t kNameBytes = 20;

struct Options {
  std::string out;
  int width = 320;
  int height = 240;
  int every = 1;
  int most = 60;
  std::vector<std::string> scenes;
};

void write_number(std::ostream& out, std::uint32_t number) {
  for (int shift = 0; shift < 32; shift += 8) out.put(static_cast<char>(number >> shift));
}

void write_name(std::ostream& out, std::string name) {
  name.resize(kNameBytes, '\0');
  out.write(name.data(), kNameBytes);
}

using Jpeg = std::vector<unsigned char>;

Jpeg jpeg_of(const cv::Mat& bgr) {
  Jpeg bytes;
  cv::imencode(".jpg", bgr, bytes, {cv::IMWRITE_JPEG_QUALITY, 92});
  return bytes;
}

Result<std::vector<Jpeg>> frames_of(const std::string& recording, const Options& options) {
  if (recording == "empty") return std::vector<Jpeg>{jpeg_of({options.height, options.width, CV_8UC3, {96, 96, 96}})};
  const SystemClock clock;
  ReplayOptions replay{.pace = ReplayOptions::Pace::kAsFastAsConsumed};
  replay.size = cv::Size{options.width, options.height};
  auto camera = ReplayCamera::open(recording, replay, clock);
  if (!camera) return tl::unexpected(camera.error());
  std::vector<Jpeg> frames;
  for (int index = 0; static_cast<int>(frames.size()) < options.most; ++index) {
    const auto frame = (*camera)->next(std::chrono::seconds{1});
    if (!frame) break;
    if (index % options.every == 0) frames.push_back(jpeg_of(frame->bgr));
  }
  return frames;
}

int pack(const Options& options) {
  std::ofstream out(options.out, std::ios::binary);
  for (const std::string& scene : options.scenes) {
    const auto equals = scene.find('=');
    const auto frames = frames_of(scene.substr(equals + 1), options);
    if (!frames) {
      std::cerr << "camera-film: " << frames.error().message << '\n';
      return 2;
    }
    write_name(out, scene.substr(0, equals));
    write_number(out, static_cast<std::uint32_t>(frames->size()));
    for (const Jpeg& jpeg : *frames) {
      write_number(out, static_cast<std::uint32_t>(jpeg.size()));
      out.write(reinterpret_cast<const char*>(jpeg.data()), static_cast<std::streamsize>(jpeg.size()));
    }
    fmt::print("{}: {} frames\n", scene, frames->size());
  }
  write_name(out, "");
  return out.flush() ? 0 : 2;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"camera-film: scenes for a virtual machine's camera", "camera-film"};
  Options options;
  app.add_option("OUT", options.out)->required();
  app.add_option("SCENE", options.scenes, "name=recording, or name=empty for a grey wall")->required();
  app.add_option("--width", options.width, "px")->capture_default_str();
  app.add_option("--height", options.height, "px")->capture_default_str();
  app.add_option("--every", options.every, "take each n-th frame")->capture_default_str();
  app.add_option("--most", options.most, "frames a scene")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return pack(options);
}
