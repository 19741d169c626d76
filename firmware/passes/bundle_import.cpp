#include "passes/bundle_import.h"

#include <algorithm>
#include <fstream>
#include <set>

#include "passes/pass_bundle.h"
#include "passes/pass_codec.h"
#include "signatures/cose_sign1.h"

namespace gate {

namespace fs = std::filesystem;
using Why = BundleRefusal;

namespace {

/// What time or this terminal's lists do to a genuine pass; anything else should never have been bundled.
bool left_out_only(PassRefusal refusal) {
  using enum PassRefusal;
  return refusal == kExpired || refusal == kNotYetValid || refusal == kCertificateNotVerified ||
         refusal == kAuthorityRevoked;
}

class Import {
 public:
  Import(const fs::path& file, PassStore& store, const std::shared_ptr<const TrustStore>& trust, WallTime now)
      : file_(file), store_(store), trust_(*trust), verifier_(trust), now_(now) {}

  BundleOutcome run() && {
    if (open() && signed_manifest() && genuine() && readable() && in_force() && newer()) take();
    if (out_.refusal) out_.left_out.clear();
    return std::move(out_);
  }

 private:
  bool refuse(Why why, std::string detail) {
    out_.refusal = why;
    out_.detail = std::move(detail);
    return false;
  }

  bool open() {
    std::error_code error;
    if (!fs::is_regular_file(file_, error)) return refuse(Why::kFileUnreadable, "no such file, or not a regular one");
    in_.open(file_, std::ios::binary);
    return in_.is_open() || refuse(Why::kFileUnreadable, "cannot be read");
  }

  bool signed_manifest() {
    auto message = read_signed_manifest(in_);
    if (!message) return refuse(Why::kNotABundle, message.error().message);
    message_ = *std::move(message);
    head_.digest = sha256(message_.payload);
    return true;
  }

  bool genuine() {
    const auto keys = trust_.enrolment_authorities(message_.key_id);
    if (keys.empty())
      return refuse(Why::kAuthorityUnknown,
                    "no enrolment authority " + to_hex(message_.key_id) + " in the trust store");
    const bool is_signed = std::ranges::any_of(
        keys, [&](const PublicKey& key) { return verify_cose_sign1(message_, key, bytes_of(kPassBundleContentType)); });
    // A terminal that may issue passes may not say what of other people's is withdrawn.
    if (trust_.is_enrolment_delegate(message_.key_id))
      return refuse(Why::kAuthorityUnknown,
                    to_hex(message_.key_id) + " is a delegate: it may issue passes, but no bundles");
    if (!is_signed) return refuse(Why::kSignatureInvalid, "the authority did not sign this manifest");
    head_.authority = keys.front().key_id();
    return true;
  }

  bool readable() {
    auto manifest = read_bundle_manifest(message_.payload);
    if (!manifest)
      return refuse(manifest.error().code == ErrorCode::kUnsupported ? Why::kVersionUnsupported : Why::kManifestInvalid,
                    manifest.error().message);
    manifest_ = *std::move(manifest);
    out_.sequence = head_.sequence = manifest_.sequence;
    return true;
  }

  bool in_force() {
    if (trust_.authority_revoked(message_.key_id, manifest_.issued_at))
      return refuse(Why::kAuthorityRevoked, "enrolment authority " + to_hex(message_.key_id) + " is revoked");
    return manifest_.issued_at <= now_ || refuse(Why::kNotYetValid, "issued in the future; is the clock right?");
  }

  /// Early, to say so before reading on. That counts which is asked again inside the transaction.
  bool newer() {
    const auto newest = store_.newest_bundle(head_.authority);
    return newest ? may_follow(*newest) : refuse(Why::kStoreFailed, newest.error().message);
  }

  bool may_follow(const std::optional<TakenBundle>& newest) {
    out_.same_again = newest && newest->sequence == head_.sequence;
    if (!newest || newest->sequence < head_.sequence) return true;
    if (newest->sequence > head_.sequence)
      return refuse(Why::kOlder, "number " + std::to_string(head_.sequence) + "; number " +
                                     std::to_string(newest->sequence) + " was taken before");
    return newest->digest == head_.digest ||
           refuse(Why::kSequenceReused, "another bundle with number " + std::to_string(head_.sequence) +
                                            " was taken before; sign this one with a higher number");
  }

  void take() {
    const auto outcomes = store_.take_bundle(head_, manifest_.withdrawn, now_, [this] { return next(); });
    if (outcomes) return settle(*outcomes);
    if (out_.refusal) return;  // next() said why
    // kUntrusted: somebody else took a later bundle between the two looks.
    const bool overtaken = outcomes.error().code == ErrorCode::kUntrusted;
    refuse(overtaken ? Why::kOlder : Why::kStoreFailed, outcomes.error().message);
  }

  void settle(const std::vector<ImportOutcome>& outcomes) {
    out_.withdrawn = manifest_.withdrawn.size();
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      if (outcomes[i] == ImportOutcome::kRevoked)
        out_.left_out.push_back(
            {given_[i].number, PassRefusal::kRevoked, "this terminal's list of revoked passes names it"});
      else
        out_.taken.push_back(given_[i].pass);
    }
    std::ranges::sort(out_.left_out, {}, &LeftOutOfBundle::number);
  }

  /// The next pass that holds; nothing at the end; an Error, which rolls back, once `refusal` says why.
  Result<std::optional<VerifiedPass>> next() {
    while (at_ < manifest_.passes.size()) {
      const BundledPass& stated = manifest_.passes[at_++];
      const Bytes bytes = read_at_most(in_, stated.bytes);
      if (bytes.size() != stated.bytes) return stop(Why::kContentDiffers, "cut short in pass " + std::to_string(at_));
      if (sha256(bytes) != stated.sha256)
        return stop(Why::kContentDiffers, "pass " + std::to_string(at_) + " is not the one that was signed");
      auto checked = verifier_.verify(bytes, now_);
      if (!checked.verified && !left_out_only(*checked.refusal))
        return stop(Why::kPassInvalid, "pass " + std::to_string(at_) + ": " + std::string(to_string(*checked.refusal)) +
                                           ": " + checked.detail);
      if (!checked.verified) {
        out_.left_out.push_back({at_, *checked.refusal, checked.detail});
        continue;
      }
      const PassId id = checked.verified->pass().id;
      if (!ids_.insert(id).second)
        return stop(Why::kPassInvalid, "pass " + std::to_string(at_) + ": its id is that of a pass before");
      given_.push_back({at_, id});
      return std::move(checked.verified);
    }
    if (in_.peek() != std::ifstream::traits_type::eof())
      return stop(Why::kContentDiffers, "something follows the last pass");
    return std::nullopt;
  }

  tl::unexpected<Error> stop(Why why, std::string detail) {
    refuse(why, detail);
    return fail(ErrorCode::kInvalidInput, std::move(detail));
  }

  const fs::path& file_;
  PassStore& store_;
  const TrustStore& trust_;
  const PassVerifier verifier_;
  const WallTime now_;
  std::ifstream in_;
  CoseSign1 message_;
  BundleManifest manifest_;
  TakenBundle head_;
  std::size_t at_ = 0;  ///< passes read so far
  struct Given {
    std::size_t number;
    PassId pass;
  };
  std::vector<Given> given_;  ///< to the store
  std::set<PassId> ids_;      ///< of those
  BundleOutcome out_;
};

}  // namespace

BundleOutcome import_bundle(const fs::path& file, PassStore& store, const std::shared_ptr<const TrustStore>& trust,
                            WallTime now) {
  return Import(file, store, trust, now).run();
}

bool is_bundle_file(const fs::path& file) { return file.extension() == ".passes"; }

}  // namespace gate
