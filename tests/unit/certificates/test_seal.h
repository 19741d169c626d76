#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "certificates/trust_store.h"
#include "unit/signatures/test_signer.h"

namespace gate {

/// An authority of Japan, as a state's is.
TestSignerOptions authority_options();
/// A signer of seals by this authority, valid 2021 to 2030, for tests and vaccinations.
TestSignerOptions seal_signer_options(const TestSigner& authority);

nlohmann::json test_vaccination_seal_data();  ///< "data" of a seal: two doses, Japan
nlohmann::json test_test_seal_data();         ///< a negative PCR test

/// The whole seal: `data` signed in its canonical form.
nlohmann::json seal(const nlohmann::json& data, const TestSigner& signer, const std::string& algorithm = "ES256");

/// Writes bytes into a file of a trust directory, with its folders.
void write_trust_file(const std::filesystem::path& file, const Bytes& content);
/// A trust directory that believes this authority.
std::shared_ptr<const TrustStore> trust_authority(const TestSigner& authority);

}  // namespace gate
