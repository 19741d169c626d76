#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/config/memory_files.h"

namespace gate {
namespace {

using namespace gate::testing;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string refusal(const std::string& members) {
  const auto config = config_of(minimal(members));
  return config ? "accepted" : config.error().message;
}

std::string policy_refusal(const std::string& text) {
  const auto policy = load_policy("p.json", MemoryFiles{}.add("p.json", text).reader());
  return policy ? "accepted" : policy.error().message;
}

TEST(ConfigErrors, TheMinimumIsAccepted) { EXPECT_EQ(refusal(""), "accepted"); }

TEST(ConfigErrors, OutOfRangeNamesFileFieldValueAndRange) {
  EXPECT_EQ(refusal(R"("gate": {"open_ms": 10},)"),
            "x.json: /gate/open_ms: 10 is not allowed here; give a whole number from 500 to 60000 (default 5000)");
  EXPECT_THAT(refusal(R"("recognition": {"curve": "c", "max_stranger_rate": 1}, "x": 1,)"), HasSubstr("twice"));
}

TEST(ConfigErrors, AWrongTypeIsNotConverted) {
  EXPECT_THAT(refusal(R"("gate": {"open_ms": "600"},)"), HasSubstr("/gate/open_ms: \"600\" is not allowed"));
  EXPECT_THAT(refusal(R"("gate": {"open_ms": 600.5},)"), HasSubstr("a whole number"));
  EXPECT_THAT(refusal(R"("gate": [],)"), HasSubstr("/gate: [] is not allowed here; give an object"));
}

TEST(ConfigErrors, AnUnknownKeyNamesTheNearest) {
  EXPECT_EQ(refusal(R"("gate": {"opne_ms": 600},)"),
            "x.json: /gate/opne_ms: is an unknown key; did you mean \"open_ms\"?");
  EXPECT_THAT(refusal(R"("zzzzzzzzzzzz": 1,)"), HasSubstr("known here: \"$comment\""));
  EXPECT_THAT(refusal(R"("a\nb": 1,)"), HasSubstr("/a\\nb")) << "one line, whatever the key";
}

TEST(ConfigErrors, AnEnumListsItsValues) {
  EXPECT_THAT(refusal(R"("log_level": "loud",)"), HasSubstr(R"(one of "debug", "info", "warning", "error")"));
}

TEST(ConfigErrors, ErrorsInsideAListNameTheEntry) {
  EXPECT_THAT(refusal(R"("gate_io": {"simulated": {"script": [
                {"trigger": "lock_release", "input": "passage", "delay_ms": -1, "duration_ms": 5}]}},)"),
              HasSubstr("/gate_io/simulated/script/0/delay_ms: -1"));
}

TEST(ConfigErrors, WhatIsMissingIsNamed) {
  EXPECT_THAT(config_of("{}").error().message, StartsWith("x.json: the whole document: needs "));
  EXPECT_EQ(load_config("no.json").error().code, ErrorCode::kNotFound);
  EXPECT_THAT(config_of("[]").error().message, HasSubstr("the whole document: [] is not allowed"));
}

TEST(ConfigErrors, FieldsThatContradictEachOther) {
  EXPECT_THAT(refusal(R"("gate": {"same_body_gap_ms": 400},)"), HasSubstr("/gate/relock_delay_ms"));
  EXPECT_THAT(refusal(R"("console": {"metrics": {"loopback_port": 9100}},)"), HasSubstr("/console/listen"));
  EXPECT_EQ(refusal(R"("console": {"listen": "127.0.0.1", "metrics": {"loopback_port": 9100}},)"), "accepted");
  EXPECT_THAT(refusal(R"("screen": {"kind": "stream", "language_directory": "l"},)"), HasSubstr("/screen/kind"));
  EXPECT_THAT(refusal(R"("camera": {"kind": "replay"},)"), HasSubstr("/camera/replay/recording: is needed"));
  EXPECT_THAT(refusal(R"("watchdog": {"device": "/dev/watchdog0", "identity": "iTCO_wdt"},)"),
              HasSubstr("/watchdog/device"));
  EXPECT_THAT(refusal(R"("gate_io": {"kind": "gpiod"},)"),
              AllOf(HasSubstr("/gate_io/gpiod"), HasSubstr("lock_release")));
}

TEST(ConfigErrors, ANetworkThatNobodyCouldReachTheConsoleBy) {
  const auto network = [](const std::string& members) { return refusal("\"network\": {" + members + "},"); };
  EXPECT_EQ(network(R"("address": "192.0.2.7/24", "gateway": "192.0.2.1", "interface": "enp1s0")"), "accepted");
  EXPECT_EQ(network(R"("address": "2001:db8::7/64", "gateway": "2001:db8::1")"), "accepted");
  for (const char* address :
       {"192.0.2/24", "192.0.2.7/33", "192.0.2.7/0", "2001:db8::7/129", "0.0.0.0/24", "::/64", "a/9"})
    EXPECT_THAT(network("\"address\": \"" + std::string(address) + "\""), HasSubstr("/network/address")) << address;
  EXPECT_THAT(network(R"("address": "192.0.2.7")"), HasSubstr("/network/address")) << "the prefix is missing";
  EXPECT_THAT(network(R"("gateway": "192.0.2.1")"), HasSubstr("/network/address"));
  EXPECT_THAT(network(R"("address": "192.0.2.7/24", "gateway": "2001:db8::1")"), HasSubstr("/network/gateway"));
  EXPECT_THAT(network(R"("address": "192.0.2.7/24", "gateway": "192.0.2.7")"), HasSubstr("/network/gateway"));
  EXPECT_THAT(network(R"("address": "192.0.2.7/24", "gateway": "192.0.3.1")"), HasSubstr("/network/gateway"));
  EXPECT_EQ(network(R"("address": "192.0.2.7/23", "gateway": "192.0.3.1")"), "accepted");
  EXPECT_THAT(network(R"("address": "192.0.2.7/24", "interface": "e; reboot")"), HasSubstr("/network/interface"));
}

TEST(ConfigErrors, AConsoleListensAtTheDevicesAddress) {
  const auto listening = [](const std::string& at) {
    return refusal(R"("network": {"address": "192.0.2.7/24"}, "console": {"listen": ")" + at + "\"},");
  };
  EXPECT_EQ(listening("192.0.2.7"), "accepted");
  EXPECT_EQ(listening("0.0.0.0"), "accepted");
  EXPECT_THAT(listening("192.0.2.8"), HasSubstr("/console/listen"));
  EXPECT_EQ(listening("::"), "accepted");
  EXPECT_THAT(listening("192.0.2"), HasSubstr("is no IP address"));
  const auto by_v6 = [](const std::string& at) {
    return refusal(R"("network": {"address": "2001:db8::7/64"}, "console": {"listen": ")" + at + "\"},");
  };
  EXPECT_EQ(by_v6("2001:DB8:0::7"), "accepted") << "the same, written otherwise";
  EXPECT_THAT(by_v6("0.0.0.0"), HasSubstr("/console/listen")) << "IPv4 alone";
}

TEST(ConfigErrors, AnEnrolmentThatCouldNotEndWell) {
  const auto enrolling = [](const std::string& members, const std::string& identification) {
    std::string text = minimal(R"("console": {"listen": "127.0.0.1"}, "enrolment": {"key": "k", )" + members + "}, ");
    text.insert(text.find(R"("curve")"), R"("identification": ")" + identification + R"(", )");
    const auto config = config_of(text);
    return config ? "accepted" : config.error().message;
  };
  EXPECT_EQ(enrolling(R"("pass_days": 1)", "face"), "accepted");
  EXPECT_THAT(enrolling(R"("code_shown_s": 0)", "code_and_face"), HasSubstr("/enrolment/code_shown_s"));
  EXPECT_EQ(enrolling(R"("code_shown_s": 0)", "either"), "accepted");
  EXPECT_THAT(enrolling(R"("start": "visitor")", "face"), HasSubstr("/enrolment/start"));
  EXPECT_EQ(enrolling(R"("start": "visitor")", "either"), "accepted");
  EXPECT_THAT(refusal(R"("enrolment": {"key": "k"},)"), HasSubstr("/enrolment/key"));
}

TEST(ConfigErrors, NationalRulesNeedAFolderAndACountry) {
  const auto with_rules = [](const std::string& rules) { return refusal("\"rules\": " + rules + ", "); };
  EXPECT_EQ(with_rules(R"({"directory": "r", "country": "DE"})"), "accepted");
  EXPECT_NE(with_rules(R"({"directory": "r"})").find("country"), std::string::npos);
  EXPECT_NE(with_rules(R"({"country": "DE"})").find("directory"), std::string::npos);
  EXPECT_NE(with_rules(R"({"directory": "r", "country": "de"})").find("/rules/country"), std::string::npos);
}

TEST(ConfigErrors, SoundNamesOneDeviceAndAVolume) {
  const auto with_sound = [](const std::string& sound) { return refusal("\"sound\": " + sound + ", "); };
  EXPECT_EQ(with_sound(R"({"device": "plughw:CARD=Device,DEV=0", "volume": 0})"), "accepted");
  EXPECT_EQ(with_sound(R"({"volume": 101})"),
            "x.json: /sound/volume: 101 is not allowed here; give a whole number from 0 to 100 (default 70)");
  EXPECT_THAT(with_sound(R"({"volume": -1})"), HasSubstr("/sound/volume: -1"));
  EXPECT_THAT(with_sound(R"({"device": ""})"), HasSubstr("/sound/device"));
  EXPECT_THAT(with_sound(R"({"device": "file:'|reboot',raw"})"),
              AllOf(HasSubstr("/sound/device"), HasSubstr("that matches \"^[A-Za-z0-9_:=,.+-]{1,64}$\"")))
      << "ALSA's file plugin starts programs";
  EXPECT_THAT(with_sound("{\"device\": \"" + std::string(65, 'a') + "\"}"), HasSubstr("/sound/device"));
  EXPECT_THAT(with_sound(R"({"devise": "default"})"), HasSubstr("did you mean \"device\""));
}

TEST(ConfigErrors, WithoutASoundDeviceThereIsNoSound) { EXPECT_FALSE(config_of(minimal(""))->sound.device); }

TEST(ConfigErrors, Policies) {
  EXPECT_EQ(policy_refusal(R"({"name": "n"})"), "accepted");
  EXPECT_THAT(policy_refusal("{}"), HasSubstr("needs \"name\""));
  EXPECT_THAT(policy_refusal(R"({"name": "n", "vaccination": [{"minimum_dose": 2}]})"),
              HasSubstr("/vaccination/0/minimum_dose: is an unknown key; did you mean \"minimum_doses\""));
  EXPECT_THAT(policy_refusal(R"({"name": "n", "recovery": [{"days_since_positive": {"min": 9, "max": 8}}]})"),
              HasSubstr("/recovery/0"));
  EXPECT_EQ(policy_refusal(R"({"name": "n", "attestation": [{}, {"kinds": ["PublicCovidPass"]}]})"), "accepted");
  EXPECT_THAT(policy_refusal(R"({"name": "n", "attestation": [{"kinds": []}]})"), HasSubstr("/attestation/0/kinds"));
  EXPECT_THAT(policy_refusal(R"({"name": "n", "utc_offset_minutes": 900})"), HasSubstr("from -720 to 840"));
}

TEST(ConfigErrors, Curves) {
  const std::string head =
      R"({"models": [{"model": "m"}], "enrolled_samples": 1, "fused_frames": 1, "impostor_trials": 1000, "genuine_trials": 10,
          "source": "s", "command": "c", "points": )";
  const auto load = [&](const std::string& points) {
    const auto curve = load_curve("c.json", MemoryFiles{}.add("c.json", head + points + "}").reader());
    return curve ? "accepted" : curve.error().message;
  };
  EXPECT_EQ(load(R"([{"score": 0.4, "fmr": 0, "fmr_upper95": 0.003, "fnmr": 0.1}])"), "accepted");
  EXPECT_THAT(load(R"([{"score": 0.4, "fmr": 0, "fmr_upper95": 0.002, "fnmr": 0.1}])"),
              HasSubstr("c.json: points[0]: fmr_upper95 is tighter"));
  EXPECT_THAT(load("[]"), HasSubstr("/points: [] is not allowed here; give a list from 1 to 10000 entries"));
}

}  // namespace
}  // namespace gate
