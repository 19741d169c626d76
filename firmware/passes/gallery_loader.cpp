#include "passes/gallery_loader.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <tuple>

#include "passes/certificate_identity.h"

namespace gate {
namespace {

/// One load: two threads take passes off one list until it is done.
class Load {
 public:
  Load(const PassStore& store, const PassVerifier& verifier, std::span<const Alternatives> sets, WallTime now)
      : store_(store), verifier_(verifier), now_(now) {
    for (const Alternatives& set : sets) builders_.emplace_back(set.begin(), set.end());
  }

  Result<LoadedGallery> run(const LoadProgress& progress) {
    if (auto listed = list(); !listed) return fail(listed.error());
    {
      const std::jthread second([this] { work({}); });
      work(progress);
    }
    if (progress) progress(passes_.size(), passes_.size());
    std::sort(left_out_.begin(), left_out_.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    LoadedGallery loaded{{}, taken_, std::move(left_out_), {}};
    for (auto& set : builders_)
      for (Gallery::Builder& builder : set) loaded.galleries.push_back(std::move(builder).build());
    loaded.shared = shared(loaded.galleries);
    return loaded;
  }

 private:
  Status list() {
    auto passes = store_.list();
    if (!passes) return fail(passes.error());
    const auto revoked = store_.revoked();
    if (!revoked) return fail(revoked.error());
    passes_ = *std::move(passes);
    revoked_.insert(revoked->begin(), revoked->end());
    return {};
  }

  void work(const LoadProgress& progress) {
    constexpr std::size_t kStep = 64;  // passes between two calls of `progress`: some milliseconds
    for (std::size_t i = next_++; i < passes_.size(); i = next_++) {
      if (progress && i % kStep == 0) progress(i, passes_.size());
      take(passes_[i].id);
    }
  }

  void take(const PassId& id) {
    if (revoked_.contains(id)) return leave_out(id, to_string(PassRefusal::kRevoked), "");
    const auto bytes = store_.load(id);
    if (!bytes) return leave_out(id, "record_damaged", bytes.error().message);
    const PassVerification verification = verifier_.verify(*bytes, now_);
    if (!verification.verified) return leave_out(id, to_string(*verification.refusal), verification.detail);
    if (verification.verified->pass().id != id) return leave_out(id, "record_damaged", "it holds another pass");
    const auto identity = certificate_identity(verification.verified->certificate().certificate());
    const std::lock_guard lock(mutex_);
    const auto place = index(*verification.verified);
    if (!place)
      left_out_.push_back({id, "model_missing", "no template of the models in use; enrol again"});
    else if (identity)
      bound_.push_back({*identity, id, place->first, place->second});
  }

  /// The first gallery the pass got into, and its row there.
  std::optional<std::pair<std::size_t, std::size_t>> index(const VerifiedPass& pass) {
    std::optional<std::pair<std::size_t, std::size_t>> place;
    std::size_t before = 0;
    for (auto& set : builders_) {
      const auto taken = std::ranges::find_if(set, [&](auto& builder) { return builder.add(pass); });
      if (taken != set.end() && !place)
        place = {before + static_cast<std::size_t>(taken - set.begin()), taken->size() - 1};
      before += set.size();
    }
    taken_ += place ? 1 : 0;
    return place;
  }

  /// Passes that follow one another once sorted by certificate, and by id within one: the threads took them in any
  /// order.
  std::vector<SharedCertificate> shared(std::span<const std::shared_ptr<const Gallery>> galleries) {
    std::ranges::sort(bound_, {}, [](const Bound& bound) { return std::tie(bound.certificate, bound.pass); });
    std::vector<SharedCertificate> pairs;
    for (auto first = bound_.begin(); first != bound_.end();) {
      const auto& certificate = first->certificate;
      auto other = first + 1;
      for (; other != bound_.end() && other->certificate == certificate; ++other)
        pairs.push_back(pair_of(*first, *other, galleries));
      first = other;
    }
    std::ranges::sort(pairs, {}, [](const SharedCertificate& pair) { return std::tie(pair.pass, pair.other); });
    return pairs;
  }

  struct Bound {
    CertificateIdentity certificate;
    PassId pass;
    std::size_t gallery;
    std::size_t row;  ///< of that gallery
  };

  static SharedCertificate pair_of(const Bound& first, const Bound& other,
                                   std::span<const std::shared_ptr<const Gallery>> galleries) {
    SharedCertificate pair{first.pass, other.pass, first.gallery, std::nullopt};
    if (first.gallery == other.gallery) pair.apart = galleries[first.gallery]->between(first.row, other.row);
    return pair;
  }

  void leave_out(const PassId& id, std::string_view reason, const std::string& detail) {
    const std::lock_guard lock(mutex_);
    left_out_.push_back({id, std::string(reason), detail});
  }

  const PassStore& store_;
  const PassVerifier& verifier_;
  const WallTime now_;
  std::vector<StoredPass> passes_;
  std::set<PassId> revoked_;
  std::atomic<std::size_t> next_ = 0;
  std::mutex mutex_;                                     ///< guards what follows
  std::vector<std::vector<Gallery::Builder>> builders_;  ///< one list per set of alternatives
  std::size_t taken_ = 0;
  std::vector<LeftOutPass> left_out_;
  std::vector<Bound> bound_;
};

}  // namespace

Result<LoadedGallery> load_gallery(const PassStore& store, const PassVerifier& verifier,
                                   std::span<const Alternatives> sets, WallTime now, const LoadProgress& progress) {
  return Load(store, verifier, sets, now).run(progress);
}

}  // namespace gate
