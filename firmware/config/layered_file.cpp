#include "config/layered_file.h"

#include <algorithm>
#include <vector>

#include "encoding/json_text.h"

namespace gate {
namespace {

using nlohmann::json;

/// One file as it stands, checked, its paths resolved.
Result<json> read_layer(const std::filesystem::path& file, const Schema& schema, const ReadText& read) {
  auto text = read(file);
  if (!text) return fail(std::move(text).error());
  auto layer = parse_json(*text);
  if (!layer) return fail(std::move(layer).error(), file.string());
  if (auto checked = schema.check_layer(*layer); !checked) return fail(std::move(checked).error(), file.string());
  schema.resolve_paths(*layer, file.parent_path());
  return layer;
}

/// The files from `file` down to the one that extends nothing.
Result<std::vector<json>> read_layers(std::filesystem::path file, const Schema& schema, const ReadText& read) {
  std::vector<std::filesystem::path> files;
  std::vector<json> layers;
  for (;;) {
    file = file.lexically_normal();
    if (std::ranges::find(files, file) != files.end())
      return fail(ErrorCode::kInvalidInput,
                  files.back().string() + ": /extends: leads in a circle to " + file.string());
    if (files.size() == kMaxLayers)
      return fail(ErrorCode::kInvalidInput,
                  file.string() + ": more than " + std::to_string(kMaxLayers) + " files extend one another");
    auto layer = read_layer(file, schema, read);
    if (!layer && !files.empty()) return fail(std::move(layer).error(), files.back().string() + ": /extends");
    if (!layer) return fail(std::move(layer).error());
    files.push_back(file);
    layers.push_back(*std::move(layer));
    const auto base = layers.back().find("extends");
    if (base == layers.back().end() || !base->is_string()) return layers;
    file = base->get<std::string>();
  }
}

}  // namespace

Result<json> load_layered(const std::filesystem::path& file, const Schema& schema, const ReadText& read) {
  auto layers = read_layers(file, schema, read);
  if (!layers) return fail(std::move(layers).error());
  json whole = json::object();
  // NOLINTNEXTLINE(modernize-loop-convert): clang 14 cannot read libstdc++ 12's views
  for (auto layer = layers->rbegin(); layer != layers->rend(); ++layer) whole.merge_patch(*layer);
  whole.erase("extends");
  if (auto checked = schema.check(whole); !checked) return fail(std::move(checked).error(), file.string());
  return whole;
}

}  // namespace gate
