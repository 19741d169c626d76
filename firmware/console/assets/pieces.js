// What the page is made with: words in the language chosen, elements, times.
export const $ = (id) => document.getElementById(id);

let words = {};

export async function learn(language) {
  words = await (await fetch(`/${language}.json`)).json();
}

export const say = (key, values = {}) =>
  (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
export const known = (key) => key in words;

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

export function drawing(tag, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

export function shape(name) {
  const svg = drawing("svg", {class: "shape", "aria-hidden": "true"});
  svg.append(drawing("use", {href: `#i-${name}`}));
  return svg;
}

export const clockTime = (at) => new Date(at).toLocaleTimeString(document.documentElement.lang, {hourCycle: "h23"});
export const dayAndTime = (at) =>
  new Date(at).toLocaleString(document.documentElement.lang, {dateStyle: "medium", timeStyle: "short", hourCycle: "h23"});
export const amount = (number) => number.toLocaleString(document.documentElement.lang, {maximumFractionDigits: 1});

export function duration(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 90) return say("seconds", {n: seconds});
  if (seconds < 5400) return say("minutes", {n: Math.round(seconds / 60)});
  return say("hours", {n: Math.round(seconds / 3600)});
}
