# Compiler settings for our own code. Third-party headers come in as SYSTEM and are not warned about.
find_program(CCACHE ccache)
if(CCACHE)
  # By relative paths and in any locale: the device build, and another clone, find what the release build compiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=locale ${CCACHE})
endif()

set(GATE_SANITIZE "" CACHE STRING "sanitizers to build with: address,undefined or thread")
# Vision's and the gallery's inner loops want the machine's vector instructions; a board's toolchain file names its own.
set(GATE_CPU_FLAGS "" CACHE STRING "target CPU flags for the hot code, for example -march=x86-64-v3")

option(GATE_FUZZ "fuzz targets as libFuzzer programs, and everything they reach instrumented; needs clang (preset fuzz)" OFF)
if(GATE_FUZZ)
  # libstdc++ 12 uses what it deprecates itself, which clang reports.
  add_compile_options(-fsanitize=fuzzer-no-link -Wno-deprecated-declarations)
endif()

add_library(gate_compiler INTERFACE)
target_compile_options(gate_compiler INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Woverloaded-virtual
  -Wimplicit-fallthrough -fno-common -fstack-protector-strong ${GATE_CPU_FLAGS})
target_compile_definitions(gate_compiler INTERFACE $<$<NOT:$<CONFIG:Debug>>:_FORTIFY_SOURCE=2> _GLIBCXX_ASSERTIONS)
if(GATE_SANITIZE)
  add_compile_options(-fsanitize=${GATE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${GATE_SANITIZE})
  # GCC's sanitizers make -Wmaybe-uninitialized guess wrongly inside the standard library.
  target_compile_options(gate_compiler INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized> -U_FORTIFY_SOURCE)
endif()
