#pragma once

#include <gtest/gtest.h>
#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>

namespace gate {

/// For its lifetime this thread may read and write only what permissions allow, also where it is root's
/// (capabilities(7): CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH).
class ObeysPermissions {
 public:
  ObeysPermissions() {
    EXPECT_EQ(::syscall(SYS_capget, &header_, before_.data()), 0);
    auto without = before_;
    without[0].effective &= ~(1U << CAP_DAC_OVERRIDE | 1U << CAP_DAC_READ_SEARCH);
    EXPECT_EQ(::syscall(SYS_capset, &header_, without.data()), 0);
  }
  ~ObeysPermissions() { ::syscall(SYS_capset, &header_, before_.data()); }
  ObeysPermissions(const ObeysPermissions&) = delete;
  ObeysPermissions& operator=(const ObeysPermissions&) = delete;

 private:
  __user_cap_header_struct header_{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> before_{};
};

}  // namespace gate
