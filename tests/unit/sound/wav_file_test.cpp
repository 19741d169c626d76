#include "sound/wav_file.h"

#include <gmock/gmock.h>

#include <fstream>

#include "fakes/temporary_folder.h"

namespace gate {
namespace {

using testing::HasSubstr;

TEST(WavFile, HasTheHeaderOfTheFormatAndLittleEndianSamples) {
  const TemporaryFolder folder;
  const std::vector<std::int16_t> samples{1, -2};
  ASSERT_TRUE(write_wav(folder / "a.wav", samples));
  std::ifstream in(folder / "a.wav", std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(in), {});
  using namespace std::string_literals;
  EXPECT_EQ(bytes,
            "RIFF\x28\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x80\xBB\0\0\0\x77\x01\0\x02\0\x10\0"
            "data\x04\0\0\0\x01\0\xFE\xFF"s);
}

TEST(WavFile, AnErrorNamesTheFile) {
  const std::vector<std::int16_t> samples{1};
  const auto written = write_wav("/nowhere/a.wav", samples);
  ASSERT_FALSE(written);
  EXPECT_THAT(written.error().message, HasSubstr("/nowhere/a.wav"));
}

}  // namespace
}  // namespace gate
