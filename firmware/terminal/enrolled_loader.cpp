#include "terminal/enrolled_loader.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <string>

#include "certificates/trust/staged_trust.h"

namespace gate {

namespace fs = std::filesystem;

namespace {

std::size_t trace_of(const fs::directory_entry& entry) {
  std::error_code error;
  const auto written = entry.last_write_time(error).time_since_epoch().count();
  const auto size = entry.is_regular_file(error) ? entry.file_size(error) : 0;
  return std::hash<std::string>{}(entry.path().string() + ' ' + std::to_string(written) + ' ' + std::to_string(size));
}

}  // namespace

Status EnrolledLoader::load(const LoadProgress& progress) {
  loaded_ = sources();  // before reading: a change in between is seen at the next look
  const WallTime now = parts_.clock.wall_now();
  const auto trust = TrustStore::open(settings_.trust_directory);
  if (!trust) return fail(trust.error(), "trust store");
  parts_.pulse.beat();
  if (parts_.clock_floor.trusts(now)) {
    if (auto erased = parts_.store.erase_expired(now); !erased) parts_.events.error("pass_store", erased.error());
  }
  auto enrolled = std::make_shared<Enrolled>();
  enrolled->verifier = std::make_shared<PassVerifier>(*trust);
  const auto alive = [&](std::size_t done, std::size_t total) {
    parts_.pulse.beat();
    if (progress) progress(done, total);
  };
  const auto loaded = load_gallery(parts_.store, *enrolled->verifier, alternatives_of(settings_.curves), now, alive);
  if (!loaded) return fail(loaded.error(), "pass store");
  auto galleries = with_limits(*loaded);
  if (!galleries) return fail(galleries.error(), "recognition limits");
  enrolled->galleries = *std::move(galleries);
  enrolled->trust_ages = TrustAges((*trust)->lists(), settings_.trust_ages);
  tell_of_trust(**trust, enrolled->trust_ages);
  tell(*loaded, enrolled->galleries);
  keep_ages(enrolled->trust_ages);
  passes_ = loaded->passes;
  trust_lists_ = (*trust)->lists().size();
  parts_.published.put(std::move(enrolled));
  return {};
}

/// A stranger meets every pass once, by one comparison or another: all count for each gallery's limits.
Result<std::vector<EnrolledGallery>> EnrolledLoader::with_limits(const LoadedGallery& loaded) const {
  std::vector<EnrolledGallery> galleries;
  for (const MatchCurve& curve : curves_) {
    const auto limits = choose_limits(curve, loaded.passes, settings_.max_stranger_rate);
    const auto one_to_one = choose_limits(curve, 1, settings_.max_stranger_rate);
    if (!limits || !one_to_one) return fail((limits ? one_to_one : limits).error());
    galleries.push_back({loaded.galleries[galleries.size()], *limits, *one_to_one});
  }
  return galleries;
}

void EnrolledLoader::watch(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any poll;
  std::unique_lock lock(mutex);
  while (!poll.wait_for(lock, stop, kPoll, [&] { return stop.stop_requested(); })) {
    parts_.pulse.beat();
    keep_clock_floor();
    look();
  }
  parts_.pulse.end();
}

void EnrolledLoader::look() {
  if (sources() == loaded_) return;
  if (const Status loaded = load(); !loaded) parts_.events.error("loader", loaded.error());
}

void EnrolledLoader::keep_clock_floor() {
  const Status kept = parts_.clock_floor.raise(parts_.clock.wall_now());
  if (!kept && !floor_failed_) parts_.events.error("clock_floor", kept.error());
  floor_failed_ = !kept;
}

/// What the gallery was made from: passes and trust as they are now, and the day, for validity.
EnrolledLoader::Sources EnrolledLoader::sources() const {
  Sources now{.store_version = parts_.store.version().value_or(0),
              .trust = 0,
              .day = std::chrono::floor<std::chrono::days>(parts_.clock.wall_now())};
  std::error_code error;
  fs::recursive_directory_iterator it(settings_.trust_directory, error);
  for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    const bool own = it.depth() == 0 && StagedTrust::is_own(it->path().filename());
    if (own) it.disable_recursion_pending();
    // A sum, for the order of a folder's names may change by itself.
    if (!own) now.trust += trace_of(*it);
  }
  return now;
}

std::vector<TrustAges::Age> EnrolledLoader::trust_ages() const {
  const std::lock_guard lock(ages_mutex_);
  return ages_.all(parts_.clock.wall_now());
}

void EnrolledLoader::keep_ages(const TrustAges& ages) {
  const std::lock_guard lock(ages_mutex_);
  ages_ = ages;
}

void EnrolledLoader::tell_of_trust(const TrustStore& trust, const TrustAges& ages) {
  std::vector<std::string> problems;
  for (const TrustList& list : trust.lists())
    if (!list.problem.empty()) problems.push_back(list.file.string() + ": " + list.problem);
  if (problems != told_problems_)
    for (const std::string& problem : problems) parts_.events.error("trust_store", {ErrorCode::kInvalidInput, problem});
  const auto stale = ages.stale(parts_.clock.wall_now());
  if (stale != told_stale_)
    for (const TrustAges::Age& age : stale) parts_.events.trust_stale(age);
  told_problems_ = problems;
  told_stale_ = stale;
}

void EnrolledLoader::tell(const LoadedGallery& loaded, std::span<const EnrolledGallery> galleries) {
  for (const LeftOutPass& pass : loaded.left_out) parts_.events.pass_refused(pass.id, pass.reason);
  for (const SharedCertificate& pair : loaded.shared) {
    const bool one_face = pair.apart && *pair.apart <= same_face_distance(curves_[pair.gallery]);
    if (one_face || !told_.insert({pair.pass, pair.other}).second) continue;
    parts_.events.certificate_bound_twice(pair.pass, pair.other);
  }
  bool any_too_large = false;
  for (const EnrolledGallery& enrolled : galleries) {
    parts_.events.gallery_loaded(enrolled.gallery->size(), loaded.left_out.size(), enrolled.limits);
    const bool searched = settings_.identification != Identification::kCodeAndFace && enrolled.gallery->size() > 0;
    if (!searched || !enrolled.limits.too_large) continue;
    any_too_large = true;
    parts_.events.gallery_too_large(*enrolled.limits.too_large);
  }
  gallery_too_large_ = any_too_large;
}

}  // namespace gate
