#include "gatectl/bench_issuer.h"

#include <cstdlib>
#include <fstream>

#include "passes/pass_codec.h"

namespace gate {
namespace {

using namespace std::chrono_literals;

WallTime today() { return std::chrono::floor<std::chrono::days>(SystemClock().wall_now()); }

PassId id_of(std::size_t number) {
  PassId id;
  for (std::size_t i = 0; i < sizeof number; ++i) id.bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
  return id;
}

}  // namespace

ScratchFolder::ScratchFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "gatectl-bench-XXXXXX").string();
  path_ = mkdtemp(name.data()) == nullptr ? std::filesystem::path{} : std::filesystem::path{name};
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;  // a scratch folder that stays behind does no harm
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

Result<BenchIssuer> BenchIssuer::create(const std::filesystem::path& folder) {
  auto health = DemoHealthAuthority::create("XX");
  if (!health) return fail(health.error());
  auto enrolment = PrivateKey::create();
  if (!enrolment) return fail(enrolment.error());
  std::filesystem::create_directories(folder / "eu-dcc");
  std::filesystem::create_directories(folder / "enrolment-authorities");
  std::ofstream(folder / "eu-dcc/bench.pem") << health->certificate_pem();
  std::ofstream(folder / "enrolment-authorities/bench.pem") << enrolment->public_key().to_pem();
  auto trust = TrustStore::open(folder);
  if (!trust) return fail(trust.error());
  return BenchIssuer(*std::move(health), *std::move(enrolment), *std::move(trust));
}

Result<std::string> BenchIssuer::certificate(std::size_t number) const {
  const Holder holder{"Bench", std::to_string(number), "BENCH", "B" + std::to_string(number), "1980-01-01"};
  const std::chrono::year_month_day dose_day{std::chrono::floor<std::chrono::days>(today() - 24h * 60)};
  const Immunisation dose{"EU/1/20/1528", "1119349007", "840539006", 2, 2, dose_day, "XX"};
  return health_.issue(holder, dose, today() - 24h, today() + 24h * 30);
}

Result<Bytes> BenchIssuer::pass(std::size_t number, std::vector<FaceTemplate> samples) const {
  auto text = certificate(number);
  if (!text) return fail(text.error());
  return issue_pass({id_of(number), today() - 24h, today() + 24h * 30, *std::move(text), std::move(samples), "", ""},
                    enrolment_);
}

}  // namespace gate
