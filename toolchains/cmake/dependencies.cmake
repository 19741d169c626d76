# Every library the project stands on, found once. Which folder may use which is in the folders' CMakeLists.txt.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL 3 REQUIRED COMPONENTS Crypto SSL)
find_package(ZLIB REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(spdlog REQUIRED)
find_package(fmt REQUIRED)  # comes with spdlog
find_package(CLI11 REQUIRED)
find_package(tl-expected REQUIRED)
find_package(ZXing 1.4 REQUIRED)
find_path(BOOST_INCLUDE_DIR boost/beast.hpp REQUIRED)
add_library(boost_headers INTERFACE IMPORTED)  # Asio and Beast, which are headers alone
target_include_directories(boost_headers SYSTEM INTERFACE ${BOOST_INCLUDE_DIR})
if("${GATE_SANITIZE}" STREQUAL thread)  # which knows no fences; Asio's queues have their mutexes
  target_compile_definitions(boost_headers INTERFACE BOOST_ASIO_DISABLE_FENCED_BLOCK)
endif()
pkg_check_modules(alsa REQUIRED IMPORTED_TARGET alsa)
pkg_check_modules(freetype REQUIRED IMPORTED_TARGET freetype2)
pkg_check_modules(gpiodcxx REQUIRED IMPORTED_TARGET libgpiodcxx)
pkg_check_modules(libdrm REQUIRED IMPORTED_TARGET libdrm)
pkg_check_modules(libsystemd REQUIRED IMPORTED_TARGET libsystemd)
pkg_check_modules(turbojpeg REQUIRED IMPORTED_TARGET libturbojpeg)
find_path(VALIJSON_INCLUDE_DIR valijson/validator.hpp REQUIRED)
add_library(valijson INTERFACE IMPORTED)
target_include_directories(valijson SYSTEM INTERFACE ${VALIJSON_INCLUDE_DIR})

# Debian keeps OpenCVConfig.cmake in libopencv-dev, which brings 200 packages that nothing here uses; the modules
# themselves are found like any library.
find_path(OPENCV_INCLUDE_DIR opencv2/core.hpp PATH_SUFFIXES opencv4 REQUIRED)
set(opencv_modules core imgproc dnn calib3d video)
if(NOT GATE_DEVICE)
  list(APPEND opencv_modules imgcodecs videoio)
endif()
foreach(module ${opencv_modules})
  find_library(OPENCV_${module}_LIBRARY opencv_${module} REQUIRED)
  add_library(opencv::${module} UNKNOWN IMPORTED)
  set_target_properties(opencv::${module} PROPERTIES IMPORTED_LOCATION ${OPENCV_${module}_LIBRARY})
  target_include_directories(opencv::${module} SYSTEM INTERFACE ${OPENCV_INCLUDE_DIR})
endforeach()

include(dlib)
