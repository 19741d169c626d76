#pragma once

#include "config/config.h"

namespace gate {

/// Every field with its JSON pointer: the one list that reading and writing share. Private to this folder.
template <class Visitor>
void visit_quality(Visitor& v, QualityLimits& q) {
  v("/recognition/quality/smallest_face_px", q.smallest_face_px);
  v("/recognition/quality/largest_face_share", q.largest_face_share);
  v("/recognition/quality/smallest_inside", q.smallest_inside);
  v("/recognition/quality/largest_turn", q.largest_turn);
  v("/recognition/quality/largest_roll_deg", q.largest_roll_deg);
  v("/recognition/quality/darkest", q.darkest);
  v("/recognition/quality/brightest", q.brightest);
  v("/recognition/quality/lowest_contrast", q.lowest_contrast);
  v("/recognition/quality/lowest_sharpness", q.lowest_sharpness);
}

template <class Visitor>
void visit_recognition(Visitor& v, RecognitionConfig& r) {
  v("/recognition/identification", r.identification);
  v("/recognition/nearest_m", r.nearest_m);
  v("/recognition/farthest_m", r.farthest_m);
  v("/recognition/samples", r.track.samples);
  v("/recognition/sample_gap_ms", r.track.sample_gap);
  v("/recognition/still_gap_ms", r.track.still_gap);
  v("/recognition/lost_after_ms", r.track.lost_after);
  v("/recognition/recheck_every_ms", r.track.recheck_every);
  v("/recognition/same_place", r.track.same_place);
  v("/recognition/similar_size", r.track.similar_size);
  v("/recognition/same_person", r.track.same_person.value);
  v("/recognition/curve", r.curve);
  v("/recognition/fused_curve", r.fused_curve);
  v("/recognition/masked_curve", r.masked_curve);
  v("/recognition/liveness", r.liveness);
  v("/recognition/max_stranger_rate", r.max_stranger_rate);
  visit_quality(v, r.quality);
}

template <class Visitor>
void visit_camera(Visitor& v, CameraConfig& c) {
  v("/camera/kind", c.kind);
  v("/camera/horizontal_fov_deg", c.horizontal_fov_deg);
  v("/camera/replay/recording", c.recording);
  v("/camera/replay/pace", c.replay.pace);
  v("/camera/replay/at_end", c.replay.at_end);
  v("/camera/replay/size", c.replay.size);
  v("/camera/replay/picture_period_ms", c.replay.picture_period);
  v("/camera/v4l2/device", c.v4l2.device);
  v("/camera/v4l2/width", c.v4l2.size.width);
  v("/camera/v4l2/height", c.v4l2.size.height);
  v("/camera/v4l2/fps", c.v4l2.fps);
  v("/camera/v4l2/encoding", c.v4l2.encoding);
  v("/camera/v4l2/when_missing", c.v4l2.when_missing);
  v("/camera/v4l2/first_retry_ms", c.v4l2.first_retry);
  v("/camera/v4l2/longest_retry_ms", c.v4l2.longest_retry);
  v("/camera/v4l2/max_age_ms", c.v4l2.max_age);
  v("/camera/v4l2/stall_timeout_ms", c.v4l2.stall_timeout);
}

template <class Visitor>
void visit_gate_io(Visitor& v, GateIoConfig& g) {
  v("/gate_io/kind", g.kind);
  v("/gate_io/gpiod/chip", g.gpiod.chip);
  v("/gate_io/gpiod/unlock_on_power_loss", g.gpiod.unlock_on_power_loss);
  for (const GateOutput output : kGateOutputs)
    v("/gate_io/gpiod/outputs/" + std::string(to_string(output)), g.gpiod.of(output));
  for (const GateInput input : kGateInputs)
    v("/gate_io/gpiod/inputs/" + std::string(to_string(input)), g.gpiod.of(input));
  v("/gate_io/simulated/script", g.simulated_script);
}

template <class Visitor>
void visit_screen(Visitor& v, ScreenConfig& s) {
  v("/screen/kind", s.kind);
  v("/screen/device", s.drm.device);
  v("/screen/rotation", s.drm.rotation);
  v("/screen/stream/width", s.stream_size.width);
  v("/screen/stream/height", s.stream_size.height);
  v("/screen/languages", s.languages);
  v("/screen/language_directory", s.language_directory);
  v("/screen/font", s.font);
  v("/screen/text_scale", s.text_scale);
}

template <class Visitor>
void visit_gate(Visitor& v, GateTimings& t) {
  v("/gate/open_ms", t.open);
  v("/gate/passage_limit_ms", t.passage_limit);
  v("/gate/relock_delay_ms", t.relock_delay);
  v("/gate/same_body_gap_ms", t.same_body_gap);
  v("/gate/cool_down_ms", t.cool_down);
  v("/gate/max_decision_age_ms", t.max_decision_age);
  v("/gate/recognition_timeout_ms", t.recognition_timeout);
  v("/gate/alarm_ms", t.alarm);
  v("/gate/in_fault", t.in_fault);
}

template <class Visitor>
void visit_console(Visitor& v, ConsoleConfig& c) {
  v("/console/listen", c.listen);
  v("/console/port", c.port);
  v("/console/directory", c.directory);
  v("/console/pairing", c.pairing);
  v("/console/session_idle_minutes", c.session_idle);
  v("/console/session_minutes", c.session_whole);
  v("/console/pins/staff", c.staff_pin);
  v("/console/pins/supervisor", c.supervisor_pin);
  v("/console/pins/technician", c.technician_pin);
  v("/console/metrics/token_sha256", c.metrics_token_sha256);
  v("/console/metrics/loopback_port", c.metrics_loopback_port);
}

template <class Visitor>
void visit_fields(Visitor& v, Config& c) {
  visit_camera(v, c.camera);
  visit_gate_io(v, c.gate_io);
  visit_screen(v, c.screen);
  v("/sound/device", c.sound.device);
  v("/sound/volume", c.sound.volume);
  v("/models/directory", c.models.directory);
  v("/models/embedding", c.models.embedding);
  v("/models/second_embedding", c.models.second_embedding);
  v("/models/second_detector", c.models.second_detector);
  v("/models/liveness", c.models.liveness);
  visit_recognition(v, c.recognition);
  v("/policy", c.policy);
  v("/rules/directory", c.rules.directory);
  v("/rules/country", c.rules.country);
  v("/store/database", c.store.database);
  v("/store/device_key", c.store.device_key);
  v("/store/trust_directory", c.store.trust_directory);
  v("/audit/directory", c.audit.directory);
  v("/audit/file_bytes", c.audit.file_bytes);
  v("/audit/files_kept", c.audit.files_kept);
  visit_gate(v, c.gate);
  v("/events", c.events);
  v("/clock_floor", c.clock_floor);
  v("/opening_hours", c.opening_hours);
  v("/time_zone", c.time_zone);
  v("/log_level", c.log_level);
  v("/watchdog/device", c.watchdog.device);
  v("/watchdog/identity", c.watchdog.identity);
  v("/watchdog/timeout_s", c.watchdog.timeout);
  v("/watchdog/when_missing", c.watchdog.when_missing);
  v("/status_file", c.status_file);
  v("/notice_file", c.notice_file);
  v("/update_folder", c.update_folder);
  v("/restart_request", c.restart_request);
  v("/network/address", c.network.address);
  v("/network/gateway", c.network.gateway);
  v("/network/interface", c.network.interface);
  visit_console(v, c.console);
  v("/enrolment/key", c.enrolment.key);
  v("/enrolment/start", c.enrolment.start);
  v("/enrolment/pass_days", c.enrolment.pass_days);
  v("/enrolment/code_shown_s", c.enrolment.code_shown);
}

}  // namespace gate
