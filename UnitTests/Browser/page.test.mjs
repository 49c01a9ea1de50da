// SPDX-License-Identifier: GPL-3.0-or-later
// The full view around the picture: state, findings, words, charts, details.
import {
  act,
  assert,
  axe,
  fits,
  openReader,
  pageTest,
  reportOf,
  resource,
  rest,
  server,
  until,
} from './harness.mjs';

// Made anew for each run: what a test changes is nobody else's.
const own = (recipe, use) => resource(`${recipe}#${use}-${process.pid}`);
const card = (page, name) => page.locator(`.vlm-${name}`);
const items = (page) => page.locator('.vlm-items > li');
const state = (page) => page.locator('.vlm-state');

async function openSquare(page) {
  const square = await resource('square');
  await openReader(page, { instance: square.instance });
  await items(page).first().waitFor();
  return square;
}

pageTest('tells what was found, how big, how sure and why', async ({ page }) => {
  const square = await openSquare(page);
  const report = await reportOf(square);
  assert.equal(await items(page).count(), report.Findings.length);
  const first = items(page).first();
  const text = await first.innerText();
  assert.match(text, /Bright square/);
  assert.match(text, /Temporal lobe/);
  assert.match(text, /model's own score/);
  assert.match(text, new RegExp(`${Math.round(report.Findings[0].Measurements.LongAxisMm)}`));
  await first.locator('.vlm-pick').click();
  assert.equal(await first.locator('.vlm-pick').getAttribute('aria-expanded'), 'true');
  const checks = report.Findings[0].Verification.Checks;
  assert.equal(await first.locator('.vlm-ledger li').count(), checks.length);
  const failed = checks.filter((check) => !check.Passed).length;
  assert.equal(await first.locator('.vlm-ledger [data-passed="false"]').count(), failed);
  await first.getByText('Calibration mark; Foreign body').waitFor();
  await axe(page);
});

pageTest('references, bars and keys select a finding, and Esc none', async ({ page }) => {
  await openSquare(page);
  const pick = items(page).first().locator('.vlm-pick');
  const expanded = (wanted) =>
    until(async () => (await pick.getAttribute('aria-expanded')) === wanted, wanted);
  await card(page, 'narrative').locator('.vlm-reference').first().click();
  await expanded('true');
  await page.keyboard.press('Escape');
  await expanded('false');
  await page.keyboard.press('n');
  await expanded('true');
  await page.keyboard.press('Escape');
  await card(page, 'charts').locator('.vlm-bar').first().click();
  await expanded('true');
});

pageTest('lists the keys, and gives the focus back', async ({ page }) => {
  await openSquare(page);
  await page.keyboard.press('?');
  await page.getByRole('dialog').getByText('Next finding').waitFor();
  await axe(page);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
});

pageTest('tells the curious of model, time, egress and replies', async ({ page }) => {
  await openSquare(page);
  const details = card(page, 'details');
  await details.getByText('Model and prompt').click();
  await details.getByText('some-model').first().waitFor();
  await details.getByText('Time and use').click();
  await details.getByText('Tokens in / out').waitFor();
  await details.getByText('What left this machine').click();
  await details.getByText('127.0.0.1').first().waitFor();
  await details.getByText('What the model answered').click();
  await details.getByText('Reply, word for word').first().waitFor();
  await axe(page);
});

for (const [theme, language] of [
  ['light', 'en'],
  ['dark', 'en'],
  ['light', 'zh'],
  ['dark', 'zh'],
]) {
  for (const [width, height] of [
    [1280, 900],
    [1024, 768],
    [768, 1024],
    [390, 844],
  ]) {
    pageTest(
      `fits ${width} x ${height}, ${theme}, ${language}`,
      async ({ page }) => {
        await openSquare(page);
        await items(page).first().locator('.vlm-pick').click();
        await fits(page);
        await axe(page);
      },
      { viewport: { width, height }, theme, language, touch: width < 1280 },
    );
  }
}

pageTest('language and colours are chosen, and kept', async ({ page }) => {
  await openSquare(page);
  await page.getByRole('combobox', { name: 'Colours' }).selectOption('dark');
  const dark = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.equal(await dark(), 'rgb(16, 19, 23)');
  await page.getByRole('combobox', { name: 'Language' }).selectOption('zh');
  await page.getByText('影像所见', { exact: false }).first().waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'zh');
  assert.equal(await dark(), 'rgb(16, 19, 23)');
});

// Where nothing was ever asked, there is no report: 404.
const noReport = { allow: [/status of 404.*vlm\/report/] };

pageTest(
  'nothing analysed: says so, and analyses on demand',
  async ({ page }) => {
    const plain = await own('plain', 'page');
    await openReader(page, { instance: plain.instance });
    await page.getByText('Not analysed yet').waitFor();
    await axe(page);
    await page
      .getByRole('combobox', { name: 'Model for the next analysis' })
      .selectOption('honest');
    await page.getByRole('button', { name: 'Analyze' }).click();
    await items(page).first().waitFor();
    await page.getByRole('button', { name: 'Analyze again' }).waitFor();
  },
  noReport,
);

pageTest('a running analysis shows its progress, and then its report', async ({ page }) => {
  const plain = await own('plain', 'running');
  await act('hold');
  try {
    await act('analyze', 'main', 'instances', plain.instance, 'slow');
    await openReader(page, { instance: plain.instance });
    const status = () => state(page).getAttribute('data-status');
    await until(async () => (await status()) === 'Running', 'running');
    await page.getByText('The analysis is under way').waitFor();
    await axe(page);
  } finally {
    await act('release');
  }
  await items(page).first().waitFor();
});

pageTest('a failed analysis gives its reason and is retried', async ({ page }) => {
  const failed = await resource('failed');
  await openReader(page, { instance: failed.instance });
  await page.getByRole('heading', { name: 'The analysis failed' }).waitFor();
  const { Reason: reason } = await rest(`${failed.url}/vlm/analyses/${failed.analysis}`);
  await card(page, 'notice').getByText(reason).waitFor();
  const answer = page.waitForResponse(/\/retry$/);
  await page.getByRole('button', { name: 'Retry' }).click();
  assert.equal((await answer).ok(), true);
  await page.getByRole('button', { name: 'Retry' }).waitFor();
  await axe(page);
});

pageTest('an abstained one says that it is no negative result', async ({ page }) => {
  const abstained = await resource('abstained');
  await openReader(page, { instance: abstained.instance });
  await page.getByRole('heading', { name: 'No model judged this' }).waitFor();
  await page.getByText('This is not a negative result').waitFor();
});

pageTest(
  'an analysis deleted while open is told so',
  async ({ page }) => {
    const square = await own('square', 'deleted');
    await openReader(page, { instance: square.instance });
    await items(page).first().waitFor();
    await rest(`${square.url}/vlm/analyses/${square.analysis}`, { method: 'DELETE', raw: true });
    await page.getByText('The analysis was deleted on the server').waitFor();
    await page.getByText('Not analysed yet').waitFor();
  },
  noReport,
);

pageTest(
  'a study deleted while open is told so, and no longer asked for',
  async ({ page }) => {
    const square = await own('square', 'gone');
    await page.clock.install();
    await openReader(page, { study: square.study });
    await items(page).first().waitFor();
    await rest(`${square.url}/studies/${square.study}`, { method: 'DELETE', raw: true });
    await page.getByText('This was deleted on the server').waitFor();
    let asked = 0;
    page.on('request', () => (asked += 1));
    await page.clock.runFor(60000);
    assert.equal(asked, 0);
  },
  { allow: [/status of (404|422)/] },
);

pageTest(
  'what the server does not know is told so',
  async ({ page }) => {
    await openReader(page, { instance: '00000000-00000000-00000000-00000000-00000000' });
    await page.getByText('The server does not know this').waitFor();
    await axe(page, { include: '.vlm-alert' });
  },
  { allow: [/status of 404/] },
);

pageTest(
  'Orthanc restarted while open: recovers by itself',
  async ({ page }) => {
    const guarded = await resource('guarded#page');
    await openReader(page, { instance: guarded.instance }, guarded.url);
    await items(page).first().waitFor();
    await act('stop', 'guarded');
    await page.getByText('The server does not answer').waitFor();
    await act('start', 'guarded');
    await page.getByText('The server does not answer').waitFor({ state: 'hidden', timeout: 40000 });
    assert.ok((await items(page).count()) > 0);
  },
  { allow: [/ERR_/, /status of 50\d/], user: { username: 'alice', password: 'a-planted-word' } },
);

pageTest('a study collects the reports of its parts', async ({ page }) => {
  const two = await resource('two');
  await openReader(page, { study: two.study });
  await until(async () => (await items(page).count()) === 2, 'both findings');
  await page.getByText('Parts of this report').waitFor();
  const numbers = await page.locator('.vlm-items .vlm-number').allInnerTexts();
  assert.deepEqual(numbers, ['1', '2']);
});

pageTest('hostile words stay words', async ({ page }) => {
  const hostile = await resource('hostile');
  await openReader(page, { instance: hostile.instance });
  await items(page).first().waitFor();
  for (const pick of await page.locator('.vlm-pick').all()) {
    await pick.click();
  }
  assert.equal(await page.evaluate(() => globalThis.pwned), undefined);
  assert.equal(
    await page.locator('#vlm-app :is(script, img[src="x"], a[href^="javascript"])').count(),
    0,
  );
  await fits(page);
});

pageTest('a server that answers nonsense is borne', async ({ page, context }) => {
  const square = await resource('square');
  const odd = {
    Status: 7,
    Findings: [null, 5, { Id: {}, Label: [], Measurements: 'x', Verification: { Checks: {} } }],
    Images: 'none',
    Narrative: 3,
    Review: 9,
    Timing: null,
    Usage: [],
    Model: 'm',
    Parts: 1,
  };
  await context.route('**/vlm/report*', (route) => route.fulfill({ json: odd }));
  await openReader(page, { instance: square.instance });
  await items(page).first().waitFor();
  const text = await page.locator('body').innerText();
  assert.doesNotMatch(text, /undefined|\[object|NaN/);
  assert.equal((await server('main')).url, square.url);
});
