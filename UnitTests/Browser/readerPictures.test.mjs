// SPDX-License-Identifier: GPL-3.0-or-later
// The reader with pictures that are broken, huge, many or colourful, and how soon the first is there.
import {
  assert,
  axe,
  complaintsOf,
  expectNoConsoleErrors,
  newContext,
  openReader,
  pageTest,
  resource,
  until,
} from './harness.mjs';
import { caption, colourAt, marks, open, press, stage } from './readerPage.mjs';

pageTest(
  'pictures that cannot be decoded say why, in place of the picture',
  async ({ page }) => {
    const place = await resource('undecodable');
    await openReader(page, { instance: place.instance });
    const message = page.locator('.vlm-reader-message');
    await message.getByText(/^This picture cannot be shown: .{10}/).waitFor();
    assert.equal(await page.locator('.vlm-canvas').isVisible(), false);
  },
  { allow: [/status of 4\d\d.*\/vlm\/pixels/] },
);

pageTest(
  'one broken slice does not stop the others',
  async ({ page, context }) => {
    const place = await resource('ct');
    let broken = null;
    await context.route('**/vlm/pixels*', async (route) => {
      broken ??= /instances\/([^/]+)/.exec(route.request().url())[1];
      const isBroken = route.request().url().includes(broken);
      await (isBroken
        ? route.fulfill({ status: 422, json: { Message: 'The pixels are broken.' } })
        : route.fallback());
    });
    await openReader(page, { series: place.series });
    await page.getByText('This picture cannot be shown: The pixels are broken.').waitFor();
    await press(page, 'ArrowDown');
    await page.locator('.vlm-reader-message').waitFor({ state: 'hidden' });
    assert.ok(await page.locator('.vlm-canvas').isVisible());
  },
  { allow: [/status of 422/] },
);

pageTest(
  'what is unreachable for a moment comes by itself',
  async ({ page, context }) => {
    const place = await resource('brain');
    let refusals = 2;
    await context.route('**/vlm/pixels*', (route) =>
      refusals-- > 0 ? route.abort() : route.fallback(),
    );
    await openReader(page, { instance: place.instance });
    await page
      .locator('.vlm-reader-stage[aria-busy=false] .vlm-reader-message')
      .waitFor({ state: 'hidden' });
    await until(async () => (await colourAt(page, [0.5, 0.5]))[3] === 255, 'the picture');
  },
  { allow: [/net::ERR_FAILED/] },
);

pageTest('a series of 300 slices is gone through from end to end', async ({ page }) => {
  await open(page, 'ct300', 'series');
  for (const [key, place] of [
    ['End', /300 of 300/],
    ['PageUp', /295 of 300/],
    ['Home', /Slice 1 of 300/],
  ]) {
    await press(page, key);
    await until(
      async () => place.test(await caption(page, 'place').textContent()),
      `the picture after ${key}`,
    );
  }
});

pageTest('huge pictures come reduced, and finer when zoomed into', async ({ page }) => {
  const asked = [];
  page.on(
    'request',
    (request) =>
      /vlm\/pixels/.test(request.url()) &&
      asked.push(new URL(request.url()).searchParams.get('width')),
  );
  await open(page, 'huge');
  assert.deepEqual(asked, ['2048']);
  for (let i = 0; i < 12; i += 1) {
    await press(page, '+');
  }
  await until(() => asked.includes('4096'), 'finer pixels to be asked for');
  await page.locator('.vlm-reader-stage[aria-busy=false]').waitFor();
  assert.deepEqual(asked, ['2048', '4096']);
});

pageTest('frames of one object are slices, colours are colours', async ({ page }) => {
  await open(page, 'multiframe');
  assert.match(await caption(page, 'place').textContent(), /of 12/);
  await open(page, 'colour');
  const [red, green] = await colourAt(page, [0.5, 0.2]);
  assert.ok(Math.abs(red + green - 255) <= 2, `${red}, ${green}`);
  await stage(page).hover({ position: { x: 300, y: 300 } });
  assert.match(await caption(page, 'value').textContent(), /red \d+, green \d+, blue \d+/);
});

pageTest('the series of a study are chosen from', async ({ page }) => {
  await open(page, 'two', 'study');
  const choice = page.getByLabel('Series');
  assert.equal(await choice.locator('option').count(), 2);
  const first = await marks(page).first().getAttribute('data-finding');
  const other = await choice.locator('option:not(:checked)').first().getAttribute('value');
  await choice.selectOption(other);
  await until(
    async () => ![null, first].includes(await marks(page).first().getAttribute('data-finding')),
    'the other finding',
  );
});

// A limit is checked only where one is given: correctness does not depend on timing.
pageTest('tells when the first picture is there', async ({ page }) => {
  await open(page, 'ct512');  // the caches of the server are then as usual, those of the browser empty
  const context = await newContext();
  let mark = null;
  try {
    const fresh = await context.newPage();
    await open(fresh, 'ct512');
    [mark] = await fresh.evaluate(() =>
      performance.getEntriesByName('vlm-first-picture').map((one) => one.startTime),
    );
    expectNoConsoleErrors(fresh);
  } finally {
    await context.close();
  }
  console.log(`first picture after ${Math.round(mark)} ms`);
  assert.ok(mark > 0 && mark < Number(process.env.VLM_PAINT_MS ?? Infinity), `${mark} ms`);
});

for (const theme of ['light', 'dark']) {
  pageTest(
    `no serious accessibility violation, ${theme}`,
    async ({ page }) => {
      await open(page, 'ct60', 'series');
      await press(page, 'c');
      expectNoConsoleErrors(page);
      await axe(page, { include: '.vlm-reader' });
      complaintsOf(page);  // axe itself would style the page
    },
    { theme },
  );
}
