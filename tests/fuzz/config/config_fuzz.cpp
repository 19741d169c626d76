#include <cstdint>
#include <cstdlib>
#include <string>

#include "config/config_file.h"

namespace {

/// An error is one line that says something; anything else is a finding.
template <class T>
void expect_one_line(const gate::Result<T>& result) {
  if (result) return;
  const std::string& message = result.error().message;
  if (message.empty() || message.find('\n') != std::string::npos || message.size() > 20'000) std::abort();
}

}  // namespace

/// The input is the file named "in" and every other name is missing, so that "extends" is followed as well.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const gate::ReadText read = [&](const std::filesystem::path& file) -> gate::Result<std::string> {
    if (file != "in") return gate::fail(gate::ErrorCode::kNotFound, "no such file");
    return std::string(reinterpret_cast<const char*>(data), size);
  };
  expect_one_line(gate::load_config("in", read));
  expect_one_line(gate::load_policy("in", read));
  expect_one_line(gate::load_curve("in", read));
  return 0;
}
