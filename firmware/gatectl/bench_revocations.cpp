#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <random>

#include "certificates/revocation/mapped_file.h"
#include "certificates/revocation/revocation_table.h"
#include "gatectl/bench_issuer.h"
#include "gatectl/bench_steps.h"

namespace gate {
namespace {

constexpr std::size_t kHashes = 10'000'000;
constexpr std::size_t kLookUps = 20'000;

using Hashes = std::vector<RevocationHash>;

Hashes random_hashes(std::size_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same every run
  Hashes hashes(count);
  for (RevocationHash& hash : hashes) {
    const std::array<std::uint64_t, 2> numbers{random(), random()};
    std::memcpy(hash.data(), numbers.data(), hash.size());
  }
  return hashes;
}

/// A few of the table's hashes, in no order.
Hashes some_of(const Hashes& hashes) {
  Hashes some;
  for (std::size_t i = 0; i < kLookUps; ++i) some.push_back(hashes[i * 7919 % hashes.size()]);
  return some;
}

template <class Contains>
BenchReport look_up(const Hashes& hashes, const Contains& contains, bool& as_expected, bool expected) {
  Timings times;
  for (const RevocationHash& hash : hashes) {
    const bool found = times.time([&] { return contains(hash); });
    as_expected = as_expected && found == expected;
  }
  return {{"median_us", times.quantile(0.5) * 1000}, {"p99_us", times.quantile(0.99) * 1000}};
}

/// Puts the file's pages out of memory, as when something else needed it; opening reads them all.
void cool_down(const std::filesystem::path& file, ByteView mapped) {
  ::madvise(const_cast<std::uint8_t*>(mapped.data()), mapped.size(), MADV_DONTNEED);
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fdatasync(descriptor);
  ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED);
  ::close(descriptor);
}

/// Builds the table as an import does, in a file.
Result<double> write_table(const Hashes& hashes, const std::filesystem::path& file) {
  std::vector<ShortHash> shortened(hashes.size());
  std::ranges::transform(hashes, shortened.begin(), shorten);
  Timings building;
  const auto table = building.time([&] { return make_revocation_table(std::move(shortened), WallTime()); });
  if (!table) return fail(table.error());
  std::ofstream out(file, std::ios::binary);
  out.write(reinterpret_cast<const char*>(table->data()), static_cast<std::streamsize>(table->size()));
  if (!out.flush()) return fail(ErrorCode::kIo, file.string() + ": cannot be written");
  return building.mean();
}

}  // namespace

Result<BenchReport> bench_revocations() {
  const ScratchFolder scratch;
  const auto file = scratch.path() / "eu-dcc.revocations";
  Hashes hashes = random_hashes(kHashes, 1);
  const Hashes hits = some_of(hashes);
  const Hashes misses = random_hashes(kLookUps, 2);
  const auto built_ms = write_table(hashes, file);
  if (!built_ms) return fail(built_ms.error());

  Timings opening;
  const auto mapped = MappedFile::open(file, std::size_t{1} << 30);
  if (!mapped) return fail(mapped.error());
  const auto table = opening.time([&] { return RevocationTable::read(mapped->bytes()); });
  if (!table) return fail(table.error());
  const auto in_table = [&](const RevocationHash& hash) { return table->contains(hash); };
  bool good = true;
  BenchReport report{{"hashes", table->size()},
                     {"table_mb", static_cast<double>(mapped->bytes().size()) / 1e6},
                     {"build_ms", *built_ms},
                     {"open_ms", opening.mean()}};
  report["hit"] = look_up(hits, in_table, good, true);
  report["miss"] = look_up(misses, in_table, good, false);
  cool_down(file, mapped->bytes());
  report["cold_miss"] = look_up(random_hashes(kLookUps / 20, 3), in_table, good, false);

  std::ranges::sort(hashes);
  const auto in_vector = [&](const RevocationHash& hash) { return std::ranges::binary_search(hashes, hash); };
  report["whole_hashes_mb"] = static_cast<double>(hashes.size() * sizeof(RevocationHash)) / 1e6;
  report["whole_hashes_hit"] = look_up(hits, in_vector, good, true);
  report["whole_hashes_miss"] = look_up(misses, in_vector, good, false);
  if (!good) return fail(ErrorCode::kInternal, "the table does not know its own hashes, or others");
  return report;
}

}  // namespace gate
