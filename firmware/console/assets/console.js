// The staff console's page. What it shows comes whole with every message of /api/events; what it does goes to
// /api/actions. No state of its own but language and session.
import {showDevice} from "./device.js";
import {$, amount, clockTime, dayAndTime, drawing, duration, known, learn, make, say, shape} from "./pieces.js";

const kSilentAfter = 25_000;  // the console sends something every 10 s

let session = null;
let source = null;
let shown = null;
let drawn = {};  // what each part of the page was made of, as JSON
let heardAt = 0;
let refreshing = 0;  // the screen's timer

// ---- language -----------------------------------------------------------------------------------------------------

async function speak(language) {
  await learn(language);
  document.documentElement.lang = language;
  document.title = say("title");
  $("language").value = language;
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = say(element.dataset.t);
  for (const element of document.querySelectorAll("[data-t-alt]")) element.alt = say(element.dataset.tAlt);
  $("login-error").textContent = $("told").textContent = "";
  drawn = {};
  if (session) welcome();
  if (shown) show(shown);
}

function preferredLanguage() {
  const offered = [...$("language").options].map((option) => option.value);
  const wanted = [localStorage.getItem("language"), ...navigator.languages].map((name) => name?.slice(0, 2));
  return wanted.find((name) => offered.includes(name)) ?? offered[0];
}

// ---- what is shown -----------------------------------------------------------------------------------------------

/** A part is made anew only when what it shows has changed: else clicks get lost, and screen readers never stop. */
function draw(part, value, make) {
  const text = JSON.stringify(value);
  if (drawn[part] === text) return;
  drawn[part] = text;
  make(value);
}

function fill(list, items, makeItem, nothing) {
  list.replaceChildren(...(items.length ? items.map(makeItem) : [make("li", {class: "none"}, say(nothing))]));
}

const kStates = {
  idle: ["calm", "locked"], observing: ["look", "eye"], open: ["go", "open"], passing: ["go", "walk"],
  refused: ["stop", "cross"], held: ["go", "hold"], emergency: ["emergency", "fire"], fault: ["grave", "alert"],
  maintenance: ["grave", "tool"],
};

function showGate(name) {
  const [kind, picture] = kStates[name] ?? ["grave", "alert"];
  $("gate").dataset.kind = kind;
  $("gate").dataset.state = name;
  $("gate-shape").setAttribute("href", `#i-${picture}`);
  $("gate-word").textContent = say(`state.${name}`);
  $("gate-more").textContent = say(`state.${name}.more`);
}

function showAlarm(alarm) {
  $("alarm").hidden = !alarm;
  if (alarm) $("alarm").replaceChildren(shape("alert"), make("span", {}, say(`alarm.${alarm}`)));
}

function showCounters({counters, minutes}) {
  const lastMinutes = (list) => list.slice(-6, -1).reduce((a, b) => a + b, 0) / 5;
  const perMinute = lastMinutes(minutes.admitted) + lastMinutes(minutes.refused);
  const numbers = {admitted: counters.admitted, passed: counters.passed, refused: counters.refused, perMinute};
  $("counters").replaceChildren(...Object.entries(numbers).map(([name, value]) =>
    make("div", {}, make("dt", {}, say(`count.${name}`)), make("dd", {id: `count-${name}`}, amount(value)))));
  const refusals = Object.entries(counters.refusals).sort((a, b) => b[1] - a[1]);
  $("refusals").replaceChildren(...refusals.map(([reason, count]) =>
    make("li", {}, make("span", {}, say(`reason.${reason}`)), make("b", {}, amount(count)))));
}

function showHour(minutes) {
  const most = Math.max(4, ...minutes.admitted.map((n, i) => n + minutes.refused[i]));
  const bars = [];
  const bar = (minute, from, count, kind) => {
    if (count === 0) return;
    const height = 46 * count / most;
    bars.push(drawing("rect", {x: minute * 4 + .5, y: 48 - from - height, width: 3, height, class: kind}));
  };
  minutes.admitted.forEach((admitted, minute) => {
    bar(minute, 0, admitted, "admitted");
    bar(minute, 46 * admitted / most, minutes.refused[minute], "refused");
  });
  $("hour").replaceChildren(...bars);
  $("hour").setAttribute("aria-label", say("hour.label"));
}

function decisionItem(decision) {
  const admitted = decision.verdict === "admit";
  const item = make("li", {"data-kind": admitted ? "go" : "stop"}, shape(admitted ? "check" : "cross"),
    make("span", {}, say(`reason.${decision.reason}`)), make("time", {datetime: decision.at}, clockTime(decision.at)));
  const more = [];
  if (decision.rule) more.push(decision.rule);
  if (!admitted && known(`reason.${decision.reason}.do`)) more.unshift(say(`reason.${decision.reason}.do`));
  if (more.length) item.append(make("span", {class: "more"}, more.join(" · ")));
  if (decision.pass) item.append(make("code", {class: "more"}, decision.pass));
  if (decision.pass && session.actions.includes("revoke_pass")) {
    const choose = make("button", {type: "button", class: "plain"}, say("passes.choose"));
    choose.addEventListener("click", () => {
      $("pass-id").value = decision.pass;
      $("pass-id").focus();
      $("passes").scrollIntoView({block: "center"});
    });
    item.append(choose);
  }
  return item;
}

function healthItem(part) {
  const [kind, picture] = {good: ["go", "check"], warning: ["look", "alert"], failed: ["stop", "cross"]}[part.health];
  const item = make("li", {"data-kind": kind, "data-part": part.part}, shape(picture),
    make("span", {}, say(`health.${part.code}`, {days: part.days})));
  if (part.health !== "good") item.append(make("span", {class: "more"}, say(`health.${part.code}.do`)));
  return item;
}

function actionItem(done) {
  const item = make("li", {}, shape("dot"),
    make("span", {}, `${say(`role.${done.role}`)}: ${say(`action.${done.action}`)} – ${say(`result.${done.result}`)}`),
    make("time", {datetime: done.at}, clockTime(done.at)));
  if (done.pass) item.append(make("code", {class: "more"}, done.pass));
  return item;
}

const errorItem = (error) => make("li", {"data-kind": "look"}, shape("alert"), make("span", {}, error.device),
  make("time", {datetime: error.at}, clockTime(error.at)), make("span", {class: "more"}, error.message ?? error.code));

/** Which buttons an enrolment has, step by step. */
const kEnrolmentButtons = {
  off: ["enrol_begin"], refused: ["enrol_begin"], show_certificate: ["enrol_cancel"], compare: ["enrol_confirm", "enrol_cancel"],
  look: ["enrol_cancel"], take_mask_off: ["enrol_cancel"], issuing: [], done: ["enrol_finish"],
};

function showEnrolment(enrolment) {
  $("enrolment").hidden = !session.actions.includes("enrol_begin");
  $("enrolment").dataset.step = enrolment.step;
  const why = enrolment.reason && (known(`enrolment.reason.${enrolment.reason}`)
    ? say(`enrolment.reason.${enrolment.reason}`) : say(`reason.${enrolment.reason}`));
  $("enrolment-step").textContent = say(`enrolment.${enrolment.step}`, {why});
  const facts = [["initial", enrolment.initial], ["birth_year", enrolment.birth_year || say("enrolment.no_birth_year")]];
  $("enrolment-holder").hidden = enrolment.step !== "compare";
  $("enrolment-holder").replaceChildren(...(enrolment.step === "compare" ? facts : []).flatMap(([name, value]) =>
    [make("dt", {}, say(`enrolment.${name}`)), make("dd", {}, value || "?")]));
  $("enrolment-actions").replaceChildren(...kEnrolmentButtons[enrolment.step].map((name) => {
    const button = make("button", {type: "button", class: name === "enrol_cancel" ? "" : "primary", "data-action": name}, say(`action.${name}`));
    button.addEventListener("click", () => act(name, name === "enrol_confirm" ? {comparison: enrolment.comparison} : {}));
    return button;
  }));
}

function showChoices({volume, languages}) {
  $("choice-volume").hidden = volume === null;
  $("choice-language").hidden = languages.length < 2;
  $("choices").hidden = $("choice-volume").hidden && $("choice-language").hidden;
  if (volume !== null) $("volume").value = volume;
  const names = new Intl.DisplayNames(document.documentElement.lang, {type: "language"});
  $("first-language").replaceChildren(...[...languages].sort().map((language) => make("option", {value: language}, names.of(language))));
  $("first-language").value = languages[0];
}

function showTechnical(state) {
  const facts = [["version", state.version], ["started", dayAndTime(state.started_at)],
                 ["passes", amount(state.passes)], ["trust_lists", state.trust_lists],
                 ["update", state.notice ? `${say(`notice.${state.notice.kind}`)} (${dayAndTime(state.notice.at)})` : say("notice.none")]];
  $("facts").replaceChildren(...facts.flatMap(([name, value]) => [make("dt", {}, say(`fact.${name}`)), make("dd", {}, String(value))]));
}

function showHealth(parts) {
  const worstFirst = ["failed", "warning", "good"];
  fill($("health"), [...parts].sort((a, b) => worstFirst.indexOf(a.health) - worstFirst.indexOf(b.health)), healthItem, "none");
}

function show(state) {
  shown = state;
  const {gate, counters, minutes, version, started_at, passes, trust_lists, notice} = state;
  draw("gate", gate.state, showGate);
  draw("gate-for", duration(gate.in_state_s * 1000), (text) => { $("gate-for").textContent = text; });
  draw("alarm", gate.fire_alarm ? "fire_alarm_active" : gate.alarm, showAlarm);
  draw("buttons", [gate.state, gate.alarm], () => showButtons(gate));
  draw("enrolment", state.enrolment, showEnrolment);
  draw("counters", {counters, minutes}, showCounters);
  draw("hour", minutes, showHour);
  draw("decisions", state.decisions.slice(0, 8), (list) => fill($("decisions"), list, decisionItem, "decisions.none"));
  draw("health", state.health, showHealth);
  draw("log", state.actions.slice(0, 6), (list) => fill($("log"), list, actionItem, "log.none"));
  draw("choices", {volume: state.volume, languages: state.languages}, showChoices);
  draw("device", state.device, (device) => showDevice(device, session.actions.includes("restart")));
  draw("facts", {version, started_at, passes, trust_lists, notice}, showTechnical);
  draw("errors", state.errors, (list) => fill($("errors"), list, errorItem, "errors.none"));
}

// ---- what is done ------------------------------------------------------------------------------------------------

const kButtons = [["open_once", "open", "primary"], ["lock", "locked", ""], ["hold_open", "hold", ""],
                  ["maintenance_on", "tool", ""], ["maintenance_off", "tool", ""], ["acknowledge", "bell", ""],
                  ["fire_reset", "fire", "grave"]];
/** Those that make no sense now are not shown. */
const kShownWhile = {
  acknowledge: (gate) => gate.alarm !== null, fire_reset: (gate) => gate.state === "emergency",
  maintenance_on: (gate) => gate.state !== "maintenance", maintenance_off: (gate) => gate.state === "maintenance",
};
const kAskFirst = ["hold_open", "fire_reset", "maintenance_on", "remove_pass", "revoke_pass", "restart"];

async function post(path, body) {
  const answer = await fetch(path, {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body)});
  const content = await answer.json().catch(() => ({}));
  if (answer.status === 401 && path !== "/api/login") askForLogin("error.no_session");
  return {ok: answer.ok, content, wait: answer.headers.get("Retry-After")};
}

function confirmed(action) {
  $("confirm-question").textContent = say(`confirm.${action}`);
  $("confirm-yes").textContent = say(`action.${action}`);
  $("confirm").returnValue = "no";
  $("confirm").showModal();
  return new Promise((resolve) =>
    $("confirm").addEventListener("close", () => resolve($("confirm").returnValue === "yes"), {once: true}));
}

async function act(action, more = {}) {
  if (kAskFirst.includes(action) && !(await confirmed(action))) return;
  const {ok, content} = await post("/api/actions", {action, ...more}).catch(() => ({ok: false, content: {error: "unreachable"}}));
  $("told").textContent = `${say(`action.${action}`)}: ${ok ? say(`result.${content.result}`) : say(`error.${content.error}`)}`;
}

function welcome() {
  $("login").hidden = true;
  $("console").hidden = $("who").hidden = false;
  $("role").textContent = say(`role.${session.role}`);
  $("passes").hidden = !session.actions.includes("revoke_pass");
  $("technical").hidden = session.role !== "technician";
  $("actions").replaceChildren(...kButtons.filter(([action]) => session.actions.includes(action)).map(([action, picture, kind]) => {
    const button = make("button", {type: "button", class: kind, "data-action": action}, shape(picture), say(`action.${action}`));
    button.addEventListener("click", () => act(action));
    return button;
  }));
  drawn = {};
  $("screen").hidden = !session.screen;
  refreshScreen();
}

/** Where the visitor screen is seen here: the next picture is asked for when the one before has come. */
function refreshScreen() {
  clearTimeout(refreshing);
  if (session?.screen && !document.hidden) $("screen-picture").src = `/api/screen?${Date.now()}`;
}

function showButtons(gate) {
  for (const button of $("actions").children)
    button.hidden = !(kShownWhile[button.dataset.action]?.(gate) ?? true);
}

// ---- session and stream ------------------------------------------------------------------------------------------

function askForLogin(error = "") {
  source?.close();
  source = session = shown = null;
  $("console").hidden = $("who").hidden = $("link").hidden = true;
  $("login").hidden = false;
  $("login-error").textContent = error && say(error);
  $("login-pin").value = "";
  $("login-pin").focus();
}

function linkLost(lost) {
  if (!lost && $("link").hidden) return;
  $("link").hidden = !lost;
  $("link").textContent = lost ? say("link.lost") : "";
}

function watch() {
  source?.close();
  heardAt = Date.now();
  source = new EventSource("/api/events");
  source.addEventListener("state", (event) => {
    heardAt = Date.now();
    linkLost(false);
    show(JSON.parse(event.data));
  });
  source.addEventListener("error", () => {
    linkLost(true);
    if (source?.readyState === EventSource.CLOSED) setTimeout(begin, 3000);
  });
}

async function begin() {
  const answer = await fetch("/api/session").catch(() => null);
  if (answer === null) return setTimeout(begin, 3000);
  if (!answer.ok) return askForLogin(session ? "error.no_session" : "");
  session = await answer.json();
  welcome();
  watch();
}

/** A browser that this terminal does not know: whoever holds it must see the terminal's screen. */
async function askForDigits() {
  $("login").hidden = true;
  $("pair").hidden = false;
  $("pair-digits").value = "";
  $("pair-digits").focus();
  const {ok, content, wait} = await post("/api/pair", {}).catch(() => ({ok: false, content: {error: "unreachable"}}));
  $("pair-error").textContent = ok ? "" : say(`error.${content.error}`, {time: duration((wait ?? 0) * 1000)});
}

async function pair(event) {
  event.preventDefault();
  const {ok, content} = await post("/api/pair", {digits: $("pair-digits").value})
    .catch(() => ({ok: false, content: {error: "unreachable"}}));
  $("pair-digits").value = "";
  if (!ok) return void ($("pair-error").textContent = say(`error.${content.error}`));
  $("pair").hidden = true;
  askForLogin();
}

async function login(event) {
  event.preventDefault();
  const {ok, content, wait} = await post("/api/login", {role: $("login-role").value, pin: $("login-pin").value})
    .catch(() => ({ok: false, content: {error: "unreachable"}}));
  $("login-pin").value = "";
  if (content.error === "not_paired") return askForDigits();
  if (!ok) return void ($("login-error").textContent = say(`error.${content.error}`, {time: duration((wait ?? 0) * 1000)}));
  $("login-error").textContent = "";
  session = content;
  welcome();
  watch();
}

$("login-form").addEventListener("submit", login);
$("pair-form").addEventListener("submit", pair);
$("pair-again").addEventListener("click", askForDigits);
for (const [event, wait] of [["load", 100], ["error", 2000]])
  $("screen-picture").addEventListener(event, () => { refreshing = setTimeout(refreshScreen, wait); });
document.addEventListener("visibilitychange", refreshScreen);
$("logout").addEventListener("click", async () => { await post("/api/logout", {}); askForLogin(); });
$("language").addEventListener("change", (event) => {
  localStorage.setItem("language", event.target.value);
  speak(event.target.value);
});
$("pass-form").addEventListener("submit", (event) => {
  event.preventDefault();
  act(event.submitter.value, {pass: $("pass-id").value});
});
/** One pass, or a bundle; the terminal looks at it as at any other it gets. */
async function importPasses(event) {
  event.preventDefault();
  $("told").textContent = say("passes.importing");
  const [file] = $("import-file").files;
  const answer = await fetch(file.name.endsWith(".passes") ? "/api/bundles" : "/api/passes", {method: "POST", headers: {"Content-Type": "application/octet-stream"}, body: file}).catch(() => null);
  const content = await answer?.json().catch(() => ({})) ?? {error: "unreachable"};
  if (answer?.status === 401) return askForLogin("error.no_session");
  $("told").textContent = `${say("action.import_passes")}: ${say(answer?.ok ? "passes.imported" : `error.${content.error}`, content)}`;
  event.target.reset();
}
$("import-form").addEventListener("submit", importPasses);
$("device-restart").addEventListener("click", () => act("restart"));
$("volume").addEventListener("change", () => act("set_volume", {volume: Number($("volume").value)}));
$("first-language").addEventListener("change", () => act("set_language", {language: $("first-language").value}));
setInterval(() => {
  if (!source || Date.now() - heardAt <= kSilentAfter) return;
  linkLost(true);
  watch();  // a connection that the other side has long forgotten gives no error
}, 5000);

await speak(preferredLanguage());
begin();
