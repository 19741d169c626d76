#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

void run(const std::string& text) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

/// The corpus and every published configuration file, in an order that does not change.
std::vector<std::string> inputs() {
  std::vector<fs::path> files;
  for (const char* folder : {"tests/fuzz/config/corpus", "config"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(GATE_SOURCE_DIR) / folder)) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
  }
  std::ranges::sort(files);
  std::vector<std::string> texts;
  for (const fs::path& file : files) {
    std::ifstream stream(file, std::ios::binary);
    texts.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
  }
  return texts;
}

TEST(ConfigFuzz, CorpusGivesOneLineOrAConfiguration) {
  const auto texts = inputs();
  ASSERT_GT(texts.size(), 20U);
  for (const std::string& text : texts) run(text);
}

TEST(ConfigFuzz, SoDoMutationsOfIt) {
  std::mt19937 random(1);
  const auto texts = inputs();
  const std::string alphabet = "{}[]\",:0123456789-+.eE\\untf \n\x7f\xff\x00";
  const auto below = [&](std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random);
  };
  for (int round = 0; round < 5000; ++round) {
    std::string text = texts[below(texts.size())];
    for (std::size_t edits = 1 + below(4); edits > 0 && !text.empty(); --edits) {
      const std::size_t at = below(text.size());
      const std::size_t length = std::min(text.size() - at, 1 + below(24));
      switch (below(3)) {
        case 0: text[at] = alphabet[below(alphabet.size())]; break;
        case 1: text.erase(at, length); break;
        default: text.insert(below(text.size()), text.substr(at, length)); break;
      }
    }
    run(text);
  }
}

}  // namespace
