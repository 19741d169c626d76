#include "demo/prepare.h"

#include <sqlite3.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>

#include "demo/demo_health_authority.h"
#include "demo/photo_scene.h"
#include "passes/pass_verifier.h"
#include "vision/photo.h"
#include "vision/photo_face_finder.h"

namespace gate {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono;

constexpr const char* kGroupPhoto = "sample6.jpg";
constexpr int kSceneFrames = 90;

Status write_text(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream out(file);
  out << text << '\n';
  out.close();
  if (!out) return fail(ErrorCode::kIo, file.string() + ": cannot be written");
  return {};
}

Status write_certificate(const DemoFolder& folder, const DemoVisitor& visitor, const DemoHealthAuthority& authority) {
  const auto today = floor<days>(SystemClock().wall_now());
  std::string capitals = visitor.name;
  std::transform(capitals.begin(), capitals.end(), capitals.begin(),
                 [](unsigned char c) { return c == '-' ? '<' : std::toupper(c); });
  const Holder holder{"Demo", visitor.name, "DEMO", capitals, "1980-04-01"};
  const Immunisation dose{.product = "EU/1/20/1528",
                          .prophylaxis = "1119349007",
                          .disease = "840539006",
                          .dose_number = visitor.doses->number,
                          .doses_in_series = 2,
                          .date = year_month_day{today - days{visitor.doses->days_ago}},
                          .country = "XX"};
  const auto text = authority.issue(holder, dose, today - days{1}, today + days{180});
  if (!text) return fail(text.error());
  return write_text(folder.certificate(visitor), *text);
}

Result<std::vector<Face>> faces_from_the_left(const cv::Mat& photo) {
  const auto models = ModelStore::open(default_models_dir());
  if (!models) return fail(models.error());
  auto finder = PhotoFaceFinder::create(*models);
  if (!finder) return fail(finder.error());
  auto faces = finder->find(photo);
  if (!faces) return fail(faces.error());
  std::sort(faces->begin(), faces->end(), [](const Face& a, const Face& b) { return a.box_px.x < b.box_px.x; });
  return faces;
}

Status write_photo_visitors(const DemoFolder& folder, const fs::path& file) {
  const auto photo = read_photo(file);
  if (!photo) return fail(photo.error());
  const auto faces = faces_from_the_left(*photo);
  if (!faces) return fail(faces.error());
  fs::create_directories(folder.root / "portraits");
  for (const DemoVisitor& visitor : demo_visitors()) {
    if (!visitor.photo_face) continue;
    const auto index = static_cast<std::size_t>(*visitor.photo_face);
    if (index >= faces->size())
      return fail(ErrorCode::kInvalidInput, file.string() + ": has fewer faces than expected");
    const cv::Rect box = (*faces)[index].box_px;
    cv::imwrite(folder.portrait(visitor).string(), portrait(*photo, box));
    if (Status made = write_photo_scene(*photo, box, kSceneFrames, folder.scene(visitor)); !made) return made;
  }
  return {};
}

Status write_config(const DemoFolder& folder, const fs::path& source) {
  const auto config = [&](const char* file) { return fs::absolute(source / "config" / file).string(); };
  const nlohmann::json document{
      {"extends", config("terminal.json")},
      {"policy", config("policies/two-doses-14-days.json")},
      {"gate_io",
       {{"kind", "simulated"},
        {"simulated",
         {{"script",
           {{{"trigger", "lock_release"}, {"input", "passage"}, {"delay_ms", 700}, {"duration_ms", 600}}}}}}}},
      {"store",
       {{"database", "terminal/passes.db"}, {"device_key", "terminal/device.key"}, {"trust_directory", "trust"}}},
      {"audit", {{"directory", "terminal/audit"}}},
      {"screen", {{"kind", "stream"}, {"language_directory", config("languages")}}},
      {"console", {{"listen", "127.0.0.1"}}},
      {"clock_floor", "terminal/clock-floor"}};
  return write_text(folder.config(), document.dump(2));
}

/// Of the sealed record of the pass with this id; false when there is none.
bool flip_last_byte(const fs::path& database_file, const std::string& pass_id) {
  sqlite3* database = nullptr;
  sqlite3_stmt* row = nullptr;
  sqlite3_blob* record = nullptr;
  unsigned char last = 0;
  const std::string find = "SELECT rowid FROM passes WHERE id = x'" + pass_id + "'";
  bool good =
      sqlite3_open(database_file.c_str(), &database) == SQLITE_OK &&
      sqlite3_prepare_v2(database, find.c_str(), -1, &row, nullptr) == SQLITE_OK && sqlite3_step(row) == SQLITE_ROW &&
      sqlite3_blob_open(database, "main", "passes", "sealed", sqlite3_column_int64(row, 0), 1, &record) == SQLITE_OK;
  if (good) {
    const int at = sqlite3_blob_bytes(record) - 1;
    good = sqlite3_blob_read(record, &last, 1, at) == SQLITE_OK;
    last ^= 1;
    good = good && sqlite3_blob_write(record, &last, 1, at) == SQLITE_OK;
  }
  sqlite3_blob_close(record);
  sqlite3_finalize(row);
  return sqlite3_close(database) == SQLITE_OK && good;
}

}  // namespace

Status prepare_demo(const DemoFolder& folder, const fs::path& media, const fs::path& source) {
  const auto authority = DemoHealthAuthority::create("XX");
  if (!authority) return fail(authority.error());
  Status step = write_text(folder.trust() / "eu-dcc" / "demo-health-authority.pem", authority->certificate_pem());
  for (const DemoVisitor& visitor : demo_visitors())
    if (step && visitor.doses) step = write_certificate(folder, visitor, *authority);
  if (step) step = write_photo_visitors(folder, media / kGroupPhoto);
  if (step) step = write_config(folder, source);
  return step;
}

Status tamper_with_cache(const DemoFolder& folder, const DemoVisitor& visitor) {
  const auto trust = TrustStore::open(folder.trust());
  if (!trust) return fail(trust.error());
  std::ifstream in(folder.pass(visitor), std::ios::binary);
  const Bytes bytes{std::istreambuf_iterator<char>(in), {}};
  const auto pass = PassVerifier(*trust).verify(bytes, SystemClock().wall_now());
  if (!pass.verified) return fail(ErrorCode::kInvalidInput, folder.pass(visitor).string() + ": " + pass.detail);

  const std::string id = to_string(pass.verified->pass().id);
  if (!flip_last_byte(folder.database(), id))
    return fail(ErrorCode::kNotFound, folder.database().string() + ": holds no pass " + id);
  return {};
}

}  // namespace gate
