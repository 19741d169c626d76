#include "gatectl/picture_codes.h"

#include "vision/code_scanner.h"
#include "vision/photo.h"

namespace gate {

Result<std::vector<std::string>> codes_in_picture(const std::filesystem::path& file) {
  // A code on a transparent ground may be dark or light.
  for (const PhotoGround ground : {PhotoGround::kWhite, PhotoGround::kBlack}) {
    const auto picture = read_photo(file, ground);
    if (!picture) return fail(picture.error());
    std::vector<std::string> texts;
    for (const ScannedCode& code : CodeScanner().scan(*picture, CodeScanner::Effort::kPicture))
      texts.push_back(code.text);
    if (!texts.empty()) return texts;
  }
  return fail(ErrorCode::kNotFound, file.string() + ": no readable code in this picture");
}

}  // namespace gate
