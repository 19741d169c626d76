# Toolchain file for 32-bit ARM boards with Debian 12 (ARMv7-A, hard float, NEON). GATE_BOARD: generic alone.
set(CMAKE_SYSTEM_PROCESSOR armv7l)
set(gate_debian_arch armhf)
set(gate_triplet arm-linux-gnueabihf)
set(gate_qemu qemu-arm-static)
set(gate_boards generic)
# Debian's armhf promises no NEON; every board fast enough for face nets has it.
set(gate_cpu_flags_generic -march=armv7-a+neon-vfpv4)
set(gate_qemu_cpu_generic cortex-a7)
include(${CMAKE_CURRENT_LIST_DIR}/cross.cmake)
