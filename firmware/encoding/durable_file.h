#pragma once

#include <filesystem>
#include <string_view>

#include "common/clock.h"
#include "common/result.h"
#include "encoding/bytes.h"

namespace gate {

/// Who can read a file that is written.
enum class ReadableBy { kOwner, kEverybody };

/// All of it, however little a single write() takes. False when it cannot be written; errno says why.
bool write_all(int descriptor, ByteView bytes);

/// Writes a new file, dated `written`, and waits until the disk has it. One of the same name is replaced, not written
/// into: it may be a link to a file in use. kIo naming the file.
Status write_durably(const std::filesystem::path& file, std::string_view content, WallTime written,
                     ReadableBy readers = ReadableBy::kEverybody);

/// Writes a file beside its place, as `<file>.new`, waits until the disk has it, and renames it there: a reader, also
/// after a power cut, finds the old text or the new one. Its folder must be there. kIo naming the file.
Status replace_durably(const std::filesystem::path& file, std::string_view content,
                       ReadableBy readers = ReadableBy::kEverybody);

/// Removes a file, on the disk when this returns; one that is not there is no error.
Status remove_durably(const std::filesystem::path& file);

/// Waits until the disk has a folder's names; of the working folder when it is empty, as a bare name's parent is.
Status sync_folder(const std::filesystem::path& folder);

}  // namespace gate
