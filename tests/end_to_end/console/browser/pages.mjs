// A browser's pages at the console, and what each is looked at for.
import assert from "node:assert/strict";
import {readFileSync} from "node:fs";

export const pins = {staff: "111111", supervisor: "222222", technician: "333333"};
export const problems = [];  // what a listener sees: thrown there it would end the program with the terminal still running
const axe = readFileSync("node_modules/axe-core/axe.min.js", "utf8");

export async function open(page, address) {
  for (let tries = 0; ; ++tries) {
    try {
      return await page.goto(address);
    } catch (error) {
      if (tries === 100) throw error;
      await page.waitForTimeout(200);
    }
  }
}

export async function newPage(browser, options) {
  const context = await browser.newContext({ignoreHTTPSErrors: true, ...options});
  const page = await context.newPage();
  page.on("console", (message) => { if (message.text().includes("Content Security Policy")) problems.push(message.text()); });
  page.on("pageerror", (error) => problems.push(error.stack));
  page.on("request", (request) => { if (!request.url().startsWith("https://127.0.0.1:")) problems.push(request.url()); });
  return page;
}

export async function logIn(page, role) {
  await page.selectOption("#login-role", role);
  await page.fill("#login-pin", pins[role]);
  await page.click("#login-form button");
  await page.waitForSelector("#gate[data-state]");
}

export async function lookAt(page, name) {
  await page.screenshot({path: `${name}.png`, fullPage: true});
  await page.evaluate(axe);
  const {violations} = await page.evaluate(() => globalThis.axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}));
  const told = violations.flatMap((v) => v.nodes.map((n) => `${name}: ${v.id}: ${n.target.join(" ")}: ${n.failureSummary}`));
  assert.deepEqual(told, [], told.join("\n"));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${name}: ${wide} px wider than the screen`);
}
