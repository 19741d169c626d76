#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "certificates/trust/enrolment_delegation.h"
#include "demo/demo_health_authority.h"
#include "fakes/temporary_folder.h"
#include "passes/device_key.h"
#include "passes/pass_codec.h"
#include "passes/pass_store.h"
#include "passes/pass_verifier.h"
#include "templates/face_comparison.h"

namespace gate {

/// A venue with real keys: a health authority, an enrolment authority, a trust store that believes both.
struct Venue {
  static constexpr WallTime kNow = std::chrono::sys_days{std::chrono::year{2021} / 12 / 3};
  static inline const ModelId kModel = "dlib-resnet-v1/55533b28a95800a5/5pt";
  static inline const std::vector<std::vector<FaceComparison>> kComparisons{{FaceComparison::of(kModel)}};

  TemporaryFolder folder;
  DemoHealthAuthority health_authority = DemoHealthAuthority::create("JP").value();
  PrivateKey authority = PrivateKey::create().value();
  std::shared_ptr<const TrustStore> trust_store = trust();
  PassVerifier verifier{trust_store};
  std::string certificate = issue_certificate(kNow - std::chrono::days{30}, kNow + std::chrono::days{300});
  std::mt19937 random{1};

  std::shared_ptr<const TrustStore> trust() {
    write(folder.path() / "trust/eu-dcc/signer.pem", health_authority.certificate_pem());
    write(folder.path() / "trust/enrolment-authorities/venue.pem", authority.public_key().to_pem());
    return TrustStore::open(folder.path() / "trust").value();
  }

  std::string issue_certificate(WallTime issued, WallTime expires) const {
    const Holder holder{"Musterfrau", "Erika", "MUSTERFRAU", "ERIKA", "1964-08-12"};
    const Immunisation immunisation{
        "EU/1/20/1528", "1119349007", "840539006", 2, 2, std::chrono::year{2021} / 11 / 1, "JP"};
    return health_authority.issue(holder, immunisation, issued, expires).value();
  }

  FaceTemplate sample(std::size_t numbers = 128) {
    std::normal_distribution<float> normal(0.0f, 0.1f);
    std::vector<float> values(numbers);
    for (float& value : values) value = normal(random);
    return FaceTemplate::create({FaceVector::create(kModel, values).value()}).value();
  }

  Pass pass(WallTime expires = kNow + std::chrono::days{30}) {
    Pass pass{{}, kNow - std::chrono::hours{1}, expires, certificate, {sample(), sample(), sample()}, "E.M.", ""};
    for (auto& byte : pass.id.bytes) byte = static_cast<std::uint8_t>(random());
    return pass;
  }

  Bytes issue(const Pass& pass) const { return issue_pass(pass, authority).value(); }
  VerifiedPass verified(const Pass& pass) const { return *verifier.verify(issue(pass), kNow).verified; }

  /// What a delegation says but for whose; a week around kNow unless it is changed.
  EnrolmentDelegation delegation_to(const PublicKey& delegate, std::size_t passes = 10) const {
    return {.authority = authority.public_key().key_id(),
            .delegate = delegate,
            .issued_at = kNow - std::chrono::days{2},
            .from = kNow - std::chrono::days{1},
            .until = kNow + std::chrono::days{1},
            .most_passes = passes,
            .longest_pass = std::chrono::days{40}};
  }
  /// The trust store with this delegation, in the place of the one before.
  std::shared_ptr<const TrustStore> delegated(const EnrolmentDelegation& delegation) const {
    const Bytes bytes = sign_delegation(delegation, authority).value();
    write(folder.path() / "trust/enrolment-authorities/terminal.delegation",
          {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    return TrustStore::open(folder.path() / "trust").value();
  }

  static void write(const std::filesystem::path& file, std::string_view content) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << content;
  }
};

}  // namespace gate
