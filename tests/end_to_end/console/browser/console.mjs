// The console as staff use it: log in, see the gate change, open once, change language, on a phone and on a desk; each
// page is looked at by axe-core for WCAG AA. usage: node console.mjs SOURCE BUILD CACHE
import assert from "node:assert/strict";
import {execFileSync, spawn} from "node:child_process";
import {copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {createServer} from "node:net";
import {tmpdir} from "node:os";
import {chromium} from "playwright-core";
import {logIn, lookAt, newPage, open, pins, problems} from "./pages.mjs";

const [source, build, cache] = process.argv.slice(2);

const freePort = () => new Promise((resolve) => {
  const probe = createServer().listen(0, "127.0.0.1", () => {
    const {port} = probe.address();
    probe.close(() => resolve(port));
  });
});

/** The venue's authority lets the terminal sign passes. */
function delegate(folder) {
  const authority = (...words) => execFileSync(`${build}/bin/gatectl`, ["authority", ...words]);
  const {private_key, public_key} = JSON.parse(authority("create", "--out", `${folder}/authority`, "--json"));
  authority("terminal-key", "--key", `${folder}/enrolment.key.pem`, "--out", `${folder}/terminal.pem`);
  const trusted = `${folder}/trust/enrolment-authorities`;
  mkdirSync(trusted, {recursive: true});
  copyFileSync(public_key, `${trusted}/venue.pem`);
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 19) + "Z";
  authority("delegate", "--key", private_key, "--to", `${folder}/terminal.pem`, "--until", tomorrow, "--passes", "5",
    "--out", `${trusted}/gate.delegation`);
}

/** A terminal with a console, a recording of a stranger and a simulated gate. */
async function startTerminal(folder) {
  const port = await freePort();
  writeFileSync(`${folder}/terminal.json`, JSON.stringify({
    extends: `${source}/config/terminal.json`,
    camera: {replay: {recording: `${cache}/media/franck.mp4`}},
    recognition: {liveness: "off"},
    gate_io: {simulated: {script: [{trigger: "lock_release", input: "passage", delay_ms: 2500, duration_ms: 700}]}},
    store: {database: "passes.db", device_key: "device.key", trust_directory: "trust"},
    audit: {directory: "audit"}, clock_floor: "clock-floor", console: {listen: "127.0.0.1", port},
    enrolment: {key: "enrolment.key.pem"},
    screen: {kind: "stream", language_directory: `${source}/config/languages`},
  }));
  delegate(folder);
  for (const [role, pin] of Object.entries(pins))
    execFileSync(`${build}/bin/gatectl`, ["console", "set-pin", "--role", role, "--config", `${folder}/terminal.json`], {input: `${pin}\n`});
  return {terminal: run(folder), address: `https://127.0.0.1:${port}`};
}

const run = (folder) => spawn(`${build}/bin/gate-terminal`, ["--config", `${folder}/terminal.json`], {stdio: ["ignore", "inherit", "inherit"]});

async function stop(terminal) {
  terminal.kill("SIGTERM");
  await new Promise((resolve) => terminal.once("exit", resolve));
}

async function theScreenIsLive(page) {
  await page.waitForFunction(() => document.getElementById("screen-picture").naturalWidth === 800);
  const shown = await page.getAttribute("#screen-picture", "src");
  await page.waitForFunction((before) => document.getElementById("screen-picture").src !== before, shown);
}

async function staffOnAPhone(browser, address) {
  const page = await newPage(browser, {viewport: {width: 390, height: 844}, deviceScaleFactor: 2, locale: "en-GB"});
  await open(page, address);
  await page.waitForSelector("#login-form");
  await lookAt(page, "login-phone");
  await page.fill("#login-pin", "999999");
  await page.click("#login-form button");
  await page.waitForFunction(() => document.getElementById("login-error").textContent !== "");
  await logIn(page, "staff");
  assert.equal(await page.locator("#actions button:visible").count(), 2, "staff see what they may do now, no dead buttons");
  assert.equal(await page.locator("#passes").isVisible(), false);
  await page.waitForSelector("#decisions li[data-kind=stop]");
  await page.waitForSelector("#health li[data-part=camera][data-kind=go]");
  await theScreenIsLive(page);
  await lookAt(page, "staff-phone");
  await page.evaluate(() => { globalThis.kept = document.querySelector("#health li[data-part=camera]"); });
  await page.click("[data-action=open_once]");
  await page.waitForSelector("#gate[data-state=open]");
  assert.ok(await page.evaluate(() => globalThis.kept.isConnected), "what has not changed is not made anew");
  await lookAt(page, "open-phone");
  await page.waitForFunction(() => document.getElementById("count-passed").textContent === "1");
  await page.selectOption("#language", "ja");
  await page.waitForFunction(() => document.querySelector("[data-action=open_once]").textContent.includes("1回開ける"));
  assert.equal(await page.getAttribute("html", "lang"), "ja");
  await lookAt(page, "staff-phone-ja");
  await page.reload();
  await page.waitForSelector("#gate[data-state]");
  assert.equal(await page.getAttribute("html", "lang"), "ja", "the choice is kept, and so is the session");
  assert.equal(await page.locator("#choice-volume").isVisible(), false, "this terminal has no sound");
  await page.selectOption("#first-language", "en");
  await page.waitForFunction(() => document.getElementById("told").textContent.includes("完了"));
  await page.click("#logout");
  await page.waitForSelector("#login-form");
  await page.context().close();
}

async function supervisorAtADesk(browser, address) {
  const page = await newPage(browser, {viewport: {width: 1280, height: 900}, locale: "en-GB"});
  await open(page, address);
  await logIn(page, "supervisor");
  await page.click("[data-action=hold_open]");
  await page.waitForSelector("#confirm[open]");
  await lookAt(page, "confirm-desk");
  await page.click("#confirm-yes");
  await page.waitForSelector("#gate[data-state=held]");
  await page.fill("#pass-id", "0".repeat(32));
  await page.click("#pass-form [value=remove_pass]");
  await page.click("#confirm-yes");
  await page.waitForFunction(() => document.getElementById("told").textContent.includes("not on the terminal"));
  await page.setInputFiles("#import-file", {name: "venue.passes", mimeType: "application/octet-stream", buffer: Buffer.from("no passes")});
  await page.click("#import-form button");
  await page.waitForFunction(() => document.getElementById("told").textContent.includes("refused"));
  await lookAt(page, "supervisor-desk");
  await page.click("[data-action=lock]");
  await page.waitForFunction(() => document.getElementById("gate").dataset.state !== "held");
  await page.context().close();
}

async function staffEnrolAVisitor(browser, address) {
  const page = await newPage(browser, {viewport: {width: 390, height: 844}, locale: "en-GB"});
  await open(page, address);
  await logIn(page, "staff");
  await page.click("[data-action=enrol_begin]");
  await page.waitForSelector("#enrolment[data-step=show_certificate]");
  await page.locator("#enrolment").scrollIntoViewIfNeeded();
  await lookAt(page, "enrolment-phone");
  await page.click("[data-action=enrol_cancel]");
  await page.waitForSelector("#enrolment[data-step=refused]");
  await page.selectOption("#language", "ja");
  await page.waitForFunction(() => document.getElementById("enrolment-step").textContent.includes("中止"));
  await lookAt(page, "enrolment-phone-ja");
  await page.context().close();
}

/** What the page does with a terminal that has a screen; this one has none, so its answers are given for it. */
async function anUnknownBrowserIsPaired(browser, address) {
  const page = await newPage(browser, {viewport: {width: 390, height: 844}, locale: "en-GB"});
  let known = false;
  const answer = (status, body) => ({status, contentType: "application/json", body: JSON.stringify(body)});
  await page.route("**/api/login", (route) => known ? route.continue() : route.fulfill(answer(403, {error: "not_paired"})));
  await page.route("**/api/pair", (route) => {
    const {digits} = route.request().postDataJSON();
    known = digits === "482913";
    return route.fulfill(digits === undefined ? answer(202, {result: "asked"})
      : known ? answer(200, {result: "done"}) : answer(403, {error: "wrong_digits"}));
  });
  await open(page, address);
  await page.fill("#login-pin", pins.staff);
  await page.click("#login-form button");
  await page.waitForSelector("#pair-form");
  await lookAt(page, "pair-phone");
  await page.fill("#pair-digits", "111111");
  await page.click("#pair-form button.primary");
  await page.waitForFunction(() => document.getElementById("pair-error").textContent.includes("not the digits"));
  await page.fill("#pair-digits", "482913");
  await page.click("#pair-form button.primary");
  await page.waitForSelector("#login-form");
  await logIn(page, "staff");
  await page.context().close();
}

async function technicianInTheDark(browser, address) {
  const page = await newPage(browser, {viewport: {width: 1280, height: 900}, locale: "ja-JP", colorScheme: "dark"});
  await open(page, address);
  await logIn(page, "technician");
  await page.click("[data-action=maintenance_on]");
  await page.click("#confirm-yes");
  await page.waitForSelector("#gate[data-state=maintenance]");
  await lookAt(page, "technician-desk-ja-dark");
  await page.setViewportSize({width: 390, height: 844});
  await lookAt(page, "technician-phone-ja-dark");
  await page.selectOption("#language", "en");
  await page.setViewportSize({width: 320, height: 568});
  await page.waitForFunction(() => document.getElementById("gate-word").textContent === "Maintenance");
  await lookAt(page, "technician-narrow-dark");
  await page.context().close();
}

/** What the page shows of a device with the firmware image; this is none, so that part of the state is given for it. */
async function theDeviceIsRestarted(browser, address) {
  const page = await newPage(browser, {viewport: {width: 1280, height: 900}, locale: "en-GB"});
  await page.addInitScript(() => {
    globalThis.device = {version: "1.2.0", slot: "A", restart_asked: false, floor: "1.1.0",
      last_report: "gate-terminal: what became of this stick\r\nResult:    everything on the stick was taken\r\n" + "x".repeat(500),
      update: {version: "1.3.0", slot: "B", stage: "waits", installed_at: "2026-11-25T09:30:00Z"}};
    const parse = JSON.parse;
    JSON.parse = (text) => ((state) => state?.gate ? {...state, device: globalThis.device} : state)(parse(text));
  });
  await page.route("**/api/login", async (route) => {
    const response = await route.fetch();
    const session = await response.json();
    return route.fulfill({response, json: {...session, actions: [...session.actions, "restart"]}});
  });
  const asked = [];
  await page.route("**/api/actions", async (route) => {
    asked.push(route.request().postDataJSON());
    await page.evaluate(() => { globalThis.device = {...globalThis.device, restart_asked: true}; });
    return route.fulfill({status: 202, json: {result: "asked"}});
  });
  await open(page, address);
  await logIn(page, "technician");
  await page.waitForFunction(() => document.getElementById("device-update").textContent.includes("Version 1.3.0 is installed"));
  await page.click("#device-report summary");
  await lookAt(page, "device-desk");
  await page.setViewportSize({width: 390, height: 844});
  await page.selectOption("#language", "ja");
  await page.waitForFunction(() => document.getElementById("device-update").textContent.includes("再起動すると"));
  await lookAt(page, "device-phone-ja");
  await page.selectOption("#language", "en");
  await page.click("#device-restart");
  await page.waitForSelector("#confirm[open]");
  await page.click("#confirm button[value=no]");
  assert.deepEqual(asked, [], "nothing is asked without a yes");
  await page.click("#device-restart");
  await page.click("#confirm-yes");
  await page.waitForFunction(() => document.getElementById("device-waits").textContent.includes("was asked for"));
  assert.deepEqual(asked, [{action: "restart"}]);
  assert.equal(await page.locator("#device-restart").isVisible(), false, "once is enough");
  await lookAt(page, "device-phone-asked");
  await page.context().close();
}

/** After a restart the terminal knows nobody: the page finds it again by itself and asks for the PIN. */
async function afterARestartThePageAsksForThePin(browser, address, restart) {
  const page = await newPage(browser, {locale: "en-GB"});
  await open(page, address);
  await logIn(page, "supervisor");
  assert.equal(await page.locator("#device").isVisible(), false, "this is no device with the firmware image");
  await restart();
  await page.waitForFunction(() => document.getElementById("login-error").textContent.includes("log in again"));
  await logIn(page, "supervisor");
  await page.context().close();
}

/** A phone that slept: the connection is there and carries nothing. Only the page's clock knows. */
async function aSilentConnectionIsReplaced(browser, address) {
  const page = await newPage(browser, {locale: "en-GB"});
  await page.clock.install();
  await open(page, address);
  await logIn(page, "staff");
  const again = page.waitForRequest("**/api/events");
  await page.clock.fastForward(60_000);
  await again;
  await page.waitForFunction(() => document.getElementById("link").hidden);
  await page.context().close();
}

const folder = mkdtempSync(`${tmpdir()}/gate-console-`);
let {terminal, address} = await startTerminal(folder);
let browser;
try {
  browser = await chromium.launch({executablePath: "/usr/bin/chromium", args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"]});
  await staffOnAPhone(browser, address);
  await staffEnrolAVisitor(browser, address);
  await anUnknownBrowserIsPaired(browser, address);
  await supervisorAtADesk(browser, address);
  await technicianInTheDark(browser, address);
  await aSilentConnectionIsReplaced(browser, address);
  await theDeviceIsRestarted(browser, address);
  await afterARestartThePageAsksForThePin(browser, address, async () => {
    await stop(terminal);
    terminal = run(folder);
  });
  assert.deepEqual(problems, []);
} finally {
  await browser?.close();
  await stop(terminal);
  rmSync(folder, {recursive: true});
}
console.log("the page does what it should; screenshots are here:", process.cwd());
