#include "update/site_manifest.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace gate {
namespace {

using nlohmann::json;

const std::string kHash(64, 'a');

json good() {
  return {{"type", "gate-site"},
          {"version", 7},
          {"created", "2026-11-25T10:00:00Z"},
          {"files",
           {{"terminal.json", {{"sha256", kHash}, {"bytes", 812}}},
            {"trust/smart-health-cards/a.example/.well-known/jwks.json", {{"sha256", kHash}, {"bytes", 0}}}}}};
}

/// The good one with a part of it replaced.
json with(const std::string& pointer, const json& value) {
  json document = good();
  document[json::json_pointer(pointer)] = value;
  return document;
}

TEST(SiteManifest, IsReadAndWrittenBack) {
  const auto manifest = parse_site_manifest(good().dump());
  ASSERT_TRUE(manifest) << manifest.error().message;
  EXPECT_EQ(manifest->version, 7);
  EXPECT_FALSE(manifest->compatible);
  ASSERT_EQ(manifest->files.size(), 2U);
  EXPECT_EQ(manifest->files[0].path, "terminal.json");
  EXPECT_EQ(manifest->files[0].bytes, 812U);
  EXPECT_EQ(manifest->files[0].sha256[31], 0xaa);
  const auto again = parse_site_manifest(site_manifest_text(*manifest));
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(site_manifest_text(*again), site_manifest_text(*manifest));
  EXPECT_EQ(parse_site_manifest(with("/compatible", "gate-terminal-arm64").dump())->compatible, "gate-terminal-arm64");
}

TEST(SiteManifest, WhatItMustSayIsTyped) {
  for (const auto& [pointer, value] :
       std::vector<std::pair<std::string, json>>{{"/type", "gate-pass"},
                                                 {"/version", 0},
                                                 {"/version", -1},
                                                 {"/version", 1.5},
                                                 {"/version", "7"},
                                                 {"/created", "soon"},
                                                 {"/created", 3},
                                                 {"/compatible", 3},
                                                 {"/extra", true},
                                                 {"/files", json::array()},
                                                 {"/files/terminal.json/bytes", -1},
                                                 {"/files/terminal.json/bytes", kMaxSiteFileBytes + 1},
                                                 {"/files/terminal.json/sha256", kHash.substr(1)},
                                                 {"/files/terminal.json/sha256", kHash + "00"},
                                                 {"/files/terminal.json/mode", 0777},
                                                 {"/files", {{"policies/a.json", {{"sha256", kHash}, {"bytes", 1}}}}}})
    EXPECT_FALSE(parse_site_manifest(with(pointer, value).dump())) << pointer << " " << value;
  EXPECT_FALSE(parse_site_manifest(""));
  EXPECT_FALSE(parse_site_manifest("[]"));
  EXPECT_FALSE(parse_site_manifest(R"({"type":"gate-site","type":"gate-site"})"));
}

TEST(SiteManifest, PathsLeadNowhereElse) {
  for (const char* path :
       {"terminal.json", "policies/eu.json", "trust/x/.well-known/jwks.json", "a/b/c/d/e/f/g/h/i/j", "a..b"})
    EXPECT_TRUE(is_site_path(path)) << path;
  for (const char* path :
       {"", "/", "/etc/passwd", "..", "../x", "a/../../x", "a/./b", "a//b", "a/", "manifest.json", "manifest.p7s",
        "trust/.staging/x", "trust/.lock", "a\\b", "a b", "a\nb", "ä", "a/b/c/d/e/f/g/h/i/j/k", "~x;y"})
    EXPECT_FALSE(is_site_path(path)) << path;
  EXPECT_FALSE(is_site_path(std::string_view("a\0b", 3)));
  EXPECT_FALSE(is_site_path(std::string(101, 'a')));
  json document = good();
  document["files"]["../terminal.json"] = document["files"]["terminal.json"];
  EXPECT_FALSE(parse_site_manifest(document.dump()));
}

TEST(SiteManifest, NumbersAndSizesAreBounded) {
  json document = good();
  for (std::size_t i = 0; i < kMaxSiteFiles - 2; ++i)
    document["files"]["f" + std::to_string(i)] = {{"sha256", kHash}, {"bytes", 1}};
  EXPECT_TRUE(parse_site_manifest(document.dump()));
  document["files"]["one-more"] = {{"sha256", kHash}, {"bytes", 1}};
  EXPECT_FALSE(parse_site_manifest(document.dump()));
  document = good();
  for (const char* name : {"a", "b", "c"}) document["files"][name] = {{"sha256", kHash}, {"bytes", kMaxSiteFileBytes}};
  EXPECT_FALSE(parse_site_manifest(document.dump())) << "too much in all";
  EXPECT_FALSE(parse_site_manifest(std::string(kMaxSiteManifestBytes + 1, ' ')));
}

}  // namespace
}  // namespace gate
