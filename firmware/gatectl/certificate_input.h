#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/result.h"

namespace gate {

/// One certificate or pass to look at.
struct CertificateInput {
  std::string name;               ///< the file it came from, "-" or "text"
  std::string content;            ///< what the code holds; the bytes of a .pass file
  std::optional<Error> unusable;  ///< why there is no content
};

/// What the command line names, in order: a text itself ("HC1:…", "shc:/…"), "-" for standard input, files (text of any
/// format, .pass, pictures with codes in them: PNG, JPEG and whatever else read_photo() takes; not on a device), and
/// folders with all such files below them, by name. Texts that are parts of one health card (shc:/1/2/…) are put
/// together when every input is one. At most 1 MiB a text, 100,000 files. Blocks for reading and, with pictures, about
/// 20 ms each.
std::vector<CertificateInput> read_certificate_inputs(const std::vector<std::string>& inputs);

/// The one certificate a pass binds, as its code holds it. kInvalidInput when there are several, or it is longer than a
/// pass may hold.
Result<std::string> read_one_certificate(const std::string& input);

}  // namespace gate
