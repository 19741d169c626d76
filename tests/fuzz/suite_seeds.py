#!/usr/bin/env python3
"""Seeds for the fuzzers from the official certificate suites. usage: suite_seeds.py SUITES OUT

Writes OUT/<target>/<digest> for every target that reads what a suite holds. They are other people's files: OUT lies under
a build folder."""
import base64
import hashlib
import json
import pathlib
import sys

MOST_BYTES = 65536  # -max_len of tests/fuzz/run

suites, out = map(pathlib.Path, sys.argv[1:3])


def seed(content, *targets):
    if isinstance(content, str):
        content = content.encode()
    if not 0 < len(content) <= MOST_BYTES:
        return
    for target in targets:
        folder = out / target
        folder.mkdir(parents=True, exist_ok=True)
        (folder / hashlib.sha256(content).hexdigest()[:16]).write_bytes(content)


def files(folder, *endings):
    return [path for path in sorted((suites / folder).rglob("*")) if path.suffix in endings and path.is_file()]


def from_hex(text):
    try:
        return bytes.fromhex(text)
    except ValueError:  # a case that is broken here on purpose
        return b""


def eu_dcc():
    for path in files("dgc-testdata", ".json"):
        case = json.loads(path.read_text("utf-8-sig"))
        seed(case.get("PREFIX", ""), "certificates_fuzz_eu_dcc")
        seed(case.get("BASE45", ""), "certificates_fuzz_base45")
        seed(from_hex(case.get("COMPRESSED", "")), "certificates_fuzz_inflate")
        seed(from_hex(case.get("COSE", "")), "certificates_fuzz_cose", "certificates_fuzz_cbor", "certificates_fuzz_eu_dcc")
        seed(from_hex(case.get("CBOR", "")), "certificates_fuzz_cbor", "certificates_fuzz_eu_dcc")
        if key := case.get("TESTCTX", {}).get("CERTIFICATE"):
            seed(key, "trust_fuzz_signer_list")
            seed(base64.b64decode(key), "trust_fuzz_signer_list", "certificates_fuzz_trust_files")


def smart_health_cards():
    for path in files("health-cards", ".json", ".txt", ".smart-health-card") + files(
        "health-cards-dev-tools", ".json", ".txt", ".smart-health-card", ".wrong-extension"
    ):
        seed(path.read_bytes(), "certificates_fuzz_smart_health_card")
        if path.suffix == ".json":
            seed(path.read_bytes(), "certificates_fuzz_canonical_json", "trust_fuzz_signer_list")


def seals():
    for path in files("vds-nc", ".json", ".txt"):
        seed(path.read_bytes(), "certificates_fuzz_vds_nc", "certificates_fuzz_canonical_json")
    for path in files("vds-nc", ".der", ".crl"):
        seed(path.read_bytes(), "certificates_fuzz_vds_nc", "certificates_fuzz_trust_files", "trust_fuzz_signer_list")


def new_zealand():
    for path in files("nzcovidpass-spec", ".txt"):
        text = path.read_text().strip()
        seed(text, "certificates_fuzz_nzcp")
        coded = text.rsplit("/", 1)[-1]
        message = base64.b32decode(coded + "=" * (-len(coded) % 8))
        seed(message, "certificates_fuzz_nzcp", "certificates_fuzz_cose", "certificates_fuzz_cbor")
    for path in files("nzcovidpass-spec", ".json"):
        seed(path.read_bytes(), "certificates_fuzz_trust_files", "trust_fuzz_signer_list")


def lists():
    anchor_list = (suites / "trust/signed-dsc-list-2021-06-23.json").read_bytes()
    seed(anchor_list[:MOST_BYTES], "trust_fuzz_signed_list")
    signature, _, body = anchor_list.partition(b"\n")
    signers = json.loads(body)
    signers["certificates"] = signers["certificates"][:10]
    body = json.dumps(signers, separators=(",", ":"))
    seed(signature + b"\n" + body.encode(), "trust_fuzz_signed_list", "trust_fuzz_signer_list")
    seed(body, "trust_fuzz_signer_list")
    for path in files("trust", ".pem") + files("vci-directory", ".crt", ".sig"):
        seed(path.read_bytes(), "trust_fuzz_signer_list", "certificates_fuzz_trust_files")
    for path in files("dcc-revocation", ".json"):
        seed(path.read_bytes(), "trust_fuzz_revocation_source")


def rules():
    for path in files("dgc-business-rules-testdata", ".json"):
        if path.name == "rule.json":
            seed(path.read_bytes(), "rules_fuzz_business_rule")
        elif (rule := path.parent.parent / "rule.json").is_file():
            test = json.loads(path.read_text())
            context = {"payload": test.get("payload"), "external": test.get("external")}
            seed(json.dumps({"logic": json.loads(rule.read_text())["Logic"], "data": context}), "rules_fuzz_certlogic")
    for path in files("ehn-dcc-valuesets", ".json"):
        seed(path.read_bytes(), "rules_fuzz_business_rule")
    for path in files("certlogic", ".json"):
        for case in json.loads(path.read_text())["cases"]:
            for check in case["assertions"]:
                logic = check.get("certLogicExpression", case.get("certLogicExpression"))
                seed(json.dumps({"logic": logic, "data": check["data"]}), "rules_fuzz_certlogic")


for suite in (eu_dcc, smart_health_cards, seals, new_zealand, lists, rules):
    suite()
