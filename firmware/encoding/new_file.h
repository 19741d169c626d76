#pragma once

#include <cstdint>
#include <filesystem>

#include "common/result.h"
#include "encoding/bytes.h"

namespace gate {

/// A file of its owner alone (mode 0600) that is there once it is whole, and never in the place of another: written
/// beside its place, as `<place>.new`, synced, then renamed to it. What is not finished is gone with the object; after
/// a power cut the next one of the same place clears it away. For keys and bundles, which one process writes.
/// Thread-bound; blocks for the disk.
class NewFile {
 public:
  explicit NewFile(const std::filesystem::path& place);
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  /// A failure is finish()'s.
  void write(ByteView bytes);
  /// On the disk when this returns. kIo naming the file: it cannot be written, or one is there.
  Status finish();
  std::uint64_t bytes() const { return bytes_; }

 private:
  bool move_into_place() const;
  bool note(bool good);

  const std::filesystem::path place_;
  const std::filesystem::path beside_;
  int descriptor_;
  int reason_ = 0;
  bool good_;
  std::uint64_t bytes_ = 0;
};

/// The same of what is in memory already.
Status write_new_file(const std::filesystem::path& file, ByteView content);

}  // namespace gate
