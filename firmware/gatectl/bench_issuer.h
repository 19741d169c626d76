#pragma once

#include <filesystem>
#include <memory>

#include "certificates/trust_store.h"
#include "demo/demo_health_authority.h"
#include "passes/pass_verifier.h"

namespace gate {

/// Throw-away authorities for measuring: they issue certificates and passes that a trust store of their own believes.
class BenchIssuer {
 public:
  /// Writes the trust directory into `folder`.
  static Result<BenchIssuer> create(const std::filesystem::path& folder);

  Result<std::string> certificate(std::size_t number) const;
  /// A pass of `samples`, valid from yesterday for a month.
  Result<Bytes> pass(std::size_t number, std::vector<FaceTemplate> samples) const;

  const std::shared_ptr<const TrustStore>& trust() const { return trust_; }

 private:
  BenchIssuer(DemoHealthAuthority health, PrivateKey enrolment, std::shared_ptr<const TrustStore> trust)
      : health_(std::move(health)), enrolment_(std::move(enrolment)), trust_(std::move(trust)) {}

  DemoHealthAuthority health_;
  PrivateKey enrolment_;
  std::shared_ptr<const TrustStore> trust_;
};

/// An empty folder that is gone with its owner.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace gate
