#include "terminal/booted_image.h"

#include <gtest/gtest.h>

#include <fstream>

#include "fakes/temporary_folder.h"

namespace gate {
namespace {

namespace fs = std::filesystem;

class BootedImageTest : public ::testing::Test {
 protected:
  void write(const char* name, const char* text) const {
    fs::create_directories((folder / name).parent_path());
    std::ofstream(folder / name) << text;
  }

  TemporaryFolder folder;
  const BootedImagePlaces places{folder / "proc", folder / "copies"};
};

TEST_F(BootedImageTest, IsWhatTheBootLoaderAndTheKernelSay) {
  write("proc/cmdline", "ro rauc.slot=B quiet\n");
  write("proc/sys/kernel/random/boot_id", "015dfff3\n");
  const auto booted = booted_image(places);
  ASSERT_TRUE(booted);
  EXPECT_EQ(booted->slot, "B");
  EXPECT_EQ(booted->boot_id, "015dfff3");
}

TEST_F(BootedImageTest, AServiceKeptOutOfProcReadsTheCopies) {
  write("copies/command-line", "ro rauc.slot=A quiet\n");
  write("copies/boot-id", "015dfff3\n");
  const auto booted = booted_image(places);
  ASSERT_TRUE(booted);
  EXPECT_EQ(booted->slot, "A");
  EXPECT_EQ(booted->boot_id, "015dfff3");
}

TEST_F(BootedImageTest, IsNotThereElsewhere) {
  EXPECT_FALSE(booted_image(places));
  write("proc/cmdline", "ro quiet\n");
  write("copies/command-line", "rauc.slot=A\n");
  EXPECT_FALSE(booted_image(places)) << "the kernel comes first";
}

}  // namespace
}  // namespace gate
