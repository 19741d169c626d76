#include "gatectl/gallery_warnings.h"

#include <algorithm>

#include "config/config_file.h"

namespace gate {
namespace {

std::vector<SharedCertificate> bound_twice(const LoadedGallery& loaded, const std::vector<MatchCurve>& curves,
                                           const std::set<PassId>& imported) {
  std::vector<SharedCertificate> pairs = loaded.shared;
  std::erase_if(pairs, [&](const SharedCertificate& pair) {
    const bool one_face = pair.apart && *pair.apart <= same_face_distance(curves[pair.gallery]);
    return one_face || (!imported.contains(pair.pass) && !imported.contains(pair.other));
  });
  return pairs;
}

std::optional<std::string> too_large(const LoadedGallery& loaded, const std::vector<MatchCurve>& curves,
                                     double max_stranger_rate) {
  for (std::size_t i = 0; i < curves.size(); ++i) {
    if (loaded.galleries[i]->size() == 0) continue;
    const auto limits = choose_limits(curves[i], loaded.passes, max_stranger_rate);
    if (limits && limits->too_large) return limits->too_large;
  }
  return std::nullopt;
}

}  // namespace

Result<GalleryWarnings> gallery_warnings(const PassStore& store, const PassVerifier& verifier,
                                         const std::filesystem::path& config, const std::set<PassId>& imported,
                                         WallTime now) {
  const auto terminal = load_config(config);
  if (!terminal) return fail(terminal.error());
  const auto sets = load_curves(terminal->recognition);
  if (!sets) return fail(sets.error());
  const auto loaded = load_gallery(store, verifier, alternatives_of(*sets), now);
  if (!loaded) return fail(loaded.error());
  const std::vector<MatchCurve> curves = in_one_row(*sets);
  GalleryWarnings warnings{bound_twice(*loaded, curves, imported), std::nullopt};
  if (terminal->recognition.identification != Identification::kCodeAndFace)
    warnings.too_large = too_large(*loaded, curves, terminal->recognition.max_stranger_rate);
  return warnings;
}

}  // namespace gate
