# What the toolchain files share; each sets its gate_* variables and includes this. CMake reads it again for every trial
# compilation, in a project that knows only CMAKE_TRY_COMPILE_PLATFORM_VARIABLES.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_C_COMPILER ${gate_triplet}-gcc)
set(CMAKE_CXX_COMPILER ${gate_triplet}-g++)
set(CMAKE_LIBRARY_ARCHITECTURE ${gate_triplet})
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES GATE_SYSROOT GATE_BOARD)

set(GATE_BOARD generic CACHE STRING "board to build for: ${gate_boards}")
set_property(CACHE GATE_BOARD PROPERTY STRINGS ${gate_boards})
if(NOT GATE_BOARD IN_LIST gate_boards)
  message(FATAL_ERROR "GATE_BOARD is ${GATE_BOARD}; ${gate_triplet} knows: ${gate_boards}")
endif()

if(NOT GATE_SYSROOT)
  if(GATE_CACHE_DIR)
    set(ENV{GATE_CACHE_DIR} ${GATE_CACHE_DIR})
  endif()
  execute_process(COMMAND ${CMAKE_CURRENT_LIST_DIR}/../make-sysroot --find ${gate_debian_arch}
    OUTPUT_VARIABLE GATE_SYSROOT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_VARIABLE why RESULT_VARIABLE failed)
  if(failed)
    message(FATAL_ERROR "${why}")
  endif()
endif()

# Libraries found in one sysroot must not be mixed with those of the next, which a change of packages.txt makes.
if(NOT DEFINED GATE_SYSROOT_FOUND_IN)
  set(GATE_SYSROOT_FOUND_IN ${GATE_SYSROOT} CACHE INTERNAL "the sysroot whose libraries this build has found")
endif()
if(NOT GATE_SYSROOT_FOUND_IN STREQUAL GATE_SYSROOT)
  message(FATAL_ERROR "this build was configured with ${GATE_SYSROOT_FOUND_IN}, and the sysroot is now ${GATE_SYSROOT}: "
    "configure once more with --fresh")
endif()

set(CMAKE_SYSROOT ${GATE_SYSROOT})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(ENV{PKG_CONFIG_SYSROOT_DIR} ${GATE_SYSROOT})
set(ENV{PKG_CONFIG_LIBDIR} ${GATE_SYSROOT}/usr/lib/${gate_triplet}/pkgconfig:${GATE_SYSROOT}/usr/share/pkgconfig)

# Not cached, so that it follows GATE_BOARD; -DGATE_CPU_FLAGS=… still has the last word.
if(NOT GATE_CPU_FLAGS)
  set(GATE_CPU_FLAGS ${gate_cpu_flags_${GATE_BOARD}})
endif()
# The emulated CPU is the board's own, so that an instruction it lacks ends a test.
set(CMAKE_CROSSCOMPILING_EMULATOR ${gate_qemu} -cpu ${gate_qemu_cpu_${GATE_BOARD}} -L ${GATE_SYSROOT})
