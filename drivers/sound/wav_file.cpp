#include "sound/wav_file.h"

#include <fstream>
#include <string>

#include "sound/sound_output.h"

namespace gate {
namespace {

constexpr std::size_t kMostSamples = 3600UL * kSamplesPerSecond;  // far below the 4 GB that a header can say

void put(std::string& bytes, std::uint32_t value, int size) {
  for (int i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xFF);
}

/// RIFF WAVE with format tag 1, PCM (Microsoft, "New Multimedia Data Types", 1994): everything little-endian.
std::string header(std::uint32_t data_bytes) {
  std::string bytes = "RIFF";
  put(bytes, 36 + data_bytes, 4);
  bytes += "WAVEfmt ";
  put(bytes, 16, 4);
  put(bytes, 1, 2);                      // PCM
  put(bytes, 1, 2);                      // one channel
  put(bytes, kSamplesPerSecond, 4);      //
  put(bytes, 2 * kSamplesPerSecond, 4);  // bytes a second
  put(bytes, 2, 2);                      // … a sample of all channels
  put(bytes, 16, 2);                     // bits a sample
  bytes += "data";
  put(bytes, data_bytes, 4);
  return bytes;
}

}  // namespace

Status write_wav(const std::filesystem::path& file, std::span<const std::int16_t> samples) {
  if (samples.size() > kMostSamples) return fail(ErrorCode::kInvalidInput, "more than an hour of sound");
  std::string bytes = header(static_cast<std::uint32_t>(2 * samples.size()));
  for (const std::int16_t sample : samples) put(bytes, static_cast<std::uint16_t>(sample), 2);
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) return fail(ErrorCode::kIo, file.string() + ": cannot be written");
  return {};
}

}  // namespace gate
