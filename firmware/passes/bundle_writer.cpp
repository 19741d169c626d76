#include "passes/bundle_writer.h"

#include <algorithm>
#include <fstream>
#include <map>

#include "encoding/bounded_file.h"
#include "encoding/new_file.h"
#include "passes/pass_codec.h"

namespace gate {

namespace fs = std::filesystem;

namespace {

/// One pass on its way into a bundle: what the manifest says of it, and that it belongs there.
Result<BundledPass> check(const fs::path& file, const BundleOrder& order, const PublicKey& authority,
                          std::map<PassId, fs::path>& known) {
  const auto bytes = read_bounded_file(file, kMaxPassBytes);
  if (!bytes) return fail(bytes.error());
  const auto pass = read_own_pass(bytes_of(*bytes), authority);
  if (!pass) return fail(pass.error(), file.string());
  const auto refuse = [&](const std::string& why) {
    return fail(ErrorCode::kInvalidInput, file.string() + ": " + why);
  };
  if (pass->expires_at <= order.now) return refuse("the pass has expired; issue it again, or leave it out");
  if (order.withdrawn.contains(pass->id)) return refuse("the pass is among the withdrawn; leave it out");
  if (const auto [other, added] = known.try_emplace(pass->id, file); !added)
    return refuse("the same pass as " + other->second.string());
  return BundledPass{sha256(bytes_of(*bytes)), bytes->size()};
}

Result<BundleManifest> read_own_manifest(std::ifstream& in, const PublicKey& authority) {
  const auto message = read_signed_manifest(in);
  if (!message) return fail(message.error(), "bundle");
  if (!verify_cose_sign1(*message, authority, bytes_of(kPassBundleContentType)))
    return fail(ErrorCode::kUntrusted,
                "bundle: was not signed by the authority " + to_hex(authority.key_id()) + ", or was changed since");
  return read_bundle_manifest(message->payload);
}

}  // namespace

Result<WrittenBundle> write_bundle(const BundleOrder& order, const PrivateKey& authority, const fs::path& out) {
  if (order.passes.size() > kMaxBundlePasses)
    return fail(ErrorCode::kInvalidInput, std::to_string(order.passes.size()) + " passes; at most " +
                                              std::to_string(kMaxBundlePasses) + " go into one bundle");
  BundleManifest manifest{order.sequence, order.now, {}, {order.withdrawn.begin(), order.withdrawn.end()}};
  std::map<PassId, fs::path> known;
  for (const fs::path& file : order.passes) {
    const auto pass = check(file, order, authority.public_key(), known);
    if (!pass) return fail(pass.error());
    manifest.passes.push_back(*pass);
  }
  const auto head = sign_bundle_manifest(manifest, authority);
  if (!head) return fail(head.error());
  NewFile file(out);
  file.write(*head);
  for (std::size_t i = 0; i < order.passes.size(); ++i) {
    const auto bytes = read_bounded_file(order.passes[i], kMaxPassBytes);
    if (!bytes) return fail(bytes.error());
    if (sha256(bytes_of(*bytes)) != manifest.passes[i].sha256)
      return fail(ErrorCode::kIo, order.passes[i].string() + ": changed while the bundle was made; try again");
    file.write(bytes_of(*bytes));
  }
  if (auto finished = file.finish(); !finished) return fail(finished.error());
  return WrittenBundle{manifest.passes.size(), manifest.withdrawn.size(), file.bytes()};
}

Result<OwnBundle> read_own_bundle(const fs::path& file, const PublicKey& authority) {
  std::error_code error;
  std::ifstream in;
  if (fs::is_regular_file(file, error)) in.open(file, std::ios::binary);
  if (!in.is_open()) return fail(ErrorCode::kNotFound, file.string() + ": cannot be opened");
  auto manifest = read_own_manifest(in, authority);
  if (!manifest) return fail(manifest.error(), file.string());
  OwnBundle bundle{*std::move(manifest), {}};
  for (const BundledPass& stated : bundle.manifest.passes) {
    const auto pass = read_own_pass(read_at_most(in, stated.bytes), authority);
    if (!pass) return fail(pass.error(), file.string() + ": pass " + std::to_string(bundle.passes.size() + 1));
    bundle.passes.push_back({pass->id, pass->expires_at});
  }
  return bundle;
}

}  // namespace gate
