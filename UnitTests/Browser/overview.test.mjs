// SPDX-License-Identifier: GPL-3.0-or-later
// The overview: what an administrator sees without a query.
import {
  act,
  assert,
  fits,
  openOverview,
  pageTest,
  resource,
  rest,
  screenshot,
  server,
  until,
} from './harness.mjs';

const reports = 200;
const rows = (page) => page.locator('.vlm-reports tbody tr');
const shown = async (page) =>
  (await rows(page).evaluateAll((all) => all.map((row) => row.dataset.analysis))).join();

async function openCrowd(page, query = {}) {
  const crowd = await act('crowd', reports);
  await openOverview(page, query, crowd.url);
  await rows(page).first().waitFor();
  return crowd;
}

pageTest('an Orthanc without reports says so', async ({ page }) => {
  await openOverview(page, {}, (await server('neighbour')).url);
  await page.getByText('Nothing was analysed yet.').waitFor();
  await page.getByText('No analysis failed.').waitFor();
  await screenshot(page, 'overview-empty');
});

pageTest(
  '200 reports are turned over page by page',
  async ({ page }) => {
    const crowd = await openCrowd(page);
    const seen = new Set();
    for (let turn = 0; turn < reports / 50; turn += 1) {
      assert.equal(await rows(page).count(), 50);
      const before = await shown(page);
      before.split(',').forEach((one) => seen.add(one));
      if (turn < reports / 50 - 1) {
        await page.getByRole('button', { name: 'Older' }).click();
        await until(async () => (await shown(page)) !== before, 'the next page');
      }
    }
    assert.deepEqual([...seen].sort(), [...crowd.analyses].sort());
    await page.getByRole('button', { name: 'Newer' }).click();
    await page.getByText('101 to 150').waitFor();
  },
  { timeout: 240000 },
);

pageTest('filters narrow the list, stay in the address and survive a reload', async ({ page }) => {
  await openCrowd(page);
  await page.getByLabel('Modality').selectOption('MG');
  await until(
    async () =>
      (await page.locator('.vlm-column-what').allTextContents()).every((text) =>
        text.startsWith('MG'),
      ),
    'MG alone',
  );
  await page.getByLabel('Patient ID').fill('CROWD03');
  await until(
    async () => new Set(await page.locator('.vlm-column-patient').allTextContents()).size === 1,
    'one patient',
  );
  await until(async () => /patientId=CROWD03/.test(page.url()), 'the address');
  assert.match(page.url(), /modality=MG/);
  const before = await shown(page);
  await page.reload();
  await rows(page).first().waitFor();
  assert.equal(await shown(page), before);
  assert.equal(await page.getByLabel('Modality').inputValue(), 'MG');
  await page.getByRole('button', { name: 'Show all' }).click();
  await until(async () => (await rows(page).count()) === 50, 'all again');
  assert.equal(new URL(page.url()).search, '');
});

pageTest('state, label, score and review filter as the server does', async ({ page }) => {
  const { url } = await act('crowd', reports);
  for (const filter of [
    { status: 'Failed' },
    { label: 'a' },
    { minScore: '0.5' },
    { reviewed: 'false' },
    { reviewed: 'true' },
  ]) {
    const query = new URLSearchParams({ ...filter, limit: 50 });
    const wanted = (await rest(`${url}/vlm/reports?${query}`)).Reports.map(
      (one) => one.AnalysisId,
    ).join();
    await openOverview(page, filter, url);
    await until(
      async () => (await page.locator('.vlm-reports .vlm-message').textContent()) !== 'Loading …',
      'the list',
    );
    assert.equal(await shown(page), wanted, JSON.stringify(filter));
  }
  await openOverview(page, { label: 'no-such-label' }, url);
  await page.getByText('No report is like this.').waitFor();
});

pageTest(
  'a filter that the server refuses says why',
  async ({ page }) => {
    const { url } = await act('crowd', reports);
    await openOverview(page, { minScore: 'many' }, url);
    await page.locator('.vlm-reports .vlm-message', { hasText: 'minScore' }).waitFor();
  },
  { allow: [/status of 400/] },
);

pageTest('new reports come without a reload', async ({ page }) => {
  const square = await resource('square#live');
  await openOverview(page);
  await rows(page).first().waitFor();
  const uuid = await act('analyze', 'main', 'instances', square.instance, 'honest');
  await page.locator(`.vlm-reports tr[data-analysis='${uuid}']`).waitFor();
});

pageTest('a failure is shown with its reason and can be tried again', async ({ page }) => {
  const failed = await resource('failed#overview');
  const path = `${failed.url}/vlm/analyses/${failed.analysis}`;
  const before = await rest(path);
  await openOverview(page);
  const item = page.locator(`.vlm-failures li[data-analysis='${failed.analysis}']`);
  await item.waitFor();
  assert.ok((await item.textContent()).includes(before.Reason));
  await item.getByRole('button', { name: 'Retry' }).click();
  await until(async () => (await rest(path)).CompletedAt !== before.CompletedAt, 'another attempt');
});

pageTest('queue, models and egress are seen at a glance', async ({ page }) => {
  const square = await resource('square');
  await act('hold');
  try {
    await act('analyze', 'main', 'instances', square.instance, 'slow');
    await openOverview(page);
    await page.locator('.vlm-active li').first().waitFor();
    const status = await rest(`${square.url}/vlm/status`);
    const names = await page.locator('.vlm-models tbody th b').allTextContents();
    assert.deepEqual(names.sort(), status.Models.map((one) => one.Name).sort());
    await page
      .locator('.vlm-models tr', { hasText: 'absent' })
      .locator('[data-health=bad]')
      .waitFor();
    await page.locator('.vlm-facts-list', { hasText: '127.0.0.1' }).waitFor();
    await screenshot(page, 'overview-busy');
  } finally {
    await act('release');
  }
  await until(
    async () => (await page.locator('.vlm-active li').count()) === 0,
    'the queue to be empty',
  );
});

const acceptance = [
  {
    Model: 'honest',
    Modality: 'MR',
    Label: 'Mass',
    Accepted: 6,
    Edited: 2,
    Rejected: 2,
    Added: 1,
    Rate: 0.6,
  },
  {
    Model: 'honest',
    Modality: 'MR',
    Label: 'Edema',
    Accepted: 0,
    Edited: 0,
    Rejected: 0,
    Added: 3,
    Rate: null,
  },
  {
    Model: 'offline',
    Modality: 'US',
    Label: 'Lesion',
    Accepted: 1,
    Edited: 0,
    Rejected: 3,
    Added: 0,
    Rate: 0.25,
  },
  { Model: null, Label: { odd: true }, Accepted: 'many', Rate: 'x' },
];

pageTest('acceptance is drawn for each model, modality and label', async ({ page }) => {
  await page.route('**/vlm/status', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ json: { ...(await answer.json()), Acceptance: acceptance } });
  });
  await openOverview(page);
  const mass = page.locator('.vlm-acceptance tr', { hasText: 'Mass' });
  await mass.waitFor();
  assert.equal(await mass.locator('.vlm-rate').textContent(), '60 %');
  const widths = await mass
    .locator('.vlm-bar > span')
    .evaluateAll((all) => all.map((one) => one.style.width));
  assert.deepEqual(widths, ['60%', '20%', '20%']);
  assert.match(await mass.textContent(), /6 accepted, 2 edited, 2 rejected, 1 missed/);
  assert.equal(await page.locator('.vlm-acceptance table').count(), 3);
  await screenshot(page, 'overview-acceptance');
});

pageTest(
  'a restarted Orthanc is found again',
  async ({ page }) => {
    await openOverview(page);
    const problem = page.locator('.vlm-overview .vlm-problem');
    await rows(page).first().waitFor();
    await act('stop', 'main');
    try {
      await until(() => problem.isVisible(), 'the message');
      assert.ok((await rows(page).count()) > 0, 'what is known stays');
    } finally {
      await act('start', 'main');
    }
    await until(() => problem.isHidden(), 'the recovery', 40000);
  },
  { allow: [/ERR_CONNECTION|Failed to fetch|ERR_EMPTY_RESPONSE/] },
);

for (const width of [1280, 768, 390]) {
  pageTest(
    `it fits ${width} pixels`,
    async ({ page }) => {
      await openCrowd(page);
      await fits(page);
      await screenshot(page, `overview-${width}`, { fullPage: false });
    },
    { viewport: { width, height: 900 } },
  );
}

pageTest('a hidden page asks nothing, and asks at once when it is seen again', async ({ page }) => {
  await page.clock.install();
  await openOverview(page);
  await rows(page).first().waitFor();
  await page.waitForLoadState('networkidle');
  const hide = (value) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, value);
  await hide(true);
  let asked = 0;
  page.on('request', () => {
    asked += 1;
  });
  await page.clock.fastForward(120000);
  assert.equal(asked, 0);
  await hide(false);
  await until(() => asked > 0, 'a question');
});

pageTest('a review that somebody signs is seen in list and acceptance', async ({ page }) => {
  const square = await resource('square#reviewedOverview');
  const path = `${square.url}/instances/${square.instance}/vlm`;
  const { Findings } = await rest(`${path}/report`);
  await openOverview(page, { patientId: square.patientId });
  const row = page.locator(`.vlm-reports tr[data-analysis='${square.analysis}']`);
  await row.getByText('No review').waitFor();
  const decided = Findings.map(({ Id }) => ({ Id, Disposition: 'Accepted' }));
  const body = { Revision: 0, Findings: decided, Added: [], SignOff: { Name: 'Smith^John' } };
  await rest(`${path}/review`, { body });
  await row.getByText('Signed').waitFor();
  const rate = page.locator('.vlm-acceptance table', { hasText: 'honest · MR' });
  await rate
    .locator('tr', { hasText: 'Bright square' })
    .getByText(/[1-9]\d* accepted/)
    .waitFor();
});
