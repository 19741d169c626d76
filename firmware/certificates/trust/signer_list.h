#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "certificates/eu_dcc/signer_certificate.h"
#include "common/result.h"

namespace gate {

/// Caps on a file of signers: every signer in Europe together is about 1 MB.
inline constexpr std::size_t kMaxSignerListBytes = 8 * 1024 * 1024;

/// How a file holds signers; told from its content, whatever it is called.
enum class SignerListForm {
  kDer,     ///< one certificate
  kPem,     ///< one or several
  kBase64,  ///< one certificate's DER in base64, without PEM's lines around it
  kJson,    ///< {"certificates": [{"certificateType": "DSC", "country", "kid", "rawData"}]}, as the EU gateway lists
  kSignedJson,  ///< the same behind a line with its signature: a national list
};
SignerListForm form_of(std::string_view content);

struct ListedSigner {
  SignerCertificate certificate;
  std::optional<KeyId> stated_id;  ///< where the list states another one than the certificate's
};

struct SignerList {
  std::vector<ListedSigner> signers;
  std::optional<WallTime> dated;  ///< its "date" or "time"; real lists so far state none
  std::string problem;            ///< entries that are unreadable and left out; empty when there are none
  std::string note;               ///< kids that do not agree, keys of kinds we do not verify with
};

/// Reads a file of signers of any form but the signed one. Entries of other types than "DSC" are passed over.
/// kInvalidInput when it is none, or not one of its entries can be used. Bounded and reentrant; about 1 ms per 100
/// signers.
Result<SignerList> read_signer_list(std::string_view content);

/// A signed list in its two parts; nothing verified. kInvalidInput when it is none.
struct SignedSignerList {
  Bytes signature;        ///< ES256, r then s: the first line, in base64
  std::string_view list;  ///< every byte after the first newline: what is signed
};
Result<SignedSignerList> split_signed_list(std::string_view content);

}  // namespace gate
