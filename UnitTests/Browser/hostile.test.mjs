// SPDX-License-Identifier: GPL-3.0-or-later
// What a model writes is text everywhere: markup, event handlers, bidi controls, 100 kB in one
// place.
import {
  assert,
  fits,
  openExplorer,
  openOverview,
  openReader,
  pageTest,
  resource,
  rest,
  screenshot,
  until,
} from './harness.mjs';

const markup = '<img src=x';

async function staysText(page, scope) {
  const found = await page.evaluate((selector) => {
    const place = document.querySelector(selector);
    const odd = [
      ...place.querySelectorAll(
        'script, iframe, object, embed, img[src="x"], a[href^="javascript:"]',
      ),
    ];
    const handlers = [...place.querySelectorAll('*')].filter((one) =>
      one.getAttributeNames().some((name) => name.startsWith('on')),
    );
    return {
      pwned: window.pwned ?? null,
      odd: odd.map((one) => one.outerHTML),
      handlers: handlers.length,
      text: place.textContent.includes('<img src=x'),
    };
  }, scope);
  assert.deepEqual(found, { pwned: null, odd: [], handlers: 0, text: true });
}

// Bidi controls must not reorder what stands beside a model's words.
async function isIsolated(page, scope) {
  const loose = await page.evaluate((selector) => {
    const walker = document.createTreeWalker(
      document.querySelector(selector),
      NodeFilter.SHOW_TEXT,
    );
    const found = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (
        /[\u202a-\u202e]/.test(node.data) &&
        !node.parentElement.closest('[dir=auto], option, title, datalist')
      ) {
        found.push(node.parentElement.outerHTML.slice(0, 200));
      }
    }
    return found;
  }, scope);
  assert.deepEqual(loose, []);
}

pageTest('the panel shows hostile words as text', async ({ page }) => {
  const hostile = await resource('hostile');
  await openExplorer(page, 'instance', hostile.instance);
  await page.locator('#instance .vlm-finding', { hasText: markup }).first().waitFor();
  await staysText(page, '#instance .vlm-panel');
  await isIsolated(page, '#instance .vlm-panel');
  await screenshot(page, 'hostile-panel');
});

pageTest('the overview shows hostile words as text', async ({ page }) => {
  const hostile = await resource('hostile');
  await openOverview(page);
  await page
    .locator(`.vlm-reports tr[data-analysis='${hostile.analysis}']`, { hasText: markup })
    .waitFor();
  await staysText(page, '.vlm-overview');
  await isIsolated(page, '.vlm-overview');
  await fits(page);
  await screenshot(page, 'hostile-overview', { fullPage: false });
});

for (const width of [1280, 390]) {
  pageTest(
    `the full view shows hostile words as text, ${width} pixels wide`,
    async ({ page }) => {
      const hostile = await resource('hostile');
      await openReader(page, { instance: hostile.instance });
      await page.getByText(markup).first().waitFor();
      await page.evaluate(() =>
        document.querySelectorAll('details').forEach((one) => (one.open = true)),
      );
      await staysText(page, '#vlm-app');
      await isIsolated(page, '#vlm-app');
      await fits(page);
      await screenshot(page, `hostile-reader-${width}`, { fullPage: false });
    },
    { viewport: { width, height: 900 } },
  );
}

pageTest('the documents keep hostile words text, too', async ({ page }) => {
  const hostile = await resource('hostile');
  await page.goto(`${hostile.url}/instances/${hostile.instance}/vlm/report?format=html`);
  await staysText(page, 'body');
});

// Whatever the server or something before it says: never an empty page, never "undefined".
const oddBodies = [
  ['null', null],
  ['a list', []],
  ['a text', 'hello'],
  [
    'members of other types',
    {
      Findings: { 0: 1 },
      Images: 'x',
      Narrative: [],
      Status: 7,
      Model: null,
      Review: 'x',
      Warnings: { a: 1 },
    },
  ],
  [
    'findings of nothing',
    {
      Status: 'Completed',
      Findings: [
        null,
        7,
        {},
        {
          Label: 3,
          ModelScore: 'high',
          Image: -4,
          Box: 'x',
          Measurements: null,
          Verification: 'x',
        },
      ],
      Images: [null, {}, 5],
    },
  ],
];

for (const [name, body] of oddBodies) {
  pageTest(
    `a report that is ${name} breaks neither panel nor full view`,
    async ({ page, context }) => {
      const square = await resource('square');
      await context.route(/\/vlm\/report(\?|$)/, (route) => route.fulfill({ json: body }));
      await openExplorer(page, 'instance', square.instance);
      const panel = page.locator('#instance .vlm-panel');
      await until(
        async () => (await panel.locator('.vlm-state').textContent()) !== '',
        'the state',
      );
      assert.doesNotMatch(await panel.innerText(), /undefined|\[object|NaN/);
      await openReader(page, { instance: square.instance });
      await page.locator('.vlm-masthead').waitFor();
      await page.waitForLoadState('networkidle');
      assert.doesNotMatch(await page.locator('#vlm-app').innerText(), /undefined|\[object|NaN/);
    },
  );
}

pageTest('odd answers break the overview as little', async ({ page, context }) => {
  const { url } = await resource('square');
  const answers = {
    status: { Models: [null, 5, { Name: 3 }], Queue: 'x', Acceptance: { a: 1 } },
    reports: { Reports: [null, 7, { Level: 4, Findings: 'x' }], Next: 5 },
    egress: { Entries: 'x' },
  };
  for (const [path, json] of Object.entries(answers)) {
    await context.route(new RegExp(`/vlm/${path}(\\?|$)`), (route) => route.fulfill({ json }));
  }
  await openOverview(page, {}, url);
  await page.locator('.vlm-reports tbody tr').first().waitFor();
  assert.doesNotMatch(await page.locator('#vlm-app').innerText(), /undefined|\[object|NaN/);
  assert.equal((await rest(`${url}/system`)).Name, 'OrthancVlm test');
});
