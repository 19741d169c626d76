#include "gatectl/shared_certificates.h"

#include "config/config_file.h"

namespace gate {

Result<std::vector<SharedCertificate>> certificates_bound_twice(const PassStore& store, const PassVerifier& verifier,
                                                                const std::filesystem::path& config,
                                                                const std::set<PassId>& imported, WallTime now) {
  const auto terminal = load_config(config);
  if (!terminal) return fail(terminal.error());
  const auto curve = load_curve(terminal->recognition.curve);
  if (!curve) return fail(curve.error());
  auto loaded = load_gallery(store, verifier, curve->model, now);
  if (!loaded) return fail(std::move(loaded).error());
  const Distance same_face = same_face_distance(*curve);
  std::erase_if(loaded->shared, [&](const SharedCertificate& pair) {
    return pair.apart <= same_face || (!imported.contains(pair.pass) && !imported.contains(pair.other));
  });
  return std::move(loaded->shared);
}

}  // namespace gate
