// SPDX-License-Identifier: GPL-3.0-or-later
// The panel in Orthanc Explorer.
import {
  act,
  assert,
  openExplorer,
  pageTest,
  reportOf,
  resource,
  rest,
  screenshot,
  server,
  until,
} from './harness.mjs';

const panelOf = (page, kind) => page.locator(`#${kind} .vlm-panel`);
const stateOf = (page, kind) => panelOf(page, kind).locator('.vlm-state');

async function waitState(page, kind, wanted) {
  const status = () => stateOf(page, kind).getAttribute('data-status');
  await until(async () => (await status()) === wanted, `the state ${wanted}`, 60000);
}

async function shownPicture(page, kind) {
  const picture = panelOf(page, kind).locator('.vlm-picture[aria-busy=false]');
  await picture.waitFor();
  return until(() => picture.evaluate((one) => one.naturalWidth > 0 && one.alt), 'the picture');
}

for (const kind of ['instance', 'series', 'study']) {
  pageTest(`the ${kind} page shows state, impression, findings and picture`, async ({ page }) => {
    const square = await resource('square');
    const report = await reportOf(square, kind);
    await openExplorer(page, kind, square[kind]);
    await waitState(page, kind, 'Completed');
    const panel = panelOf(page, kind);
    const finding = panel.locator('.vlm-finding').first();
    assert.equal(await finding.locator('.vlm-label').textContent(), 'Bright square');
    assert.equal(await panel.locator('.vlm-impression').textContent(), report.Narrative.Impression);
    assert.equal(await finding.locator('.vlm-number').textContent(), '1');
    assert.match(await finding.locator('.vlm-score').textContent(), /0\.80/);
    assert.match(
      await finding.locator('.vlm-badge').first().textContent(),
      /Verified|Adjusted|Unverified/,
    );
    assert.match(await finding.locator('.vlm-size').textContent(), /^\d+(\.\d)? × \d+(\.\d)? mm$/);
    assert.match(await shownPicture(page, kind), /finding/);
    await screenshot(page, `explorer-${kind}-square`);
  });
}

pageTest('the prominent button leads to the full view', async ({ page, context }) => {
  const square = await resource('square');
  await openExplorer(page, 'study', square.study);
  await waitState(page, 'study', 'Completed');
  const opened = context.waitForEvent('page');
  await panelOf(page, 'study').locator('a.vlm-open').click();
  const full = await opened;
  await full.waitForLoadState();
  assert.equal(new URL(full.url()).search, `?study=${square.study}`);
});

pageTest(
  'a running analysis shows its progress by itself, and then its result',
  async ({ page }) => {
    const square = await resource('square#progress');
    await act('hold');
    try {
      await act('analyze', 'main', 'instances', square.instance, 'slow');
      await openExplorer(page, 'instance', square.instance);
      await waitState(page, 'instance', 'Running');
      assert.ok(await panelOf(page, 'instance').locator('.vlm-analyze').isDisabled());
      const detail = panelOf(page, 'instance').locator('.vlm-state-detail');
      await until(async () => /1 of 3/.test(await detail.textContent()), 'reading 1 of 3');
      await screenshot(page, 'explorer-running');
    } finally {
      await act('release');
    }
    await waitState(page, 'instance', 'Completed');
    await panelOf(page, 'instance').locator('.vlm-finding').first().waitFor();
  },
);

pageTest('a queued analysis tells its place', async ({ page }) => {
  const places = [];
  for (let number = 0; number < 6; number += 1) {
    // more than the model and the workers take
    places.push(await resource(`square#queue${number}`));
  }
  const last = places.at(-1);
  await act('hold');
  try {
    let uuid = null;
    for (const { instance } of places) {
      uuid = await act('analyze', 'main', 'instances', instance, 'slow');
    }
    await openExplorer(page, 'instance', last.instance);
    await waitState(page, 'instance', 'Queued');
    await until(async () => {
      const { Position } = await rest(`${last.url}/vlm/analyses/${uuid}`);
      const words = new RegExp(`(^|\\D)${Position} analys[ei]s before it in the queue`);
      return Position > 0 && words.test(await stateOf(page, 'instance').textContent());
    }, 'the number of those before it');
    await screenshot(page, 'explorer-queued');
  } finally {
    await act('release');
  }
  await waitState(page, 'instance', 'Completed');
});

pageTest('a failed analysis gives its reason, and Retry has it tried again', async ({ page }) => {
  const failed = await resource('failed#retry');
  const path = `${failed.url}/vlm/analyses/${failed.analysis}`;
  const before = await rest(path);
  assert.equal(before.Status, 'Failed');
  await openExplorer(page, 'instance', failed.instance);
  await waitState(page, 'instance', 'Failed');
  const panel = panelOf(page, 'instance');
  assert.ok((await stateOf(page, 'instance').textContent()).includes(before.Reason));
  assert.equal(await panel.locator('.vlm-finding').count(), 0);
  await screenshot(page, 'explorer-failed');
  await panel.locator('.vlm-retry').click();
  await until(async () => (await rest(path)).CompletedAt !== before.CompletedAt, 'another attempt');
  await waitState(page, 'instance', 'Failed');
});

pageTest('Analyze asks the model that is chosen', async ({ page }) => {
  const plain = await resource('plain#chosen');
  await openExplorer(page, 'instance', plain.instance);
  const panel = panelOf(page, 'instance');
  await waitState(page, 'instance', 'None');
  await panel.locator('select').selectOption('honest');
  await panel.locator('.vlm-analyze').click();
  await waitState(page, 'instance', 'Completed');
  const [analysis] = await rest(`${plain.url}/instances/${plain.instance}/vlm/analyses`);
  assert.equal(analysis.Model, 'honest');
});

pageTest(
  'it speaks Chinese where the browser does',
  async ({ page }) => {
    const square = await resource('square');
    await openExplorer(page, 'instance', square.instance);
    await waitState(page, 'instance', 'Completed');
    assert.equal(
      await panelOf(page, 'instance').locator('.vlm-open').textContent(),
      '打开完整视图',
    );
    await shownPicture(page, 'instance');
    await screenshot(page, 'explorer-instance-zh');
  },
  { language: 'zh' },
);

pageTest('the patient page has one line with the way to all reports', async ({ page }) => {
  const square = await resource('square#patient');
  await openExplorer(page, 'patient', square.patient);
  const line = page.locator('#patient .vlm-line');
  await line.waitFor();
  assert.match(await line.textContent(), /1 report/);
  const address = new URL(await line.locator('a').getAttribute('href'));
  assert.equal(address.searchParams.get('patientId'), square.patientId);
  await screenshot(page, 'explorer-patient');
});

pageTest(
  'what is deleted while it is open says so, and is not asked for again',
  async ({ page }) => {
    const square = await resource('square#deleted');
    await openExplorer(page, 'instance', square.instance);
    await waitState(page, 'instance', 'Completed');
    await rest(`${square.url}/instances/${square.instance}`, { method: 'DELETE' });
    const problem = panelOf(page, 'instance').locator('.vlm-problem[role=alert]');
    await until(async () => /deleted/i.test(await problem.textContent()), 'the message');
    assert.ok(await panelOf(page, 'instance').locator('.vlm-analyze').isDisabled());
  },
  { allow: [/status of 404/] },
);

pageTest(
  'an Orthanc that is restarted is found again without a click',
  async ({ page }) => {
    const square = await resource('square');
    await openExplorer(page, 'instance', square.instance);
    await waitState(page, 'instance', 'Completed');
    const problem = panelOf(page, 'instance').locator('.vlm-problem[role=alert]');
    await act('stop', 'main');
    try {
      await until(() => problem.isVisible(), 'the message');
      assert.ok(await panelOf(page, 'instance').locator('.vlm-finding').first().isVisible());
    } finally {
      await act('start', 'main');
    }
    await until(() => problem.isHidden(), 'the recovery', 40000);
  },
  { allow: [/ERR_CONNECTION|Failed to fetch|ERR_EMPTY_RESPONSE/] },
);

pageTest('Explorer does not wait for the panel', async ({ page, context }) => {
  const square = await resource('square');
  await context.route('**/vlm/**', () => {});  // never answered
  await openExplorer(page, 'study', square.study);
  await page.locator('#study #list-series li a').first().click();
  await page.locator('#series #list-instances li a').first().waitFor();
});

pageTest('the panel of another plugin stays where it was', async ({ page }) => {
  const { url } = await server('neighbour');
  const square = await resource('neighbour');
  await openExplorer(page, 'series', square.series, url);
  await panelOf(page, 'series').waitFor();
  await page.locator('#series').getByText('Orthanc Web Viewer').first().waitFor();
  await screenshot(page, 'explorer-neighbour');
});

pageTest('moving on in Explorer moves the panel on', async ({ page }) => {
  const square = await resource('square');
  await openExplorer(page, 'series', square.series);
  await waitState(page, 'series', 'Completed');
  await page.locator('#series #list-instances li a').first().click();
  await waitState(page, 'instance', 'Completed');
  await shownPicture(page, 'instance');
});

pageTest('a signed review is told, and what was decided of each finding', async ({ page }) => {
  const square = await resource('square#reviewedPanel');
  const path = `${square.url}/instances/${square.instance}/vlm`;
  const { Findings } = await rest(`${path}/report`);
  await openExplorer(page, 'instance', square.instance);
  await waitState(page, 'instance', 'Completed');
  const reviewed = panelOf(page, 'instance').locator('.vlm-reviewed');
  assert.ok(await reviewed.isHidden());
  const decided = Findings.map(({ Id }) => ({ Id, Disposition: 'Accepted' }));
  const body = { Revision: 0, Findings: decided, Added: [], SignOff: { Name: 'Smith^John' } };
  await rest(`${path}/review`, { body });
  await until(
    async () => /John Smith/.test(await reviewed.textContent()),
    'the review to be told',
  );
  const badge = panelOf(page, 'instance').locator('.vlm-finding [data-kind=reviewed]');
  assert.equal(await badge.first().textContent(), 'Accepted');
  await screenshot(page, 'explorer-reviewed');
});

const bob = { username: 'bob', password: 'b-planted-word' };  // Integration/browser_servers.py

pageTest(
  'an Orthanc with users shows the panel to them',
  async ({ page }) => {
    const place = await resource('guarded');
    await openExplorer(page, 'instance', place.instance, place.url);
    await waitState(page, 'instance', 'Completed');
    await shownPicture(page, 'instance');
  },
  { user: bob },
);
