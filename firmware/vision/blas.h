#pragma once

#include <string>
#include <string_view>

namespace gate {

/// The library behind the net's matrix products, as found in the running program.
struct Blas {
  enum class Kind { kOpenBlas, kReference, kOther };
  Kind kind = Kind::kOther;
  std::string library;        ///< file the products come from, "…/libopenblas.so.0"
  std::string configuration;  ///< OpenBLAS's own words (version, kernel, threads); else empty
};

/// What a BLAS is, by the file it is in and OpenBLAS's description of itself (empty for another).
Blas::Kind kind_of(std::string_view library, std::string_view configuration);

/// Which BLAS the program is running on. Reentrant, microseconds.
Blas blas_in_use();

/// "OpenBLAS", "reference BLAS" or "BLAS", and the library.
std::string describe(const Blas& blas);

/// One thread for OpenBLAS: a second does not speed up this net (measured: 9.9 ms either way) and takes the core the
/// capture and gate threads need. Does nothing on another BLAS.
void use_one_blas_thread();

/// How many threads OpenBLAS uses; 0 on another BLAS.
int blas_threads();

}  // namespace gate
