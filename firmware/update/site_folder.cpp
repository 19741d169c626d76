#include "update/site_folder.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "encoding/bounded_file.h"
#include "encoding/durable_file.h"
#include "signatures/detached_signature.h"
#include "update/site_check.h"

namespace gate {

namespace fs = std::filesystem;
using Why = StickReason;

namespace {

constexpr std::size_t kMaxKeyringBytes = 256 * 1024;

Refusal storage_failed(const Error& error) {
  const bool full = error.message.find("No space left") != std::string::npos;
  return {full ? Why::kDataFull : Why::kSiteUnusable, error.message};
}

/// A link in a file's place or above it leads elsewhere, and is damage: no tool of ours makes one.
bool has_link(const fs::path& folder, const std::string& path) {
  fs::path here = folder;
  for (const fs::path& part : fs::path(path)) {
    here /= part;
    std::error_code error;
    if (fs::is_symlink(fs::symlink_status(here, error))) return true;
  }
  return false;
}

/// The content once, checked: what is written is what was hashed, whatever the stick says when read again.
Judged<std::string> read_listed(const fs::path& offered, const SiteFile& file) {
  if (has_link(offered, file.path)) return refuse(Why::kSiteDamaged, file.path + ": is a link");
  auto content = read_bounded_file(offered / file.path, file.bytes);
  if (!content && content.error().code == ErrorCode::kIo) return refuse(Why::kStickPulled, file.path);
  if (!content) return refuse(Why::kSiteDamaged, file.path + ": is missing or not of the signed size");
  if (content->size() != file.bytes || sha256(bytes_of(*content)) != file.sha256)
    return refuse(Why::kSiteDamaged, file.path + ": is not what was signed");
  return *std::move(content);
}

/// Waits until the disk has the names of a new folder and of all below it.
Status sync_tree(const fs::path& top) {
  std::error_code error;
  for (fs::recursive_directory_iterator at(top, error), end; !error && at != end; at.increment(error))
    if (at->is_directory(error))
      if (Status synced = sync_folder(at->path()); !synced) return synced;
  if (error) return fail(ErrorCode::kIo, top.string() + ": " + error.message());
  return sync_folder(top);
}

/// The C library's renameat2() is not in every libc we build for.
bool change_places(const fs::path& a, const fs::path& b) {
  return ::syscall(SYS_renameat2, AT_FDCWD, a.c_str(), AT_FDCWD, b.c_str(), RENAME_EXCHANGE) == 0;
}

}  // namespace

fs::path config_in_force(const fs::path& site, const fs::path& factory) {
  std::error_code error;
  return fs::exists(site / "terminal.json", error) ? site / "terminal.json" : factory;
}

fs::path SiteFolder::next() const { return places_.folder.string() + ".new"; }

std::optional<SiteManifest> SiteFolder::in_force() const {
  const auto text = read_bounded_file(places_.folder / "manifest.json", kMaxSiteManifestBytes);
  if (!text) return std::nullopt;
  const auto manifest = parse_site_manifest(*text);
  return manifest ? std::optional(*manifest) : std::nullopt;
}

Judged<SiteFolder::Offer> SiteFolder::read_offer(const fs::path& offered, WallTime now) const {
  const auto keyring = read_bounded_file(places_.keyring, kMaxKeyringBytes);
  if (!keyring) return refuse(Why::kSiteUntrusted, keyring.error().message);
  auto text = read_bounded_file(offered / "manifest.json", kMaxSiteManifestBytes);
  if (!text) return refuse(Why::kSiteDamaged, "manifest.json: is missing or too large");
  auto signature = read_bounded_file(offered / "manifest.p7s", kMaxDetachedSignatureBytes);
  if (!signature) return refuse(Why::kSiteUntrusted, "manifest.p7s: is missing or too large");
  if (const Status genuine = verify_detached_signature(*text, bytes_of(*signature), *keyring, now); !genuine)
    return refuse(Why::kSiteUntrusted, genuine.error().message);
  auto manifest = parse_site_manifest(*text);
  if (!manifest) return refuse(Why::kSiteUnusable, manifest.error().message);
  if (manifest->compatible.value_or(places_.compatible) != places_.compatible)
    return refuse(Why::kSiteOtherHardware, "for " + *manifest->compatible + "; this device is " +
                                               (places_.compatible.empty() ? "not known" : places_.compatible));
  return Offer{*std::move(text), *std::move(signature), *std::move(manifest)};
}

Judged<bool> SiteFolder::is_news(const Offer& offer) const {
  const auto now = in_force();
  if (!now || offer.manifest.version > now->version) return true;
  const auto text = read_bounded_file(places_.folder / "manifest.json", kMaxSiteManifestBytes);
  if (text && *text == offer.text) return false;
  return refuse(Why::kSiteOlder, "version " + std::to_string(offer.manifest.version) + "; in force is version " +
                                     std::to_string(now->version));
}

Judged<void> SiteFolder::copy(const fs::path& offered, const Offer& offer, WallTime now) const {
  // Dated as signed: a trust list without a date of its own is as old as its file.
  const WallTime dated = std::min(offer.manifest.created, now);
  std::error_code error;
  fs::remove_all(next(), error);  // what a power cut left
  const auto write = [&](const std::string& path, std::string_view content) -> Judged<void> {
    fs::create_directories((next() / path).parent_path(), error);
    if (error) return refuse(storage_failed({ErrorCode::kIo, path + ": " + error.message()}));
    if (const Status done = write_durably(next() / path, content, dated); !done)
      return refuse(storage_failed(done.error()));
    return {};
  };
  for (const SiteFile& file : offer.manifest.files) {
    const auto content = read_listed(offered, file);
    if (!content) return refuse(content.error());
    if (auto done = write(file.path, *content); !done) return done;
  }
  if (auto done = write("manifest.json", offer.text); !done) return done;
  return write("manifest.p7s", offer.signature);
}

Judged<void> SiteFolder::check_copy() const {
  const auto config = check_site(next());
  if (!config) return refuse(Why::kSiteUnusable, config.error().message);
  return {};
}

Judged<void> SiteFolder::exchange() const {
  if (const Status synced = sync_tree(next()); !synced) return refuse(storage_failed(synced.error()));
  std::error_code error;
  if (fs::exists(places_.folder, error)) {
    if (!change_places(next(), places_.folder))
      return refuse(storage_failed({ErrorCode::kIo, std::generic_category().message(errno)}));
  } else {
    fs::rename(next(), places_.folder, error);
    if (error) return refuse(storage_failed({ErrorCode::kIo, error.message()}));
  }
  if (const Status synced = sync_folder(places_.folder.parent_path()); !synced)
    return refuse(storage_failed(synced.error()));
  return {};
}

Judged<SiteFolder::Outcome> SiteFolder::take(const fs::path& offered, WallTime now) const {
  const auto offer = read_offer(offered, now);
  if (!offer) return refuse(offer.error());
  const auto news = is_news(*offer);
  if (!news) return refuse(news.error());
  if (!*news) return Outcome::kAlreadyInForce;
  Judged<void> step = copy(offered, *offer, now);
  if (step) step = check_copy();
  if (step) step = exchange();
  std::error_code ignored;
  fs::remove_all(next(), ignored);  // the one before, or what was refused
  if (!step) return refuse(step.error());
  return Outcome::kTaken;
}

}  // namespace gate
