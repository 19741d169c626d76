// What sound_output.h promises, over every output there is. ALSA is the real libasound without hardware: its `file`
// plugin writes what is played into a pipe that only the test empties, so a sound lasts as long as the test wants; its
// `null` plugin swallows everything. A real loudspeaker is heard where GATE_TEST_SOUND names its PCM.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "contract/contract_kind.h"
#include "fakes/fake_clock.h"
#include "fakes/temporary_folder.h"
#include "sound/alsa_sound_output.h"
#include "sound/recorded_sound_output.h"

namespace gate {
namespace {

using testing::Each;
using testing::SizeIs;
using Samples = std::vector<std::int16_t>;

/// An output under test, and how it sounds from the other side.
class Bench {
 public:
  virtual ~Bench() = default;
  virtual SoundOutput& output() = 0;
  /// Has some of what is being played heard, and then not all of it: what comes next finds it playing.
  virtual void let_some_play() = 0;
  /// All that was heard, silence left out; nothing: only ears could tell, and what is left to see is that it plays and
  /// loses no device.
  virtual std::optional<Samples> heard(std::size_t at_least) = 0;
  std::atomic<int> lost = 0;
};

Samples without_silence(Samples samples) {
  std::erase(samples, 0);
  return samples;
}

class RecordedBench final : public Bench {
 public:
  SoundOutput& output() override { return output_; }
  void let_some_play() override { clock_.advance(std::chrono::milliseconds{100}); }
  std::optional<Samples> heard(std::size_t /*at_least*/) override { return without_silence(output_.heard()); }

 private:
  FakeClock clock_;
  RecordedSoundOutput output_{clock_};
};

/// Names PCMs for this process's libasound.
class AlsaConfiguration {
 public:
  explicit AlsaConfiguration(const std::string& text = "") {
    write(text);
    setenv("ALSA_CONFIG_PATH", file_.c_str(), 1);
  }
  ~AlsaConfiguration() { unsetenv("ALSA_CONFIG_PATH"); }
  AlsaConfiguration(const AlsaConfiguration&) = delete;
  AlsaConfiguration& operator=(const AlsaConfiguration&) = delete;

  void write(const std::string& text) const { std::ofstream(file_, std::ios::trunc) << text; }
  std::filesystem::path operator/(const std::string& name) const { return folder_ / name; }

 private:
  TemporaryFolder folder_;
  const std::filesystem::path file_ = folder_ / "asound.conf";
};

class AlsaFileBench final : public Bench {
 public:
  AlsaFileBench() {
    const std::string pipe = (configuration_ / "pipe").string();
    if (mkfifo(pipe.c_str(), 0600) != 0) ADD_FAILURE() << pipe << ": cannot be made";
    reader_ = open(pipe.c_str(), O_RDWR | O_CLOEXEC);
    configuration_.write("pcm.pipe { type file format raw file \"" + pipe + "\" slave.pcm { type null } }");
    output_ = std::make_unique<AlsaSoundOutput>("pipe", clock_, [this](const Error&) { ++lost; });
  }
  /// The rest is heard too, or the player could not end.
  ~AlsaFileBench() override {
    std::atomic<bool> over = false;
    std::jthread drain([&] {
      fcntl(reader_, F_SETFL, O_NONBLOCK);
      for (Samples rest(4096); !over;)
        if (read(reader_, rest.data(), 2 * rest.size()) <= 0) std::this_thread::yield();
    });
    output_.reset();
    over = true;
    drain.join();
    close(reader_);
  }
  SoundOutput& output() override { return *output_; }
  void let_some_play() override { hear(4'800); }
  std::optional<Samples> heard(std::size_t at_least) override {
    while (without_silence(heard_).size() < at_least) hear(1);
    return without_silence(heard_);
  }

 private:
  /// Waits for what the player writes next, at least `samples` of it.
  void hear(std::size_t samples) {
    for (const std::size_t wanted = heard_.size() + samples; heard_.size() < wanted;) {
      Samples piece(1'024);
      const ssize_t got = read(reader_, piece.data(), 2 * piece.size());
      if (got <= 0) return ADD_FAILURE() << "the pipe is closed";
      piece.resize(static_cast<std::size_t>(got) / 2);
      heard_.insert(heard_.end(), piece.begin(), piece.end());
    }
  }

  AlsaConfiguration configuration_;
  SystemClock clock_;
  int reader_ = -1;
  Samples heard_;
  std::unique_ptr<AlsaSoundOutput> output_;
};

class RealBench final : public Bench {
 public:
  static const char* name() { return std::getenv("GATE_TEST_SOUND"); }
  SoundOutput& output() override { return output_; }
  void let_some_play() override {}
  std::optional<Samples> heard(std::size_t at_least) override {
    // As long as that sounds, and the device takes to begin: ears, and what is lost, say the rest.
    std::this_thread::sleep_for(std::chrono::milliseconds{500 + 1000 * at_least / kSamplesPerSecond});
    return std::nullopt;
  }

 private:
  SystemClock clock_;
  AlsaSoundOutput output_{name(), clock_, [this](const Error&) { ++lost; }};
};

std::shared_ptr<const Sound> sound_of(std::size_t samples, std::int16_t level) {
  return std::make_shared<const Sound>(Sound{Samples(samples, level)});
}

class SoundContractTest : public testing::TestWithParam<BenchKind<Bench>> {
 protected:
  void SetUp() override {
    if (GetParam().name == std::string("RealSound") && RealBench::name() == nullptr)
      GTEST_SKIP() << "GATE_TEST_SOUND names no PCM (plughw:0,0) whose loudspeaker may be heard";
    bench_ = GetParam().make();
  }
  void TearDown() override {
    if (bench_ == nullptr) return;
    EXPECT_EQ(bench_->lost, 0);
  }

  std::unique_ptr<Bench> bench_;
};

TEST_P(SoundContractTest, EverySampleArrivesInOrder) {
  Sound sound;
  for (int i = 0; i < 20'000; ++i) sound.samples.push_back(static_cast<std::int16_t>(i % 15'000 + 1));
  ASSERT_TRUE(bench_->output().play(std::make_shared<const Sound>(sound)));
  const auto heard = bench_->heard(sound.samples.size());
  if (!heard) return;
  EXPECT_EQ(*heard, sound.samples);
}

TEST_P(SoundContractTest, ASoundFarShorterThanTheDevicesBufferIsHeardToo) {
  ASSERT_TRUE(bench_->output().play(sound_of(10, 77)));
  const auto heard = bench_->heard(10);
  if (!heard) return;
  EXPECT_THAT(*heard, SizeIs(10));
  EXPECT_THAT(*heard, Each(77));
}

TEST_P(SoundContractTest, ANewSoundEndsTheOneThatPlays) {
  const std::size_t whole = Sound::kMostSamples;
  ASSERT_TRUE(bench_->output().play(sound_of(whole, 5)));
  bench_->let_some_play();
  ASSERT_TRUE(bench_->output().play(sound_of(9'600, 6)));
  if (!bench_->heard(0)) return;
  std::size_t seen = 0;
  Samples heard;
  for (std::ptrdiff_t new_ones = 0; new_ones < 9'600; new_ones = std::ranges::count(heard, 6))
    heard = *bench_->heard(++seen);
  EXPECT_GE(std::ranges::count(heard, 5), 4'800);
  EXPECT_LT(std::ranges::count(heard, 5), static_cast<std::ptrdiff_t>(whole) / 2);
  EXPECT_TRUE(std::ranges::is_sorted(heard)) << "and does not go on after it";
}

TEST_P(SoundContractTest, TheVolumeCountsFromTheNextSoundOn) {
  ASSERT_TRUE(bench_->output().set_volume(50));
  ASSERT_TRUE(bench_->output().play(sound_of(4'800, 1'000)));
  const auto heard = bench_->heard(4'800);
  if (!heard) return;
  EXPECT_THAT(*heard, SizeIs(4'800));
  EXPECT_THAT(*heard, Each(250));
}

TEST_P(SoundContractTest, RefusesWhatIsNoSoundOrNoVolumeAndGoesOn) {
  for (const auto& bad : {std::shared_ptr<const Sound>(), sound_of(0, 1), sound_of(Sound::kMostSamples + 1, 1)})
    EXPECT_EQ(bench_->output().play(bad).error().code, ErrorCode::kInvalidInput);
  for (const int bad : {-1, 101}) EXPECT_EQ(bench_->output().set_volume(bad).error().code, ErrorCode::kInvalidInput);
  ASSERT_TRUE(bench_->output().play(sound_of(480, 3)));
  const auto heard = bench_->heard(480);
  if (!heard) return;
  EXPECT_THAT(*heard, Each(3));
}

INSTANTIATE_TEST_SUITE_P(Sounds, SoundContractTest,
                         testing::Values(bench_kind<Bench, RecordedBench>("Recorded"),
                                         bench_kind<Bench, AlsaFileBench>("AlsaFile"),
                                         bench_kind<Bench, RealBench>("RealSound")),
                         [](const auto& kind) { return kind.param.name; });

/// libasound itself: a name that it does not know, and that it does once a card brings it.
TEST(AlsaPcm, ADeviceThatIsNotThereIsNamedAndFoundOnceItIs) {
  const AlsaConfiguration configuration;
  const auto missing = open_alsa_pcm("later");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(missing.error().message, testing::HasSubstr("later: there is no such sound device"));
  configuration.write("pcm.later { type null }");
  const auto there = open_alsa_pcm("later");
  ASSERT_TRUE(there) << there.error().message;
  EXPECT_TRUE((*there)->connected());
  const Samples samples(48'000, 1);
  EXPECT_TRUE((*there)->begin());
  EXPECT_TRUE((*there)->write(samples));
  EXPECT_TRUE((*there)->finish());
}

TEST(AlsaSoundOutput, AMissingDeviceIsToldAndStopsNobody) {
  const AlsaConfiguration configuration;
  const SystemClock clock;
  Mailbox<Error> lost;
  AlsaSoundOutput output("nowhere", clock, [&](const Error& error) { lost.put(error); });
  const auto told = lost.take(std::chrono::minutes{1});
  ASSERT_TRUE(told);
  EXPECT_EQ(told->code, ErrorCode::kDeviceLost);
  EXPECT_TRUE(output.play(sound_of(480, 1)));
}

}  // namespace
}  // namespace gate
