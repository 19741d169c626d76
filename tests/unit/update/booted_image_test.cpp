#include "update/booted_image.h"

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

TEST_F(BootedImageTest, IsWhatBootLoaderAndKernelSayOrTheirCopiesForWhoeverIsKeptOutOfProc) {
  const auto told = [&] {
    const auto booted = booted_image(places);
    return booted ? booted->slot + " " + booted->boot_id : "nothing";
  };
  write("copies/command-line", "ro rauc.slot=A quiet\n");
  write("copies/boot-id", "copied\n");
  EXPECT_EQ(told(), "A copied");
  write("proc/cmdline", "ro rauc.slot=B quiet\n");
  write("proc/sys/kernel/random/boot_id", "015dfff3\n");
  EXPECT_EQ(told(), "B 015dfff3");
}

TEST_F(BootedImageTest, IsNotThereElsewhere) {
  EXPECT_FALSE(booted_image(places));
  write("proc/cmdline", "ro quiet\n");
  write("copies/command-line", "rauc.slot=A\n");
  EXPECT_FALSE(booted_image(places)) << "the kernel comes first";
}

TEST(Slot, IsReadFromTheKernelsCommandLine) {
  EXPECT_EQ(slot_in("root=PARTLABEL=rootB rauc.slot=B systemd.volatile=state panic=3"), "B");
  EXPECT_EQ(slot_in("rauc.slot=system0"), "system0");
  EXPECT_EQ(slot_in("xrauc.slot=B"), std::nullopt);
  EXPECT_EQ(slot_in("rauc.slot="), std::nullopt);
  EXPECT_EQ(slot_in("rauc.slot=" + std::string(100, 'a')), std::nullopt);
  EXPECT_EQ(slot_in(""), std::nullopt);
}

}  // namespace
}  // namespace gate
