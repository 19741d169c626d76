// Runs a fuzz target over a folder of inputs, as an ordinary test: replay FOLDER. Every input also runs cut short at
// every length, so that a small corpus reaches the ends of all buffers.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int argc, char** argv) {
  int inputs = 0;
  for (const auto& entry : std::filesystem::directory_iterator(argc == 2 ? argv[1] : ".")) {
    std::ostringstream content;
    content << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    const std::string bytes = content.str();
    for (std::size_t size = 0; size <= bytes.size(); ++size) {
      const std::string input = bytes.substr(0, size);  // a buffer of its own, so that ASan sees its end
      LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
    }
    ++inputs;
  }
  std::cout << inputs << " inputs\n";
  return inputs == 0 ? 1 : 0;
}
