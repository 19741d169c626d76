#include "screen/font.h"

#include <ft2build.h>
#include FT_FREETYPE_H

#include <map>

#include "screen/blend.h"

namespace gate {
namespace {

/// One letter at one size: how it covers the pixels, and where it stands.
struct Glyph {
  cv::Mat coverage;    // CV_8UC1; empty for a space
  cv::Point offset;    // of its top left corner from the pen, y down
  int advance_64 = 0;  // to the next letter, 1/64 px
};

/// Memory is what the letters of one language at two sizes take, several times over …
constexpr std::size_t kMostGlyphs = 2048;
/// … and numbers alone for all the sizes that are tried before words fit.
constexpr std::size_t kMostAdvances = 16384;

}  // namespace

struct Font::Face {
  FT_Library library = nullptr;
  FT_Face face = nullptr;
  int size_px = 0;
  std::map<std::pair<int, char32_t>, Glyph> glyphs;     // drawn
  std::map<std::pair<int, char32_t>, int> advances_64;  // measured

  Face() = default;
  Face(const Face&) = delete;
  Face& operator=(const Face&) = delete;
  ~Face() {
    FT_Done_Face(face);
    FT_Done_FreeType(library);
  }

  const Glyph& glyph(char32_t letter, int px) {
    const auto key = std::pair(px, letter);
    if (const auto found = glyphs.find(key); found != glyphs.end()) return found->second;
    if (glyphs.size() >= kMostGlyphs) glyphs.clear();
    return glyphs.emplace(key, render(letter, px)).first->second;
  }

  int advance_64(char32_t letter, int px) {
    const auto key = std::pair(px, letter);
    if (const auto found = advances_64.find(key); found != advances_64.end()) return found->second;
    if (advances_64.size() >= kMostAdvances) advances_64.clear();
    return advances_64[key] = load(letter, px, FT_LOAD_DEFAULT) ? static_cast<int>(face->glyph->advance.x) : 0;
  }

  /// Into the face's slot.
  bool load(char32_t letter, int px, FT_Int32 how) {
    if (size_px != px && FT_Set_Pixel_Sizes(face, 0, static_cast<FT_UInt>(px)) == 0) size_px = px;
    return FT_Load_Char(face, letter, how | FT_LOAD_TARGET_LIGHT) == 0;
  }

  Glyph render(char32_t letter, int px) {
    if (!load(letter, px, FT_LOAD_RENDER)) return {};
    const FT_GlyphSlotRec_& slot = *face->glyph;
    Glyph glyph;
    glyph.advance_64 = static_cast<int>(slot.advance.x);
    glyph.offset = {slot.bitmap_left, -slot.bitmap_top};
    const FT_Bitmap& bitmap = slot.bitmap;
    if (bitmap.rows > 0 && bitmap.pixel_mode == FT_PIXEL_MODE_GRAY)
      glyph.coverage = cv::Mat(static_cast<int>(bitmap.rows), static_cast<int>(bitmap.width), CV_8UC1, bitmap.buffer,
                               static_cast<std::size_t>(bitmap.pitch))
                           .clone();
    return glyph;
  }
};

Font::Font(std::unique_ptr<Face> face) : face_(std::move(face)) {}
Font::~Font() = default;

Result<std::unique_ptr<Font>> Font::open(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error))
    return fail(ErrorCode::kNotFound,
                file.string() + ": no such font; install the package fonts-mplus or name another");
  auto face = std::make_unique<Face>();
  if (FT_Init_FreeType(&face->library) != 0) return fail(ErrorCode::kInternal, "FreeType does not start");
  if (FT_New_Face(face->library, file.c_str(), 0, &face->face) != 0 || !FT_IS_SCALABLE(face->face))
    return fail(ErrorCode::kInvalidInput, file.string() + ": is not a font with outlines (OpenType, TrueType)");
  return std::unique_ptr<Font>(new Font(std::move(face)));
}

bool Font::has(char32_t letter) const { return FT_Get_Char_Index(face_->face, letter) != 0; }

double Font::cap_height() const {
  if (FT_Load_Char(face_->face, 'H', FT_LOAD_NO_SCALE) != 0) return 0.7;
  const FT_FaceRec_& face = *face_->face;
  return static_cast<double>(face.glyph->metrics.horiBearingY) / face.units_per_EM;
}

int Font::width(std::u32string_view text, int size_px) {
  int width_64 = 0;
  for (const char32_t letter : text) width_64 += face_->advance_64(letter, size_px);
  return (width_64 + 63) / 64;
}

void Font::draw(cv::Mat& bgrx, cv::Point at, std::u32string_view text, int size_px, Colour colour) {
  int pen_64 = at.x * 64;
  for (const char32_t letter : text) {
    const Glyph& glyph = face_->glyph(letter, size_px);
    blend(bgrx, glyph.coverage, {(pen_64 + 32) / 64 + glyph.offset.x, at.y + glyph.offset.y}, colour);
    pen_64 += glyph.advance_64;
  }
}

}  // namespace gate
