#include "certificates/icao_letters.h"

#include <map>

namespace gate {
namespace {

/// Letters that are written in the same ways, upper and lower case, and those ways.
struct Row {
  std::string_view letters;
  LetterWays ways;
};

// Beyond the tables: Å and Ø also as A and O, Đ and Ð as D, which is what issuers of certificates write.
const std::vector<Row>& rows() {
  static const std::vector<Row> kRows{
      {"ÁÀÂÃĂĀĄǍáàâãăāąǎªẠẢẤẦẨẪẬẮẰẲẴẶạảấầẩẫậắằẳẵặ", {"A"}},
      {"Ää", {"AE", "A"}},
      {"Åå", {"AA", "A"}},
      {"Ææ", {"AE"}},
      {"ÇĆĈĊČçćĉċč", {"C"}},
      {"ĎĐÐďđð", {"D"}},
      {"ÉÈÊËĒĔĖĘĚƏéèêëēĕėęěəẸẺẼẾỀỂỄỆẹẻẽếềểễệ", {"E"}},
      {"ĜĞĠĢǦĝğġģǧ", {"G"}},
      {"ĤĦĥħ", {"H"}},
      {"ÍÌÎÏĨĪĬĮİíìîïĩīĭįıỈỊỉị", {"I"}},
      {"Ĳĳ", {"IJ"}},
      {"Ĵĵ", {"J"}},
      {"ĶķĸǨǩ", {"K"}},
      {"ĹĻĽĿŁĺļľŀł", {"L"}},
      {"ŃŅŇŊńņňŋ", {"N"}},
      {"Ññ", {"N", "NXX"}},
      {"ÓÒÔÕŌŎŐǑóòôõōŏőǒºƠơỌỎỐỒỔỖỘỚỜỞỠỢọỏốồổỗộớờởỡợ", {"O"}},
      {"Öö", {"OE", "O"}},
      {"Øø", {"OE", "O"}},
      {"Œœ", {"OE"}},
      {"ŔŖŘŕŗř", {"R"}},
      {"ŚŜŞŠȘśŝşšș", {"S"}},
      {"ßẞ", {"SS"}},
      {"ŢŤŦȚţťŧț", {"T"}},
      {"Þþ", {"TH"}},
      {"ÚÙÛŨŪŬŮŰŲǓúùûũūŭůűųǔƯưỤỦỨỪỬỮỰụủứừửữự", {"U"}},
      {"Üü", {"UE", "UXX", "U"}},
      {"ŴẀẂẄŵẁẃẅ", {"W"}},
      {"ÝŶŸýŷÿỲỴỶỸỳỵỷỹ", {"Y"}},
      {"ŹŻŽźżž", {"Z"}},
      // Cyrillic; the second way is another language's.
      {"Аа", {"A"}},
      {"Бб", {"B"}},
      {"Вв", {"V"}},
      {"Гг", {"G", "H"}},
      {"Ґґ", {"G"}},
      {"Дд", {"D"}},
      {"Ее", {"E"}},
      {"Ёё", {"E", "IO"}},
      {"Єє", {"IE", "YE"}},
      {"Жж", {"ZH", "Z"}},
      {"Зз", {"Z"}},
      {"Ии", {"I", "Y"}},
      {"Іі", {"I"}},
      {"Її", {"I", "YI"}},
      {"Йй", {"I", "Y"}},
      {"Јј", {"J"}},
      {"Кк", {"K"}},
      {"Лл", {"L"}},
      {"Љљ", {"LJ"}},
      {"Мм", {"M"}},
      {"Нн", {"N"}},
      {"Њњ", {"NJ"}},
      {"Оо", {"O"}},
      {"Пп", {"P"}},
      {"Рр", {"R"}},
      {"Сс", {"S"}},
      {"Тт", {"T"}},
      {"Ћћ", {"C"}},
      {"Уу", {"U"}},
      {"Ўў", {"U"}},
      {"Фф", {"F"}},
      {"Хх", {"KH", "H"}},
      {"Цц", {"TS", "C"}},
      {"Чч", {"CH", "C"}},
      {"Џџ", {"DZ"}},
      {"Шш", {"SH", "S"}},
      {"Щщ", {"SHCH", "SHT"}},
      {"Ъъ", {"IE", "A", ""}},
      {"Ыы", {"Y"}},
      {"Ьь", {"", "I"}},
      {"Ээ", {"E"}},
      {"Юю", {"IU", "YU"}},
      {"Яя", {"IA", "YA"}},
  };
  return kRows;
}

constexpr std::string_view kSeparators = " -<'`.,\t\xC2\xA0’‘ʼ´‐‑–";

/// The first character's bytes: one that is no UTF-8 is a byte.
std::string_view first_character(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  return text.substr(0, length);
}

std::map<std::string_view, const LetterWays*> index_rows() {
  std::map<std::string_view, const LetterWays*> index;
  for (const Row& row : rows())
    for (std::string_view rest = row.letters; !rest.empty(); rest.remove_prefix(first_character(rest).size()))
      index.emplace(first_character(rest), &row.ways);
  return index;
}

/// U+0300 to U+036F: accents that follow their letter.
bool is_combining(std::string_view letter) {
  if (letter.size() != 2) return false;
  const auto lead = static_cast<unsigned char>(letter[0]);
  return lead == 0xCC || (lead == 0xCD && static_cast<unsigned char>(letter[1]) <= 0xAF);
}

LetterWays ways_of(std::string_view letter) {
  static const auto kIndex = index_rows();
  if (const auto found = kIndex.find(letter); found != kIndex.end()) return *found->second;
  const char c = letter[0];
  return {letter.size() == 1 && c >= 'a' && c <= 'z' ? std::string(1, static_cast<char>(c - 'a' + 'A'))
                                                     : std::string(letter)};
}

bool separates(std::string_view letter) {
  for (std::string_view rest = kSeparators; !rest.empty(); rest.remove_prefix(first_character(rest).size()))
    if (first_character(rest) == letter) return true;
  return is_combining(letter);
}

}  // namespace

std::vector<LetterWays> icao_letters(std::string_view name) {
  std::vector<LetterWays> letters;
  while (!name.empty()) {
    const std::string_view letter = first_character(name);
    if (!separates(letter)) letters.push_back(ways_of(letter));
    name.remove_prefix(letter.size());
  }
  return letters;
}

}  // namespace gate
