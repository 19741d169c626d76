#include "terminal/clock_floor.h"

#include <fstream>

#include "encoding/replaced_file.h"

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
  if (Status replaced = replace_file(file_, std::to_string(floor_ms_) + "\n"); !replaced)
    return fail(replaced.error(), "clock floor");
  written_ = floor();
  return {};
}

}  // namespace gate
