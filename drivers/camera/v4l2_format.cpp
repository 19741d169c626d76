#include "camera/v4l2_format.h"

#include <linux/videodev2.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <vector>

namespace gate {
namespace {

// A driver that never ends an enumeration must not hold us for ever.
constexpr std::uint32_t kMostEntries = 256;

struct Offer {
  std::uint32_t fourcc;
  cv::Size smallest, largest;  // equal for a discrete size
  double fps;                  // highest at the wanted size; 0 when the driver does not tell

  bool fits(cv::Size size) const {
    return size.width >= smallest.width && size.height >= smallest.height && size.width <= largest.width &&
           size.height <= largest.height;
  }
};

cv::Size px(std::uint32_t width, std::uint32_t height) { return {static_cast<int>(width), static_cast<int>(height)}; }

std::string text(cv::Size size) { return std::to_string(size.width) + "x" + std::to_string(size.height); }

std::string text(std::uint32_t fourcc) {
  std::string letters;
  for (int shift = 0; shift < 32; shift += 8) letters += static_cast<char>(fourcc >> shift & 0x7F);
  return letters;
}

double highest_fps(V4l2Device& device, std::uint32_t fourcc, cv::Size size) {
  double highest = 0;
  for (std::uint32_t i = 0; i < kMostEntries; ++i) {
    v4l2_frmivalenum interval{};
    interval.index = i;
    interval.pixel_format = fourcc;
    interval.width = static_cast<std::uint32_t>(size.width);
    interval.height = static_cast<std::uint32_t>(size.height);
    if (device.control(VIDIOC_ENUM_FRAMEINTERVALS, &interval) != 0) break;
    const bool discrete = interval.type == V4L2_FRMIVAL_TYPE_DISCRETE;
    const v4l2_fract shortest = discrete ? interval.discrete : interval.stepwise.min;
    if (shortest.numerator != 0) highest = std::max(highest, double(shortest.denominator) / shortest.numerator);
    if (!discrete) break;
  }
  return highest;
}

std::vector<Offer> sizes_of(V4l2Device& device, std::uint32_t fourcc, cv::Size wanted) {
  std::vector<Offer> offers;
  for (std::uint32_t i = 0; i < kMostEntries; ++i) {
    v4l2_frmsizeenum entry{};
    entry.index = i;
    entry.pixel_format = fourcc;
    if (device.control(VIDIOC_ENUM_FRAMESIZES, &entry) != 0) break;
    const bool discrete = entry.type == V4L2_FRMSIZE_TYPE_DISCRETE;
    const auto& step = entry.stepwise;
    const auto smallest =
        discrete ? px(entry.discrete.width, entry.discrete.height) : px(step.min_width, step.min_height);
    offers.push_back({fourcc, smallest, discrete ? smallest : px(step.max_width, step.max_height), 0});
    if (offers.back().fits(wanted)) offers.back().fps = highest_fps(device, fourcc, wanted);
    if (!discrete) break;
  }
  // Old drivers do not enumerate sizes; setting the format will tell.
  if (offers.empty()) offers.push_back({fourcc, px(1, 1), px(16384, 16384), 0});
  return offers;
}

std::vector<Offer> offers_of(V4l2Device& device, cv::Size wanted) {
  std::vector<Offer> offers;
  for (std::uint32_t i = 0; i < kMostEntries; ++i) {
    v4l2_fmtdesc entry{};
    entry.index = i;
    entry.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    if (device.control(VIDIOC_ENUM_FMT, &entry) != 0) break;
    std::ranges::copy(sizes_of(device, entry.pixelformat, wanted), std::back_inserter(offers));
  }
  return offers;
}

bool is_wanted(const Offer& offer, const V4l2Options& options) {
  using Encoding = V4l2Options::Encoding;
  const bool yuyv = offer.fourcc == V4L2_PIX_FMT_YUYV && options.encoding != Encoding::kMjpeg;
  const bool mjpeg = offer.fourcc == V4L2_PIX_FMT_MJPEG && options.encoding != Encoding::kYuyv;
  return (yuyv || mjpeg) && offer.fits(options.size);
}

bool is_better(const Offer& a, const Offer& b, const V4l2Options& options) {
  const double a_fps = std::min<double>(a.fps, options.fps), b_fps = std::min<double>(b.fps, options.fps);
  return a_fps != b_fps ? a_fps > b_fps : a.fourcc == V4L2_PIX_FMT_YUYV && b.fourcc != V4L2_PIX_FMT_YUYV;
}

tl::unexpected<Error> not_offered(const std::vector<Offer>& offers, const V4l2Options& options) {
  constexpr const char* names[] = {"YUYV or MJPG", "YUYV", "MJPG"};
  std::string list;
  for (const auto& offer : offers) {
    list += (list.empty() ? " " : ", ") + text(offer.fourcc) + " " + text(offer.smallest);
    if (offer.largest != offer.smallest) list += " to " + text(offer.largest);
  }
  return fail(ErrorCode::kUnsupported, std::string(names[static_cast<int>(options.encoding)]) + " at " +
                                           text(options.size) + " px is not offered; the camera offers" +
                                           (list.empty() ? " nothing" : list));
}

Status check_capabilities(V4l2Device& device) {
  v4l2_capability capability{};
  if (device.control(VIDIOC_QUERYCAP, &capability) != 0) {
    return fail(ErrorCode::kUnsupported, "not a video device; give a camera's /dev/video node");
  }
  const auto can = capability.capabilities & V4L2_CAP_DEVICE_CAPS ? capability.device_caps : capability.capabilities;
  if (!(can & V4L2_CAP_VIDEO_CAPTURE)) {
    return fail(ErrorCode::kUnsupported,
                "not a (single-planar) capture device; a camera has several nodes, try its other /dev/video");
  }
  if (can & V4L2_CAP_STREAMING) return {};
  return fail(ErrorCode::kUnsupported, "the driver cannot stream; use another camera");
}

Result<v4l2_pix_format> set_format(V4l2Device& device, const Offer& offer, cv::Size size) {
  v4l2_format format{};
  format.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  format.fmt.pix.width = static_cast<std::uint32_t>(size.width);
  format.fmt.pix.height = static_cast<std::uint32_t>(size.height);
  format.fmt.pix.pixelformat = offer.fourcc;
  format.fmt.pix.field = V4L2_FIELD_NONE;
  const int error = device.control(VIDIOC_S_FMT, &format);
  if (error == EBUSY) return fail(ErrorCode::kIo, "busy: another program uses this camera; find it with `fuser -v`");
  if (error != 0) return fail(ErrorCode::kIo, "cannot set the format: " + std::generic_category().message(error));
  return format.fmt.pix;
}

double set_rate(V4l2Device& device, int fps) {
  v4l2_streamparm parameters{};
  parameters.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  parameters.parm.capture.timeperframe = {1, static_cast<std::uint32_t>(fps)};
  // Cameras with a fixed rate refuse; what they deliver is then what there is.
  if (device.control(VIDIOC_S_PARM, &parameters) != 0) return fps;
  const auto set = parameters.parm.capture.timeperframe;
  return set.numerator != 0 && set.denominator != 0 ? double(set.denominator) / set.numerator : fps;
}

}  // namespace

Result<V4l2Format> configure(V4l2Device& device, const V4l2Options& options) {
  if (auto capable = check_capabilities(device); !capable) return fail(std::move(capable.error()));
  const auto offers = offers_of(device, options.size);
  const Offer* best = nullptr;
  for (const auto& offer : offers) {
    if (is_wanted(offer, options) && (best == nullptr || is_better(offer, *best, options))) best = &offer;
  }
  if (best == nullptr) return not_offered(offers, options);
  const auto set = set_format(device, *best, options.size);
  if (!set) return fail(set.error());
  // The driver changes what it cannot do instead of refusing.
  if (set->pixelformat != best->fourcc || px(set->width, set->height) != options.size) {
    return not_offered(offers, options);
  }
  const auto least = static_cast<std::uint32_t>(options.size.width) * 2;
  return V4l2Format{best->fourcc, options.size, std::max(set->bytesperline, least), set_rate(device, options.fps)};
}

}  // namespace gate
