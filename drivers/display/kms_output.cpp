#include "display/kms_output.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xf86drm.h>
#include <xf86drmMode.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace gate {
namespace {

namespace fs = std::filesystem;

constexpr int kFlipPatienceMs = 100;  // six frames of a 60 Hz panel: a flip that takes longer is not coming
constexpr std::uint32_t kDepth = 24;
constexpr std::uint32_t kBitsPerPixel = 32;  // XRGB8888: the one format that every KMS driver has

using Resources = std::unique_ptr<drmModeRes, decltype(&drmModeFreeResources)>;
using Connector = std::unique_ptr<drmModeConnector, decltype(&drmModeFreeConnector)>;
using Encoder = std::unique_ptr<drmModeEncoder, decltype(&drmModeFreeEncoder)>;

tl::unexpected<Error> refused(ErrorCode code, const char* action, int error) {
  const char* hint = error == EACCES ? "; another program owns the screen, or the user is not in the group video" : "";
  return fail(code, std::string(action) + ": " + std::generic_category().message(error) + hint);
}

class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return value_; }

 private:
  const int value_;
};

/// A dumb buffer: memory that the display controller reads, mapped for us to write.
class Buffer {
 public:
  explicit Buffer(int device) : device_(device) {}
  ~Buffer() {
    if (memory_ != MAP_FAILED) ::munmap(memory_, bytes_);
    if (id_ != 0) drmModeRmFB(device_, id_);
    if (handle_ != 0) drmModeDestroyDumbBuffer(device_, handle_);
  }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

  Status make(cv::Size size) {
    const auto width = static_cast<std::uint32_t>(size.width);
    const auto height = static_cast<std::uint32_t>(size.height);
    std::uint32_t pitch = 0;
    if (drmModeCreateDumbBuffer(device_, width, height, kBitsPerPixel, 0, &handle_, &pitch, &bytes_) != 0)
      return refused(ErrorCode::kUnsupported, "no memory for the picture", errno);
    if (drmModeAddFB(device_, width, height, kDepth, kBitsPerPixel, pitch, handle_, &id_) != 0)
      return refused(ErrorCode::kUnsupported, "no frame buffer", errno);
    std::uint64_t offset = 0;
    if (drmModeMapDumbBuffer(device_, handle_, &offset) != 0)
      return refused(ErrorCode::kUnsupported, "the picture's memory cannot be mapped", errno);
    memory_ = ::mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_SHARED, device_, static_cast<off_t>(offset));
    if (memory_ == MAP_FAILED) return refused(ErrorCode::kIo, "the picture's memory cannot be mapped", errno);
    pixels_ = cv::Mat(size, CV_8UC4, memory_, pitch);
    pixels_.setTo(cv::Scalar::all(0));
    return {};
  }

  std::uint32_t id() const { return id_; }
  const cv::Mat& pixels() const { return pixels_; }

 private:
  const int device_;
  std::uint32_t handle_ = 0;
  std::uint32_t id_ = 0;
  std::uint64_t bytes_ = 0;
  void* memory_ = MAP_FAILED;
  cv::Mat pixels_;
};

/// Which screen, in which mode, driven by which controller.
struct Route {
  std::uint32_t connector = 0;
  std::uint32_t controller = 0;
  drmModeModeInfo mode{};
};

/// What drove the screen before, else the first that can, though it may drive another screen: one is all we need.
std::uint32_t controller_for(int device, const drmModeRes& resources, const drmModeConnector& connector) {
  if (const Encoder now(drmModeGetEncoder(device, connector.encoder_id), drmModeFreeEncoder); now && now->crtc_id != 0)
    return now->crtc_id;
  for (int e = 0; e < connector.count_encoders; ++e) {
    const Encoder encoder(drmModeGetEncoder(device, connector.encoders[e]), drmModeFreeEncoder);
    for (int c = 0; encoder && c < resources.count_crtcs; ++c)
      if ((encoder->possible_crtcs & (1U << static_cast<unsigned>(c))) != 0) return resources.crtcs[c];
  }
  return 0;
}

drmModeModeInfo preferred_mode(const drmModeConnector& connector) {
  for (int m = 0; m < connector.count_modes; ++m)
    if ((connector.modes[m].type & DRM_MODE_TYPE_PREFERRED) != 0) return connector.modes[m];
  return connector.modes[0];
}

Result<Route> find_route(int device) {
  const Resources resources(drmModeGetResources(device), drmModeFreeResources);
  if (!resources) return refused(ErrorCode::kUnsupported, "it has no screens", errno);
  for (int i = 0; i < resources->count_connectors; ++i) {
    const Connector connector(drmModeGetConnector(device, resources->connectors[i]), drmModeFreeConnector);
    if (!connector || connector->connection != DRM_MODE_CONNECTED || connector->count_modes == 0) continue;
    if (const std::uint32_t controller = controller_for(device, *resources, *connector))
      return Route{connector->connector_id, controller, preferred_mode(*connector)};
  }
  return fail(ErrorCode::kNotFound, "no screen is connected: check its plug and power");
}

class DumbBufferOutput final : public KmsOutput {
 public:
  explicit DumbBufferOutput(int descriptor) : device_(descriptor), buffers_{Buffer(descriptor), Buffer(descriptor)} {}

  Status start() {
    std::uint64_t has = 0;
    if (drmGetCap(device_.get(), DRM_CAP_DUMB_BUFFER, &has) != 0 || has == 0)
      return fail(ErrorCode::kUnsupported, "it has no dumb buffers; name the device that drives the screen");
    const auto route = find_route(device_.get());
    if (!route) return fail(route.error());
    route_ = *route;
    for (Buffer& buffer : buffers_)
      if (Status made = buffer.make(size()); !made) return made;
    return set_mode();
  }

  cv::Size size() const override { return {route_.mode.hdisplay, route_.mode.vdisplay}; }

  Result<cv::Mat> back() override {
    if (Status done = await_flip(); !done) return fail(done.error());
    return buffers_[1 - front_].pixels();
  }

  bool connected() override {
    const Connector now(drmModeGetConnectorCurrent(device_.get(), route_.connector), drmModeFreeConnector);
    return now && now->connection != DRM_MODE_DISCONNECTED;
  }

  Status flip() override {
    front_ = 1 - front_;
    if (flips_) {
      const int status =
          drmModePageFlip(device_.get(), route_.controller, buffers_[front_].id(), DRM_MODE_PAGE_FLIP_EVENT, this);
      if (status == 0) {
        flipping_ = true;
        return {};
      }
      if (status != -EINVAL && status != -ENOSYS) return refused(ErrorCode::kDeviceLost, "no flip", -status);
      flips_ = false;  // a driver without flips: the mode is set anew with every picture
    }
    return set_mode();
  }

 private:
  Status set_mode() {
    if (drmModeSetCrtc(device_.get(), route_.controller, buffers_[front_].id(), 0, 0, &route_.connector, 1,
                       &route_.mode) != 0)
      return refused(ErrorCode::kIo, "the screen cannot be switched on", errno);
    return {};
  }

  Status await_flip() {
    drmEventContext events{};
    events.version = 2;
    events.page_flip_handler = [](int, unsigned, unsigned, unsigned, void* output) {
      static_cast<DumbBufferOutput*>(output)->flipping_ = false;
    };
    while (flipping_) {
      pollfd waiting{device_.get(), POLLIN, 0};
      const int ready = ::poll(&waiting, 1, kFlipPatienceMs);
      if (ready < 0 && errno == EINTR) continue;
      if (ready <= 0 || (waiting.revents & POLLIN) == 0 || drmHandleEvent(device_.get(), &events) != 0)
        return fail(ErrorCode::kDeviceLost, "it does not finish a flip");
    }
    return {};
  }

  const Descriptor device_;  // closed last: the buffers are given back through it
  std::array<Buffer, 2> buffers_;
  Route route_;
  std::size_t front_ = 0;
  bool flipping_ = false;
  bool flips_ = true;
};

}  // namespace

Result<std::unique_ptr<KmsOutput>> open_kms_output(const fs::path& device) {
  const int descriptor = ::open(device.c_str(), O_RDWR | O_CLOEXEC);
  if (descriptor < 0) {
    const int error = errno;
    const bool absent = error == ENOENT || error == ENODEV || error == ENXIO;
    return fail(refused(absent ? ErrorCode::kNotFound : ErrorCode::kIo, "cannot be opened", error).value(),
                device.string());
  }
  auto output = std::make_unique<DumbBufferOutput>(descriptor);
  if (Status started = output->start(); !started) return fail(std::move(started.error()), device.string());
  return output;
}

}  // namespace gate
