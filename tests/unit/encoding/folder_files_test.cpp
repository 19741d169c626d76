#include "encoding/folder_files.h"

#include <gtest/gtest.h>

#include <fstream>

#include "fakes/obeys_permissions.h"
#include "fakes/temporary_folder.h"

namespace gate {
namespace {

namespace fs = std::filesystem;

bool is_text(const fs::path& file) { return file.extension() == ".txt"; }

TEST(FolderFiles, AreThoseWantedByName) {
  const TemporaryFolder folder;
  for (const char* name : {"b.txt", "a.txt", "c.pdf"}) std::ofstream(folder / name) << name;
  fs::create_symlink("nowhere", folder / "0.txt");
  EXPECT_EQ(files_in(folder.path(), is_text).value(),
            (std::vector<fs::path>{folder / "0.txt", folder / "a.txt", folder / "b.txt"}));
  EXPECT_TRUE(files_in(folder.path(), [](const fs::path&) { return false; }).value().empty());
}

TEST(FolderFiles, AFolderThatCannotBeReadIsNotAnEmptyOne) {
  const TemporaryFolder folder;
  const auto missing = files_in(folder / "missing", is_text);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kNotFound);
  EXPECT_NE(missing.error().message.find("missing"), std::string::npos);
  std::ofstream(folder / "file.txt") << "no folder";
  EXPECT_EQ(files_in(folder / "file.txt", is_text).error().code, ErrorCode::kIo);
  const ObeysPermissions as_everybody;
  fs::create_directory(folder / "locked");
  fs::permissions(folder / "locked", fs::perms::none);
  EXPECT_EQ(files_in(folder / "locked", is_text).error().code, ErrorCode::kIo);
  fs::permissions(folder / "locked", fs::perms::owner_all);
}

}  // namespace
}  // namespace gate
