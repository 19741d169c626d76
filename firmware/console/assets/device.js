// The card "Device", where the firmware image runs: its version, what waits for a restart, what the last stick brought.
import {$, dayAndTime, make, say} from "./pieces.js";

const kUnknown = "–";

function updateText(update) {
  if (!update) return say("device.update.none");
  const at = update.installed_at ? dayAndTime(update.installed_at) : kUnknown;
  return say(`device.update.${update.stage}`, {version: update.version, slot: update.slot, at});
}

/** `device`: null where there is none, or it is none of this role's business. */
export function showDevice(device, mayRestart) {
  $("device").hidden = !device;
  if (!device) return;
  const facts = [["version", device.version], ["slot", device.slot], ["floor", device.floor]];
  $("device-facts").replaceChildren(...facts.flatMap(([name, value]) =>
    [make("dt", {}, say(`device.${name}`)), make("dd", {}, value || kUnknown)]));
  $("device-update").textContent = updateText(device.update);
  $("device-report").hidden = !device.last_report;
  $("device-report-text").textContent = device.last_report;
  $("device-waits").textContent = device.restart_asked ? say("device.waits") : "";
  $("device-restart").hidden = !mayRestart || device.restart_asked;
}
