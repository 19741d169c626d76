#include "vision/blas.h"

#include <dlfcn.h>

#include <filesystem>
#include <memory>

namespace gate {
namespace {

/// The shared library dlib's matrix products come from, following the alternatives' links; empty when linked
/// statically.
std::string library_of_sgemm() {
  Dl_info info{};
  void* sgemm = dlsym(RTLD_DEFAULT, "cblas_sgemm");
  if (sgemm == nullptr || dladdr(sgemm, &info) == 0 || info.dli_fname == nullptr) return {};
  std::error_code error;
  const auto real = std::filesystem::canonical(info.dli_fname, error);
  return error ? info.dli_fname : real.string();
}

template <class Function>
Function* find(const std::string& library, const char* symbol) {
  // Looked up in that library, not anywhere: another one in the process may be OpenBLAS without being used.
  const std::unique_ptr<void, int (*)(void*)> handle(dlopen(library.c_str(), RTLD_NOW | RTLD_NOLOAD), &dlclose);
  return reinterpret_cast<Function*>(dlsym(handle ? handle.get() : RTLD_DEFAULT, symbol));
}

}  // namespace

Blas::Kind kind_of(std::string_view library, std::string_view configuration) {
  if (!configuration.empty()) return Blas::Kind::kOpenBlas;
  const auto name = std::filesystem::path(library).filename().string();
  // Debian's libblas3; ATLAS and BLIS have names of their own.
  const bool reference = name.starts_with("libblas.") || name.starts_with("libcblas.");
  return reference ? Blas::Kind::kReference : Blas::Kind::kOther;
}

Blas blas_in_use() {
  Blas blas;
  blas.library = library_of_sgemm();
  if (auto* get_config = find<char*()>(blas.library, "openblas_get_config")) blas.configuration = get_config();
  blas.kind = kind_of(blas.library, blas.configuration);
  return blas;
}

std::string describe(const Blas& blas) {
  const std::string name = blas.kind == Blas::Kind::kOpenBlas    ? blas.configuration
                           : blas.kind == Blas::Kind::kReference ? "reference BLAS"
                                                                 : "BLAS";
  return name + " (" + blas.library + ")";
}

void use_one_blas_thread() {
  if (auto* set_threads = find<void(int)>(library_of_sgemm(), "openblas_set_num_threads")) set_threads(1);
}

int blas_threads() {
  auto* get_threads = find<int()>(library_of_sgemm(), "openblas_get_num_threads");
  return get_threads != nullptr ? get_threads() : 0;
}

}  // namespace gate
