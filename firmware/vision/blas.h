#pragma once

#include <string>

namespace gate {

/// The library behind the net's matrix products, as found in the running program.
struct Blas {
  enum class Kind { kOpenBlas, kReference, kOther };
  Kind kind = Kind::kOther;
  std::string library;        ///< file the products come from, "…/libopenblas.so.0"
  std::string configuration;  ///< OpenBLAS's own words (version, kernel, threads); else empty
};

/// Which BLAS the program is running on. Reentrant, microseconds.
Blas blas_in_use();

/// "OpenBLAS", "reference BLAS" or "BLAS", and the library.
std::string describe(const Blas& blas);

/// One thread for OpenBLAS: a second does not speed up this net (measured: 9.9 ms either way) and takes the core the
/// capture and gate threads need. Does nothing on another BLAS.
void use_one_blas_thread();

}  // namespace gate
