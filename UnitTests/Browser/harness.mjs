// SPDX-License-Identifier: GPL-3.0-or-later
// A real Chromium on the pages of a real Orthanc. pytest (Integration/test_browser.py) makes the
// world: servers and analysed images, each when a test first asks for it.
//
//   pageTest('shows the finding', async ({ page }) => {
//     const square = await resource('square');      // recipes: Integration/browser_pictures.py
//     await openReader(page, { instance: square.instance });
//     await page.getByText('Bright square').first().waitFor();
//     await axe(page);
//   });
//
// After each test the console must hold no error and nothing may have been asked of another host.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import test, { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export { assert };
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const screenshots = path.join(root, 'build', 'screenshots');
const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const testMs = 300000;
const waitMs = 60000;
const executablePath = process.env.VLM_CHROMIUM ?? '/usr/bin/chromium';

// The world ---------------------------------------------------------------------------------------

const world = JSON.parse(readFileSync(process.env.VLM_WORLD, 'utf8'));

// An action of Integration/browser_world.py.
export async function act(action, ...values) {
  const answer = await fetch(`${world.control}/${action}`, {
    method: 'POST',
    body: JSON.stringify(values),
  });
  const text = await answer.text();
  assert.equal(answer.status, 200, `${action}(${values}): ${text}`);
  return JSON.parse(text);
}

// {url, server, instance, instances, series, study, patient, patientId, analysis, analyses};
// 'square#mine' is one that only those get who use the same name: for tests that change it.
export const resource = (name) => act('resource', name);

// {url, users: {name: password}, reviewers: [names]}; names: 'main', 'guarded', 'crowd'.
export const server = (name) => act('server', name);

// GET, or what `options` says, of a path of a server; the JSON, or the Response with {raw: true}.
export async function rest(url, { user, body, method, headers = {}, raw = false } = {}) {
  const authorization = user && {
    Authorization: `Basic ${btoa(`${user.username}:${user.password}`)}`,
  };
  const answer = await fetch(url, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: { ...authorization, ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (raw) {
    return answer;
  }
  const text = await answer.text();
  assert.ok(answer.ok, `${url}: ${answer.status} ${text.slice(0, 500)}`);
  return JSON.parse(text);
}

export const levels = { study: 'studies', series: 'series', instance: 'instances' };

// The report of `place`, of resource(); `kind` one of study, series, instance.
export const reportOf = (place, kind = 'instance', query = '', options = {}) =>
  rest(`${place.url}/${levels[kind]}/${place[kind]}/vlm/report${query}`, options);

// Pages -------------------------------------------------------------------------------------------

let browser = null;
after(() => browser?.close());

async function theBrowser() {
  const flags = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-quic'];
  browser ??= await chromium.launch({ executablePath, args: flags });
  return browser;
}

// With VLM_LIVE, the pages come from the working tree: no build in between.
async function serveWorkingTree(context) {
  const policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
  const types = {
    html: 'text/html; charset=utf-8',
    js: 'text/javascript; charset=utf-8',
    css: 'text/css; charset=utf-8',
    svg: 'image/svg+xml',
  };
  await context.route('**/vlm/app/**', async (route) => {
    const name =
      decodeURIComponent(new URL(route.request().url()).pathname.split('/vlm/app/')[1]) ||
      'index.html';
    const file = path.join(root, 'WebViewer', name);
    if (!existsSync(file)) {
      await route.fulfill({ status: 404, body: 'absent' });
      return;
    }
    const headers = {
      'Content-Type': types[name.split('.').pop()],
      'Content-Security-Policy': policy,
      'Cache-Control': 'no-cache',
    };
    await route.fulfill({ headers, body: readFileSync(file) });
  });
  // Only ours is replaced: other plugins' scripts are in the same file.
  await context.route('**/plugins/explorer.js', async (route) => {
    const served = await (await route.fetch()).text();
    const ours = readFileSync(path.join(root, 'WebViewer', 'explorer.js'), 'utf8');
    const others = served.replace(/\/\/ SPDX[^\n]*\n\/\/ Joins the panel[\s\S]*?\n\}\)\(\);\n/, '');
    await route.fulfill({ contentType: 'application/javascript', body: `${others}\n${ours}` });
  });
}

function watch(page, complaints) {
  page.setDefaultTimeout(waitMs);
  page.on('console', (message) => {
    const text = `console: ${message.text()} (${message.location().url})`;
    if (process.env.VLM_LIVE && message.type() !== 'debug') {
      process.stderr.write(`${text}\n`);
    }
    if (message.type() === 'error' && !isNoReport(text)) {
      complaints.push(text);
    }
  });
  page.on('pageerror', (error) => complaints.push(`page: ${error.stack ?? error}`));
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (/^(https?|wss?):$/.test(protocol) && hostname !== '127.0.0.1') {
      complaints.push(`asked another host: ${request.url()}`);
    }
  });
}

const watched = new WeakMap();

// A browser tells every 404, but for a report it is an answer: there is none yet.
const isNoReport = (text) => /status of 404 .*\/vlm\/report\)$/.test(text);

// What the console complained about since the last call.
export function complaintsOf(page) {
  const complaints = watched.get(page.context());
  return complaints.splice(0, complaints.length);
}

export function expectNoConsoleErrors(page, { allow = [] } = {}) {
  const left = complaintsOf(page).filter((text) => !allow.some((pattern) => pattern.test(text)));
  assert.deepEqual(left, []);
}

// Options: viewport {width, height}, theme 'light' | 'dark', language 'en' | 'zh', touch,
// user {username, password}, allow: [patterns of console errors that the test provokes].
export async function newContext(options = {}) {
  const {
    viewport = { width: 1280, height: 900 },
    theme = 'light',
    language = 'en',
    touch = false,
    user,
  } = options;
  const context = await (
    await theBrowser()
  ).newContext({
    viewport,
    colorScheme: theme,
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    timezoneId: 'UTC',
    hasTouch: touch,
    reducedMotion: 'reduce',
    httpCredentials: user,
    acceptDownloads: true,
  });
  watched.set(context, []);
  context.on('page', (page) => watch(page, watched.get(context)));
  if (process.env.VLM_LIVE) {
    await serveWorkingTree(context);
  }
  return context;
}

// One test with a page of its own. `body({page, context})`.
export function pageTest(name, body, options = {}) {
  test(name, { timeout: options.timeout ?? testMs }, async () => {
    const context = await newContext(options);
    try {
      const page = await context.newPage();
      await body({ page, context });
      expectNoConsoleErrors(page, options);
    } finally {
      await context.close();
    }
  });
}

// `query` names one of study, series, instance; `url` is the server's, by default that of "main".
export async function openReader(page, query, url) {
  const address = new URL(`${url ?? (await server('main')).url}/vlm/app/index.html`);
  Object.entries(query).forEach(([key, value]) => address.searchParams.set(key, value));
  await page.goto(address.href);
  await page.locator('#vlm-app > *').first().waitFor({ state: 'attached' });
}

export const openOverview = (page, query = {}, url = undefined) => openReader(page, query, url);

// A page of Orthanc Explorer: 'instance', 'series', 'study', 'patient'.
export async function openExplorer(page, kind, id, url) {
  await page.goto('about:blank');  // else a change of the fragment alone would not load the page
  await page.goto(`${url ?? (await server('main')).url}/app/explorer.html#${kind}?uuid=${id}`);
}

// What is seen ------------------------------------------------------------------------------------

// No serious accessibility violation in what `include` (a selector) holds, by default everywhere.
export async function axe(page, { include = 'body', rules = {} } = {}) {
  // Over the protocol, not as a script element: the pages' Content-Security-Policy stays.
  const complaints = watched.get(page.context());
  const before = [...complaints];
  await page.evaluate(readFileSync(axePath, 'utf8'));
  const violations = await page.evaluate(
    async ([selector, chosen]) => {
      const result = await globalThis.axe.run(selector, {
        preload: false,
        resultTypes: ['violations'],
        rules: chosen,
      });
      return result.violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, impact, nodes }) => ({
          id,
          impact,
          nodes: nodes
            .slice(0, 5)
            .map(({ html, failureSummary }) => `${html.slice(0, 160)} :: ${failureSummary}`),
        }));
    },
    [include, rules],
  );
  // axe copies elements with their style attributes; what the page itself does came before.
  const after = complaints.splice(0).slice(before.length);
  complaints.push(...before, ...after.filter((text) => !/Applying inline style/.test(text)));
  assert.deepEqual(violations, []);
}

// build/screenshots/<name>.png; the whole page unless told otherwise.
export async function screenshot(page, name, options = {}) {
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({
    path: path.join(screenshots, `${name}.png`),
    fullPage: true,
    ...options,
  });
}

// What `question` gives once it is truthy.
export async function until(question, what, milliseconds = waitMs) {
  const end = Date.now() + milliseconds;
  for (;;) {
    const answer = await question();
    if (answer) {
      return answer;
    }
    assert.ok(Date.now() < end, `waited ${milliseconds} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

// Nothing sticks out at the side.
export async function fits(page) {
  const [wide, seen] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    innerWidth,
  ]);
  assert.ok(wide <= seen, `the page is ${wide} px wide, the window ${seen} px`);
}
