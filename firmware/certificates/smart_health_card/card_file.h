#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "certificates/check_list.h"

namespace gate {

/// Caps on what is read of a text; past them it is refused as too_large.
inline constexpr std::size_t kMaxCardFileBytes = 256 * 1024;
inline constexpr std::size_t kMaxCardsPerFile = 8;

/// The cards one text holds.
struct CardFile {
  std::vector<std::string> cards;                  ///< compact JWS, at least one unless `unsigned_content` is there
  std::optional<nlohmann::json> unsigned_content;  ///< a card's payload, or its FHIR Bundle alone: nobody signed it
};

/// Whether the text claims to hold SMART Health Cards, in any of the forms below.
bool looks_like_card_file(std::string_view text);

/// Finds the cards of a text: QR codes ("shc:/…"; the chunks of one card in any order), compact JWS ("eyJ…"), both
/// separated by white space; a .smart-health-card file ("verifiableCredential"); or a FHIR server's answer to
/// $health-cards-issue (Parameters). A byte order mark and white space around the text are passed over: they come from
/// editors and scanners, and the signature does not depend on them. Notes the checks size, text, code, chunks and
/// cards; nothing when one fails. Reentrant.
std::optional<CardFile> read_card_file(std::string_view text, CheckList& list);

}  // namespace gate
