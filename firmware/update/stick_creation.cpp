#include "update/stick_creation.h"

#include <algorithm>

#include "encoding/bounded_file.h"
#include "encoding/durable_file.h"
#include "encoding/folder_files.h"
#include "passes/bundle_import.h"
#include "passes/pass_import.h"
#include "signatures/detached_signature.h"
#include "update/site_manifest.h"
#include "update/stick.h"

namespace gate {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMaxPemBytes = 64 * 1024;

tl::unexpected<Error> io_error(const fs::path& path, const std::error_code& error) {
  return fail(ErrorCode::kIo, path.string() + ": " + error.message());
}

/// A folder that is to be filled: it must not be there yet.
Status make_folder(const fs::path& folder) {
  std::error_code error;
  if (fs::exists(folder, error))
    return fail(ErrorCode::kInvalidInput, folder.string() + ": is there already; take it away first");
  fs::create_directories(folder, error);
  if (error) return io_error(folder, error);
  return {};
}

/// Every file below, as paths relative to it; a link or a strange name would be refused by the device.
Result<std::vector<std::string>> files_below(const fs::path& folder) {
  std::vector<std::string> paths;
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const auto status = at->symlink_status(error);
    if (fs::is_directory(status)) continue;
    std::string path = at->path().lexically_relative(folder).generic_string();
    if (path == "manifest.json" || path == "manifest.p7s") continue;  // of an earlier stick: made anew
    if (!fs::is_regular_file(status) || !is_site_path(path))
      return fail(ErrorCode::kInvalidInput,
                  at->path().string() + ": only plain files with plain names may be in a site folder");
    paths.push_back(std::move(path));
  }
  if (error) return io_error(folder, error);
  std::ranges::sort(paths);
  return paths;
}

Result<SiteFile> copy_site_file(const fs::path& from, const fs::path& to, const std::string& path) {
  const auto content = read_bounded_file(from / path, kMaxSiteFileBytes);
  if (!content) return fail(content.error());
  std::error_code error;
  fs::create_directories((to / path).parent_path(), error);
  if (error) return io_error(to / path, error);
  if (const Status written = replace_durably(to / path, *content); !written) return fail(written.error());
  return SiteFile{path, sha256(bytes_of(*content)), content->size()};
}

Status sign_site(const fs::path& folder, const std::string& manifest, const StickContents::Site& site) {
  const auto certificate = read_bounded_file(site.certificate, kMaxPemBytes);
  if (!certificate) return fail(certificate.error());
  const auto key = read_bounded_file(site.key, kMaxPemBytes);
  if (!key) return fail(key.error());
  const auto signature = make_detached_signature(manifest, *certificate, *key);
  if (!signature) return fail(signature.error());
  if (Status written = replace_durably(folder / "manifest.json", manifest); !written) return written;
  return replace_durably(folder / "manifest.p7s",
                         {reinterpret_cast<const char*>(signature->data()), signature->size()});
}

Status create_site(const fs::path& out, const StickContents::Site& site, WallTime now) {
  const fs::path folder = out / kSiteOnStick;
  const auto paths = files_below(site.folder);
  if (!paths) return fail(paths.error());
  if (Status made = make_folder(folder); !made) return made;
  SiteManifest manifest{site.version, now, site.compatible, {}};
  for (const std::string& path : *paths) {
    const auto file = copy_site_file(site.folder, folder, path);
    if (!file) return fail(file.error());
    manifest.files.push_back(*file);
  }
  const std::string text = site_manifest_text(manifest);
  if (const auto read = parse_site_manifest(text); !read) return fail(read.error());  // as the device will
  return sign_site(folder, text, site);
}

bool any_file(const fs::path&) { return true; }

/// Nothing else: beside a batch's passes lie the organiser's own notes, which name visitors' tickets.
bool is_of_passes(const fs::path& file) { return is_pass_file(file) || is_bundle_file(file); }

/// The files of a folder, or one file.
Status copy_files(const fs::path& from, const fs::path& to, bool (*wanted)(const fs::path&)) {
  if (Status made = make_folder(to); !made) return made;
  std::error_code error;
  if (fs::is_regular_file(from, error) && wanted(from)) {
    fs::copy_file(from, to / from.filename(), error);
  } else {
    const auto files = files_in(from, wanted);
    if (!files) return fail(files.error());
    for (const fs::path& file : *files)
      if (!error && fs::is_regular_file(file, error)) fs::copy_file(file, to / file.filename(), error);
  }
  if (error) return io_error(from, error);
  return {};
}

Status copy_bundle(const fs::path& bundle, const fs::path& out) {
  if (bundle.extension() != ".raucb")
    return fail(ErrorCode::kInvalidInput, bundle.string() + ": an update's name ends in .raucb");
  std::error_code error;
  fs::copy_file(bundle, out / bundle.filename(), error);
  if (error) return io_error(bundle, error);
  return {};
}

}  // namespace

Status create_stick(const fs::path& out, const StickContents& contents, WallTime now) {
  std::error_code error;
  fs::create_directories(out, error);
  if (error) return io_error(out, error);
  Status step;
  if (contents.site) step = create_site(out, *contents.site, now);
  if (step && contents.passes) step = copy_files(*contents.passes, out / kPassesOnStick, is_of_passes);
  if (step && contents.lists) step = copy_files(*contents.lists, out / kTrustOnStick, any_file);
  if (step && contents.bundle) step = copy_bundle(*contents.bundle, out);
  if (step && contents.restart == StickContents::Restart::kNow)
    step = replace_durably(out / kRestartNowOnStick, "restart when nobody is in the gate\r\n");
  return step;
}

}  // namespace gate
