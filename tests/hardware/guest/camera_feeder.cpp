// Feeds a v4l2loopback node with a scene of a film (camera_film.cpp), over and over, at a given rate. Which scene is
// read from a file before every frame, so that a test changes what the camera sees by writing one word.
//
// usage: camera-feeder NODE FILM SCENE-FILE WIDTH HEIGHT FPS
#include <fcntl.h>
#include <linux/videodev2.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <string>
#include <thread>
#include <vector>

namespace {

using Jpeg = std::vector<char>;
using Film = std::map<std::string, std::vector<Jpeg>>;

std::uint32_t number(std::istream& in) {
  unsigned char bytes[4] = {};
  in.read(reinterpret_cast<char*>(bytes), 4);
  return bytes[0] | bytes[1] << 8 | bytes[2] << 16 | static_cast<std::uint32_t>(bytes[3]) << 24;
}

Film read_film(const char* path) {
  Film film;
  std::ifstream in(path, std::ios::binary);
  for (char name[20]; in.read(name, sizeof name) && name[0] != '\0';) {
    auto& frames = film[std::string(name, strnlen(name, sizeof name))];
    frames.resize(number(in));
    for (Jpeg& jpeg : frames) {
      jpeg.resize(number(in));
      in.read(jpeg.data(), static_cast<std::streamsize>(jpeg.size()));
    }
  }
  return film;
}

int open_node(const char* path, unsigned width, unsigned height) {
  const int node = open(path, O_RDWR | O_CLOEXEC);
  v4l2_format format{};
  format.type = V4L2_BUF_TYPE_VIDEO_OUTPUT;
  format.fmt.pix = {};
  format.fmt.pix.width = width;
  format.fmt.pix.height = height;
  format.fmt.pix.pixelformat = V4L2_PIX_FMT_MJPEG;
  format.fmt.pix.field = V4L2_FIELD_NONE;
  format.fmt.pix.sizeimage = width * height * 2;
  if (node < 0 || ioctl(node, VIDIOC_S_FMT, &format) < 0) {
    std::perror(path);
    std::exit(1);
  }
  return node;
}

std::string word_in(const char* path) {
  std::string word;
  std::ifstream(path) >> word;
  return word;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 7) return 2;
  const Film film = read_film(argv[2]);
  const int node = open_node(argv[1], std::strtoul(argv[4], nullptr, 10), std::strtoul(argv[5], nullptr, 10));
  const auto period = std::chrono::microseconds{1'000'000 / std::atoi(argv[6])};
  auto due = std::chrono::steady_clock::now();
  for (std::size_t index = 0;; ++index) {
    const auto scene = film.find(word_in(argv[3]));
    if (scene != film.end() && !scene->second.empty()) {
      const Jpeg& jpeg = scene->second[index % scene->second.size()];
      if (write(node, jpeg.data(), jpeg.size()) < 0) std::perror("write");
    }
    due += period;
    std::this_thread::sleep_until(due);
  }
}
