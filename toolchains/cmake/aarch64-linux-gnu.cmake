# Toolchain file for 64-bit ARM boards with Debian 12. GATE_BOARD, default generic:
#   raspberrypi4   Cortex-A72
#   raspberrypi5   Cortex-A76
#   generic        any ARMv8-A; tested on a Cortex-A53, the least of them
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(gate_debian_arch arm64)
set(gate_triplet aarch64-linux-gnu)
set(gate_qemu qemu-aarch64-static)
set(gate_boards raspberrypi4 raspberrypi5 generic)
set(gate_cpu_flags_raspberrypi4 -mcpu=cortex-a72)
set(gate_cpu_flags_raspberrypi5 -mcpu=cortex-a76)
set(gate_cpu_flags_generic -march=armv8-a)
set(gate_qemu_cpu_raspberrypi4 cortex-a72)
set(gate_qemu_cpu_raspberrypi5 cortex-a76)
set(gate_qemu_cpu_generic cortex-a53)
include(${CMAKE_CURRENT_LIST_DIR}/cross.cmake)
