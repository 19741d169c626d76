#include "encoding/inflate.h"

#include <zlib.h>

#include <algorithm>

namespace gate {

namespace {

constexpr std::size_t kFirstGuess = 2048;  // a certificate unpacks to 300 to 1000 bytes

class InflateStream {
 public:
  // `window_bits`: 15 for zlib, -15 for a bare deflate stream (zlib.h, inflateInit2).
  explicit InflateStream(int window_bits) : ready_(inflateInit2(&stream_, window_bits) == Z_OK) {}
  ~InflateStream() { inflateEnd(&stream_); }
  InflateStream(const InflateStream&) = delete;
  InflateStream& operator=(const InflateStream&) = delete;

  bool ready() const { return ready_; }
  z_stream& operator*() { return stream_; }

 private:
  z_stream stream_{};
  bool ready_;
};

Result<Bytes> unpack(ByteView input, std::size_t max_bytes, int window_bits, const std::string& format) {
  InflateStream owner(window_bits);
  if (!owner.ready()) return fail(ErrorCode::kInternal, "zlib cannot start");
  z_stream& stream = *owner;
  stream.next_in = const_cast<std::uint8_t*>(input.data());  // zlib only reads it
  stream.avail_in = static_cast<uInt>(input.size());
  Bytes output;
  int status = Z_OK;
  while (status == Z_OK) {
    // One byte past the cap, so that a stream of exactly the cap can still end.
    if (output.size() > max_bytes) {
      return fail(ErrorCode::kInvalidInput, format + ": unpacks to more than " + std::to_string(max_bytes) + " bytes");
    }
    output.resize(std::min(max_bytes + 1, std::max(kFirstGuess, 2 * output.size())));
    stream.next_out = output.data() + stream.total_out;
    stream.avail_out = static_cast<uInt>(output.size() - stream.total_out);
    status = inflate(&stream, Z_NO_FLUSH);
    if (status == Z_OK && stream.avail_out != 0) status = Z_BUF_ERROR;  // input used up, stream not ended
  }
  if (status != Z_STREAM_END) return fail(ErrorCode::kInvalidInput, format + ": stream is broken or cut short");
  if (stream.avail_in != 0) return fail(ErrorCode::kInvalidInput, format + ": bytes left over after the stream");
  if (stream.total_out > max_bytes) {
    return fail(ErrorCode::kInvalidInput, format + ": unpacks to more than " + std::to_string(max_bytes) + " bytes");
  }
  output.resize(stream.total_out);
  return output;
}

}  // namespace

Result<Bytes> inflate_zlib(ByteView input, std::size_t max_bytes) {
  return unpack(input, max_bytes, MAX_WBITS, "zlib");
}

Result<Bytes> inflate_raw(ByteView input, std::size_t max_bytes) {
  return unpack(input, max_bytes, -MAX_WBITS, "deflate");
}

}  // namespace gate
