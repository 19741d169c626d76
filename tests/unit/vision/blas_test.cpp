#include "vision/blas.h"

#include <gmock/gmock.h>

#include <filesystem>

namespace gate {
namespace {

TEST(Blas, NamesTheLibraryThatIsLoaded) {
  const Blas blas = blas_in_use();
  if (blas.library.empty()) GTEST_SKIP() << "BLAS is linked statically here";
  EXPECT_TRUE(std::filesystem::exists(blas.library)) << blas.library;
  EXPECT_THAT(describe(blas), ::testing::HasSubstr(blas.library));
}

TEST(Blas, OpenBlasIsKnownByItsOwnWordsAndRunsOneThread) {
  if (blas_in_use().kind != Blas::Kind::kOpenBlas) GTEST_SKIP() << "runs on " << describe(blas_in_use());
  use_one_blas_thread();
  EXPECT_THAT(blas_in_use().configuration, ::testing::HasSubstr("OpenBLAS"));
  EXPECT_EQ(blas_threads(), 1);
}

TEST(Blas, KindFollowsTheLibraryAndItsSymbols) {
  EXPECT_EQ(kind_of("/usr/lib/x86_64-linux-gnu/openblas-pthread/libblas.so.3", "OpenBLAS 0.3.21"),
            Blas::Kind::kOpenBlas);
  EXPECT_EQ(kind_of("/usr/lib/x86_64-linux-gnu/blas/libblas.so.3.11.0", ""), Blas::Kind::kReference);
  EXPECT_EQ(kind_of("/usr/lib/x86_64-linux-gnu/blis-pthread/libblis.so.4", ""), Blas::Kind::kOther);
  EXPECT_EQ(kind_of("", ""), Blas::Kind::kOther);
}

}  // namespace
}  // namespace gate
