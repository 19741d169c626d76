#include "vision/model_store.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

namespace gate {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Field;
using ::testing::HasSubstr;
namespace fs = std::filesystem;

// SHA-256 of "abc": FIPS 180-4's own example.
constexpr const char* kHashOfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr const char* kHashOfAbd = "a52d159f262b2c6ddb724a61840befc36eb30c88877a4030b65cbe86298449c9";

class ModelStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    dir_ = fs::path(::testing::TempDir()) /
           (std::string("models-") + ::testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directories(dir_);
    write("net.dat", "abc");
    write_manifest("net.dat", kHashOfAbc);
  }
  void TearDown() override { fs::remove_all(dir_); }

  void write(const std::string& file, const std::string& text) const { std::ofstream(dir_ / file) << text; }
  void write_manifest(const std::string& file, const std::string& hash) const {
    write("manifest.json", R"({"models": [{"name": "net", "file": ")" + file + R"(", "bytes": 3, "sha256": ")" + hash +
                               R"(", "licence": "l", "purpose": "p"}]})");
  }

  fs::path dir_;
};

TEST_F(ModelStoreTest, FindsAModelWhoseHashIsRight) {
  const auto model = ModelStore::open(dir_).value().verified("net");
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ(model->path, dir_ / "net.dat");
  EXPECT_EQ(model->sha256, kHashOfAbc);
}

TEST_F(ModelStoreTest, RefusesAChangedByteNamingFileHashesAndRemedy) {
  write("net.dat", "abd");
  const auto model = ModelStore::open(dir_).value().verified("net");
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, ErrorCode::kUntrusted);
  EXPECT_THAT(model.error().message,
              AllOf(HasSubstr("net.dat"), HasSubstr(kHashOfAbc), HasSubstr("models/fetch"), HasSubstr(kHashOfAbd)));
}

TEST_F(ModelStoreTest, MissingFileAndUnknownNameAreNotFound) {
  fs::remove(dir_ / "net.dat");
  const auto store = ModelStore::open(dir_).value();
  EXPECT_EQ(store.verified("net").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(store.verified("other").error().code, ErrorCode::kNotFound);
}

TEST_F(ModelStoreTest, RefusesManifestsThatAreNone) {
  write_manifest("../net.dat", kHashOfAbc);
  EXPECT_EQ(ModelStore::open(dir_).error().code, ErrorCode::kInvalidInput);
  write_manifest("net.dat", "ABC");
  EXPECT_EQ(ModelStore::open(dir_).error().code, ErrorCode::kInvalidInput);
  write("manifest.json", "{\"models\": [{}]}");
  EXPECT_EQ(ModelStore::open(dir_).error().code, ErrorCode::kInvalidInput);
  write("manifest.json", "not JSON");
  EXPECT_EQ(ModelStore::open(dir_).error().code, ErrorCode::kInvalidInput);
  fs::remove(dir_ / "manifest.json");
  EXPECT_EQ(ModelStore::open(dir_).error().code, ErrorCode::kNotFound);
}

TEST(ModelManifest, TheProjectsOwnIsWellFormed) {
  const auto store = ModelStore::open(fs::path(GATE_SOURCE_DIR) / "models");
  ASSERT_TRUE(store) << store.error().message;
  EXPECT_THAT(store->entries(), Contains(Field(&ModelEntry::name, "dlib-resnet-v1")));
}

}  // namespace
}  // namespace gate
