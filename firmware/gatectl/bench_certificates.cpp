#include "gatectl/bench_issuer.h"
#include "gatectl/bench_steps.h"

namespace gate {

Result<BenchReport> bench_certificates() {
  constexpr int kRuns = 2000;
  const ScratchFolder scratch;
  const auto issuer = BenchIssuer::create(scratch.path());
  if (!issuer) return fail(issuer.error());
  const auto text = issuer->certificate(1);
  const auto face = FaceVector::create("bench/0000000000000000/none", std::vector<float>(128, 0.1F));
  const auto sample = face ? FaceTemplate::create({*face}) : fail(face.error());
  if (!text || !sample) return fail(ErrorCode::kInternal, "the test certificate cannot be made");
  const auto pass = issuer->pass(1, {*sample, *sample, *sample});
  if (!pass) return fail(pass.error());

  const CertificateVerifier certificates(issuer->trust());
  const PassVerifier passes(issuer->trust());
  const WallTime now = SystemClock().wall_now();
  Timings certificate_times;
  Timings pass_times;
  bool all_hold = true;
  for (int i = 0; i < kRuns; ++i) {
    all_hold &= certificate_times.time([&] { return certificates.verify(*text, now).verified.has_value(); });
    all_hold &= pass_times.time([&] { return passes.verify(*pass, now).verified.has_value(); });
  }
  if (!all_hold) return fail(ErrorCode::kInternal, "the test certificate or pass does not verify");
  return BenchReport{{"verify_certificate", certificate_times.json()},
                     {"verify_pass", pass_times.json()},
                     {"passes_per_second_per_core", 1000 / pass_times.mean()},
                     {"pass_bytes", pass->size()}};
}

}  // namespace gate
