# dlib, for firmware/vision alone. Two ways, GATE_DLIB says which:
#   source  built from the fetched Debian source package (models/fetch puts it there) with the target's own CPU flags
#   debian  the libdlib-dev package: generic code, quicker to build
#   auto    source when it has been fetched, else debian
set(GATE_DLIB auto CACHE STRING "auto, source or debian")
set(GATE_CACHE_DIR ${CMAKE_SOURCE_DIR}/build/cache CACHE PATH "where models/fetch keeps what it fetched")
set(GATE_DLIB_SOURCE_DIR ${GATE_CACHE_DIR}/dlib-19.24)

find_library(OPENBLAS_LIBRARY openblas)
find_package(BLAS REQUIRED)
find_package(LAPACK REQUIRED)
add_library(gate_blas INTERFACE)
if(OPENBLAS_LIBRARY)
  # Linked by name, so that no alternatives setting can put the twelve times slower reference BLAS in its place.
  target_link_libraries(gate_blas INTERFACE ${OPENBLAS_LIBRARY})
else()
  target_link_libraries(gate_blas INTERFACE LAPACK::LAPACK BLAS::BLAS)
endif()

set(dlib_kind ${GATE_DLIB})
if(dlib_kind STREQUAL auto)
  set(dlib_kind debian)
  if(EXISTS ${GATE_DLIB_SOURCE_DIR}/dlib/all/source.cpp)
    set(dlib_kind source)
  endif()
endif()

if(dlib_kind STREQUAL source)
  add_library(gate_dlib STATIC ${GATE_DLIB_SOURCE_DIR}/dlib/all/source.cpp)
  target_include_directories(gate_dlib SYSTEM PUBLIC ${GATE_DLIB_SOURCE_DIR})
  target_compile_definitions(gate_dlib PUBLIC DLIB_NO_GUI_SUPPORT DLIB_USE_BLAS DLIB_USE_LAPACK)
  target_compile_options(gate_dlib PRIVATE -w -O3 ${GATE_CPU_FLAGS})
  # GCC for ARM notes that C++17 passes std::pair<double, double> in other registers: everything here is compiled alike.
  target_compile_options(gate_dlib PRIVATE $<$<BOOL:${CMAKE_CROSSCOMPILING}>:-Wno-psabi>)
  # clang 19 takes dlib 19.24's `::template go(` for an error; -w silences warnings only.
  target_compile_options(gate_dlib PRIVATE $<$<CXX_COMPILER_ID:Clang>:-Wno-missing-template-arg-list-after-template-kw>)
  target_link_libraries(gate_dlib PUBLIC gate_blas Threads::Threads)
else()
  find_path(DLIB_INCLUDE_DIR dlib/dnn.h REQUIRED)
  find_library(DLIB_LIBRARY dlib REQUIRED)
  add_library(gate_dlib INTERFACE)
  target_include_directories(gate_dlib SYSTEM INTERFACE ${DLIB_INCLUDE_DIR})
  target_link_libraries(gate_dlib INTERFACE ${DLIB_LIBRARY} gate_blas Threads::Threads)
endif()
message(STATUS "dlib: ${dlib_kind}; BLAS: ${OPENBLAS_LIBRARY}${BLAS_LIBRARIES}")
