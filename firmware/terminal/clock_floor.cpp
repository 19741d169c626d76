#include "terminal/clock_floor.h"

#include <fstream>

namespace gate {

using std::chrono::milliseconds;

Result<std::unique_ptr<ClockFloor>> ClockFloor::open(std::filesystem::path file) {
  std::int64_t since_1970 = 0;
  if (std::filesystem::exists(file)) {
    std::ifstream in(file);
    if (!(in >> since_1970) || since_1970 < 0)
      return fail(ErrorCode::kInvalidInput,
                  file.string() + ": does not hold a time; check that the clock is right, then delete the file");
  }
  return std::unique_ptr<ClockFloor>(new ClockFloor(std::move(file), milliseconds{since_1970}));
}

bool ClockFloor::trusts(WallTime now) const { return now >= floor() - kTolerance; }

Status ClockFloor::raise(WallTime now) {
  if (now > floor()) floor_ms_ = now.time_since_epoch().count();
  if (floor() - written_ < kWriteInterval) return {};
  // Renamed into place, so that a power cut leaves the old floor or the new one, never half a number.
  const std::filesystem::path next = file_.string() + ".new";
  std::ofstream out(next, std::ios::trunc);
  out << floor_ms_ << '\n';
  out.close();
  std::error_code error;
  if (out) std::filesystem::rename(next, file_, error);
  if (!out || error)
    return fail(ErrorCode::kIo, file_.string() + ": the clock floor cannot be written; check the disk");
  written_ = floor();
  return {};
}

}  // namespace gate
