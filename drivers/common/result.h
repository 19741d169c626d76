#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace gate {

/// What kind of failure an Error is; callers branch on it, people read the message.
enum class ErrorCode {
  kInvalidInput,  ///< what we were given is malformed or out of range
  kNotFound,      ///< a file, line, record or device that should be there is not
  kUntrusted,     ///< a signature, hash, seal or permission does not hold
  kUnsupported,   ///< well-formed, but nothing this program handles
  kTimeout,       ///< nothing within the time allowed; try again
  kEndOfStream,   ///< a recording is over
  kDeviceLost,    ///< a device vanished or stopped answering; back off and reopen
  kIo,            ///< the operating system refused: disk full, permission, …
  kInternal,      ///< a library reported what should not happen
};

/// The published name of a code, as it appears in events and JSON: "invalid_input", "not_found", …
std::string_view to_string(ErrorCode code);

/// A failure: what went wrong, where, and what to do, in one line. Never holds personal data.
struct [[nodiscard]] Error {
  ErrorCode code;
  std::string message;

  /// Adds where it happened on the way up: "config/terminal.json: camera.width: …".
  Error with_context(std::string_view context) &&;
};

/// A value or an Error. No exception crosses a folder; libraries that throw are caught where they are included.
template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

inline tl::unexpected<Error> fail(ErrorCode code, std::string message) {
  return tl::make_unexpected(Error{code, std::move(message)});
}

/// Passes an error on, adding where it happened.
inline tl::unexpected<Error> fail(Error error, std::string_view context) {
  return tl::make_unexpected(std::move(error).with_context(context));
}

inline tl::unexpected<Error> fail(Error error) { return tl::make_unexpected(std::move(error)); }

}  // namespace gate
