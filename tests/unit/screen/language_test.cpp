#include "screen/language.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "fakes/temporary_folder.h"
#include "screen/scene_choice.h"

namespace gate {
namespace {

using nlohmann::json;

class LanguageTest : public testing::Test {
 protected:
  LanguageTest() {
    for (const std::string_view key : message_keys())
      document_["scenes"][std::string(key)] = {{"say", "こちらへ"}, {"advice", "Here, please"}};
  }
  Result<Language> load(const std::string& text) {
    std::ofstream(folder_ / "xx.json") << text;
    return Language::load(folder_ / "xx.json");
  }
  std::string why(const json& document) {
    const auto loaded = load(document.dump());
    return loaded ? "" : loaded.error().message;
  }

  TemporaryFolder folder_;
  json document_;
};

TEST_F(LanguageTest, EverySentenceIsThere) {
  const auto language = load(document_.dump());
  ASSERT_TRUE(language) << language.error().message;
  for (const std::string_view key : message_keys()) {
    EXPECT_EQ(language->of(key).say, U"こちらへ");
    EXPECT_EQ(language->of(key).advice, U"Here, please");
  }
}

TEST_F(LanguageTest, NamesWhatIsWrong) {
  const auto has = [](const std::string& text, const std::string& part) { return text.find(part) != text.npos; };
  json missing = document_;
  missing["scenes"].erase("too_far");
  EXPECT_TRUE(has(why(missing), "xx.json: /scenes/too_far: is missing")) << why(missing);
  json unknown = document_;
  unknown["scenes"]["too_fat"] = document_["scenes"]["too_far"];
  EXPECT_TRUE(has(why(unknown), "/scenes/too_fat: is no message")) << why(unknown);
  json longer = document_;
  longer["scenes"]["too_far"]["say"] = std::string(33, 'x');
  EXPECT_TRUE(has(why(longer), "/scenes/too_far/say: has 33 letters")) << why(longer);
  json empty = document_;
  empty["scenes"]["too_far"]["advice"] = "|";
  EXPECT_TRUE(has(why(empty), "/scenes/too_far/advice: has 0 letters")) << why(empty);
  json number = document_;
  number["scenes"]["too_far"]["say"] = 7;
  EXPECT_TRUE(has(why(number), "/scenes/too_far/say: a text is needed")) << why(number);
  json more = document_;
  more["scenes"]["too_far"]["sound"] = "beep";
  EXPECT_TRUE(has(why(more), "nothing else")) << why(more);
  json control = document_;
  control["scenes"]["too_far"]["say"] = "a\x1b[2Jb";
  EXPECT_TRUE(has(why(control), "control character")) << why(control);
  json beside = document_;
  beside["colour"] = "red";
  EXPECT_TRUE(has(why(beside), "/colour")) << why(beside);
}

TEST_F(LanguageTest, RefusesWhatIsNoJsonAndNoUtf8) {
  EXPECT_EQ(load("{").error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(load("[]").error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(load("{\"scenes\": \"\xff\xfe\"}").error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(Language::load(folder_ / "none.json").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(Language::load_all(folder_.path(), {}).error().code, ErrorCode::kInvalidInput);
}

TEST(PublishedLanguages, AllLoad) {
  std::size_t count = 0;
  for (const auto& file : std::filesystem::directory_iterator(GATE_SOURCE_DIR "/config/languages")) {
    const auto language = Language::load(file.path());
    EXPECT_TRUE(language) << language.error().message;
    ++count;
  }
  EXPECT_GE(count, 2U);
}

}  // namespace
}  // namespace gate
