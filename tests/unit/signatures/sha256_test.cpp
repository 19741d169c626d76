#include "signatures/sha256.h"

#include <gtest/gtest.h>

#include <fstream>

#include "fakes/temporary_folder.h"

namespace gate {
namespace {

TEST(Sha256, GivesTheStandardsExample) {
  EXPECT_EQ(to_hex(sha256(bytes_of("abc"))), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256, OfAFileIsThatOfItsBytesThroughSeveralPieces) {
  const TemporaryFolder folder;
  for (const std::size_t size : {0UL, 3UL, 256UL * 1024, 700'001UL}) {
    const std::string content(size, 'x');
    std::ofstream(folder / "file") << content;
    EXPECT_EQ(sha256_of_file(folder / "file").value(), sha256(bytes_of(content))) << size;
  }
}

TEST(Sha256, OfAFileSaysWhatIsNoFile) {
  const TemporaryFolder folder;
  EXPECT_EQ(sha256_of_file(folder / "none").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(sha256_of_file(folder.path()).error().code, ErrorCode::kInvalidInput);
}

}  // namespace
}  // namespace gate
