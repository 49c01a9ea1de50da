// SPDX-License-Identifier: GPL-3.0-or-later
// A review by mouse, finger and keys, and what the server then says of it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  assert, axe, fits, openReader, pageTest, reportOf, resource, rest, screenshot, until,
} from './harness.mjs';
import {
  begin, centreOf, decide, desk, dialog, drag, dragKnob, ellipseOf, findingBy, knob, labelField, near,
  openReview, press, rejectBecause, row, saved, scaleOf, sign,
} from './reviewing.mjs';

async function editByMouse(page, finding, image) {
  await decide(page, finding.Id, /^Edit/);
  await labelField(page).fill('Edited <b>label</b>');
  await page.getByLabel(/^Side/).selectOption('Right');
  await knob(page, 'move').waitFor();
  const scale = await scaleOf(page, image);
  await dragKnob(page, 'move', [24, -16]);
  const [, outward] = await armOf(page, 'longEnd');
  await dragKnob(page, 'longEnd', outward.map((part) => 16 * part));
  await turnByMouse(page, 30);
  await press(page, 'Done');
  return { columns: 24 / scale, rows: -16 / scale, longer: 16 / scale, degrees: 30 };
}

// How far a handle is from the centre, in CSS pixels, and in which direction.
async function armOf(page, name) {
  const [from, to] = await Promise.all(
    ['move', name].map((one) => centreOf(knob(page, one).locator('.vlm-knob-mark'))),
  );
  const arm = [0, 1].map((i) => to[i] - from[i]);
  const length = Math.hypot(...arm);
  return [length, arm.map((part) => part / length)];
}

// Clockwise on the screen, as AngleDegrees: from columns towards rows.
async function turnByMouse(page, degrees) {
  const [length, [x, y]] = await armOf(page, 'rotate');
  const [cos, sin] = [Math.cos, Math.sin].map((of) => of((degrees * Math.PI) / 180));
  await dragKnob(page, 'rotate', [length * (x * cos - y * sin - x), length * (x * sin + y * cos - y)]);
}

// The edited ellipse is where the mouse left it; half a turn of an ellipse is none.
function assertDragged(before, now, { columns, rows, longer, degrees }) {
  near(now.Mean[0] - before.Mean[0], columns, 0.6, 'columns moved');
  near(now.Mean[1] - before.Mean[1], rows, 0.6, 'rows moved');
  near(now.SemiAxesPx[0] - before.SemiAxesPx[0], longer, 0.6, 'first axis');
  near(now.SemiAxesPx[1], before.SemiAxesPx[1], 0.02, 'second axis');
  const turned = now.AngleDegrees - before.AngleDegrees;
  near(((turned % 180) + 180) % 180, degrees, 2, 'degrees turned');
}

async function addByMouse(page, label) {
  await press(page, 'Add a missed finding');
  await page.locator('.vlm-drawing-sheet').waitFor();
  const [x, y] = await centreOf(page.locator('.vlm-reader-stage'));
  await drag(page, [x - 60, y - 40], [120, 80]);
  await labelField(page).fill(label);
  await press(page, 'Done');
}

const structuredReports = async (place) =>
  (await rest(`${place.url}/vlm/analyses/${place.analysis}`)).Objects.filter(
    ({ Kind, OrthancId }) => Kind === 'StructuredReport' && OrthancId,
  );

// DCMTK reads the DICOM SR that the signature brings.
async function expectVerifiedReport(place, known, label) {
  const made = await until(
    async () => (await structuredReports(place)).find(({ OrthancId }) => !known.includes(OrthancId)),
    'the verified structured report',
  );
  const answer = await rest(`${place.url}/instances/${made.OrthancId}/file`, { raw: true });
  const folder = mkdtempSync(path.join(tmpdir(), 'vlm-sr-'));
  try {
    const file = path.join(folder, 'signed.dcm');
    writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
    const shown = execFileSync('dsrdump', ['+Pl', file], { encoding: 'utf8' });
    assert.match(shown, /Verification Flag\s*: VERIFIED/);
    assert.ok(shown.includes(`="${label}"`), shown);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

pageTest('accepts, edits by mouse, rejects, adds and signs: the report says so', async ({ page }) => {
  const place = await resource('mr#round');
  const before = await reportOf(place, 'series');
  const knownReports = (await structuredReports(place)).map(({ OrthancId }) => OrthancId);
  const [edited, rejected, ...others] = before.Findings;
  assert.ok(others.length > 0, 'the picture gives at least three findings');
  await openReview(page, place, 'series');
  const dragged = await editByMouse(page, edited, before.Images[edited.Image]);
  await rejectBecause(page, rejected.Id, 'Artefact');
  await addByMouse(page, 'Missed lesion');
  await press(page, /^Accept remaining/);
  await page.locator('.vlm-review-impression summary').click();
  await page.getByRole('textbox', { name: 'Impression' }).fill('In my own words.');
  await screenshot(page, 'review-desk');
  await sign(page, 'Smith^John');
  await screenshot(page, 'review-signed');
  await expectVerifiedReport(place, knownReports, 'Edited <b>label</b>');

  const after = await reportOf(place, 'series');
  assert.deepEqual(after.Review.Counts, { Accepted: others.length, Edited: 1, Rejected: 1, Added: 1, Undecided: 0 });
  assert.deepEqual([after.Review.SignedOff, after.Review.Name, after.Review.Revision], [true, 'Smith^John', 1]);
  assert.equal(after.Narrative.Impression, 'In my own words.');
  assert.equal(after.Review.OriginalImpression, before.Narrative.Impression);
  const now = findingBy(after, edited.Id);
  assert.deepEqual([now.Label, now.Laterality], ['Edited <b>label</b>', 'Right']);
  assert.equal(now.Review.Original.Label, edited.Label);
  assertDragged(ellipseOf(edited), ellipseOf(now), dragged);
  const gone = after.Rejected.find(({ Id }) => Id === rejected.Id);
  assert.deepEqual([gone.Review.Disposition, gone.Review.Reason], ['Rejected', 'Artefact']);
  const added = after.Findings.find(({ Label }) => Label === 'Missed lesion');
  assert.deepEqual([added.Review.Disposition, added.ModelScore], ['Added', null]);
  const untouched = await reportOf(place, 'series', '?reviewed=false');
  assert.deepEqual(untouched.Findings.map(({ Label }) => Label), before.Findings.map(({ Label }) => Label));
});

pageTest('amends a signed review, which must be signed again', async ({ page }) => {
  const place = await resource('square#amend');
  const [finding] = (await reportOf(place)).Findings;
  await openReview(page, place);
  await decide(page, finding.Id, /^Accept/);
  await sign(page, 'Smith^John');
  await press(page, 'Amend signed review');
  await rejectBecause(page, finding.Id, 'Wrong finding');
  await page.getByText('a change to it must be signed, too').waitFor();
  assert.equal(await desk(page).getByRole('button', { name: 'Save without signing' }).isDisabled(), true);
  await sign(page, 'Zhang^San');
  await page.getByText('Amends an earlier signed review.').waitFor();
  const { Review, Reviews, Findings } = await reportOf(place);
  assert.deepEqual([Review.Revision, Review.Amends, Review.Name, Reviews.length], [2, true, 'Zhang^San', 2]);
  assert.deepEqual(Findings, []);
  await page.getByText('History (2)').click();
  await page.getByText(/Revision 1 · .* · John Smith · signed/).waitFor();
});

pageTest('is done by keys alone', async ({ page }) => {
  const place = await resource('square#keys');
  const [finding] = (await reportOf(place)).Findings;
  await openReader(page, { instance: place.instance }, place.url);
  await page.getByRole('button', { name: begin }).waitFor();
  await page.keyboard.press('r');
  await row(page, finding.Id).waitFor();
  await page.keyboard.press('n');
  await page.keyboard.press('e');
  await knob(page, 'move').waitFor();
  await knob(page, 'move').focus();
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'Shift+ArrowRight']) {
    await page.keyboard.press(key);
  }
  await desk(page).getByRole('button', { name: 'Done' }).press('Enter');
  await desk(page).getByRole('button', { name: 'Add a missed finding' }).press('Enter');
  await page.keyboard.press('Enter');  // an ellipse in the middle
  await page.keyboard.type('By keys');
  await page.keyboard.press('Enter');
  await desk(page).getByRole('button', { name: 'Save without signing' }).press('Enter');
  await page.getByText(/^Saved as revision 1/).waitFor();
  const after = await reportOf(place);
  const [was, now] = [finding, findingBy(after, finding.Id)].map(ellipseOf);
  near(now.Mean[0] - was.Mean[0], 2, 0.02, 'columns');
  near(now.Mean[1] - was.Mean[1], 1, 0.02, 'rows');
  near(now.SemiAxesPx[0] - was.SemiAxesPx[0], 1, 0.02, 'first axis');
  const added = after.Findings.find(({ Label }) => Label === 'By keys');
  near(added.Gaussian.Mean[0], (after.Images[0].Columns - 1) / 2, 0.02, 'the middle');
});

pageTest('a rejection needs a reason, and Escape gives it up', async ({ page }) => {
  const place = await resource('square#reason');
  const [finding] = (await reportOf(place)).Findings;
  await openReview(page, place);
  await row(page, finding.Id).getByRole('button', { name: /^Show/ }).click();
  await page.keyboard.press('x');
  await press(page, 'Reject', dialog(page));
  await page.getByText('Choose a reason or write one.').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('0 of 1 findings decided').waitFor();
  await decide(page, finding.Id, /^Reject/);
  await dialog(page).getByLabel('In own words').fill('Known since <1999>');
  await press(page, 'Reject', dialog(page));
  await page.getByText('Reason: Known since <1999>', { exact: true }).waitFor();
  await page.keyboard.press('Control+z');
  await page.getByText('0 of 1 findings decided').waitFor();
  await press(page, 'Redo');
  await saved(page);
  assert.equal((await reportOf(place)).Rejected.at(-1).Review.Reason, 'Known since <1999>');
});

pageTest('one analysis of a study\'s report is reviewed, the other left alone', async ({ page }) => {
  const place = await resource('two#review');
  const { Parts } = await reportOf(place, 'study');
  await openReader(page, { study: place.study }, place.url);
  await page.getByLabel('Analysis to review').selectOption(Parts[1].AnalysisId);
  await press(page, begin);
  await page.getByText('0 of 1 findings decided').waitFor();
  await press(page, /^Accept remaining/);
  await sign(page, 'Smith^John');
  const reports = await Promise.all(
    Parts.map(({ OrthancId }) => reportOf({ ...place, instance: OrthancId })),
  );
  assert.deepEqual(reports.map(({ Review }) => Review?.Revision ?? 0), [0, 1]);
});

pageTest('of one image of a series the whole analysis is reviewed', async ({ page }) => {
  const place = await resource('mr#image');
  const whole = await reportOf(place, 'series');
  await openReview(page, place);
  await page.getByText(`0 of ${whole.Findings.length} findings decided`).waitFor();
  await press(page, /^Accept remaining/);
  await sign(page, 'Smith^John');
  assert.equal((await reportOf(place, 'series')).Review.Counts.Accepted, whole.Findings.length);
});

pageTest('an abstained report gets what was missed', async ({ page }) => {
  const place = await resource('abstained#review');
  await openReview(page, place);
  await addByMouse(page, 'Seen by me');
  await sign(page, 'Smith^John');
  const { Findings, Review } = await reportOf(place);
  assert.deepEqual([Findings[0].Label, Review.Counts.Added], ['Seen by me', 1]);
});

pageTest('words of a hostile model stay text on the desk', async ({ page }) => {
  const place = await resource('hostile#review');
  const [finding] = (await reportOf(place)).Findings;
  await openReview(page, place);
  await decide(page, finding.Id, /^Edit/);
  await fits(page);
  await press(page, 'Done');
  await decide(page, finding.Id, /^Reject/);
  await press(page, 'Cancel', dialog(page));
  await press(page, /^Accept remaining/);
  await press(page, 'Sign off…');
  assert.equal(await page.evaluate(() => globalThis.pwned), undefined);
  await press(page, 'Cancel', dialog(page));
});

pageTest('a failed analysis cannot be reviewed', async ({ page }) => {
  const place = await resource('failed#review');
  await openReader(page, { instance: place.instance }, place.url);
  await page.getByText('The analysis failed: there is no report to review.').waitFor();
  assert.equal(await page.getByRole('button', { name: begin }).isDisabled(), true);
});

for (const [theme, language] of [['light', 'en'], ['dark', 'zh']]) {
  pageTest(`can be used by everybody: ${theme}, ${language}`, async ({ page }) => {
    const place = await resource('square#looks');
    await openReader(page, { instance: place.instance }, place.url);
    const words = language === 'zh' ? ['开始审阅', /^修改/, /^否定/] : ['Begin review', /^Edit/, /^Reject/];
    await page.getByRole('button', { name: words[0] }).click();
    await page.locator('.vlm-review-row').getByRole('button', { name: words[1] }).click();
    await page.locator('.vlm-place-details summary').click();
    await axe(page, { include: '.vlm-review' });
    await screenshot(page, `review-form-${theme}-${language}`, { fullPage: false });
    await page.locator('.vlm-review-row').getByRole('button', { name: words[2] }).click();
    await page.locator('dialog[open]').waitFor();
    await axe(page, { include: '.vlm-review' });
    await screenshot(page, `review-reject-${theme}-${language}`, { fullPage: false });
  }, { theme, language, allow: [/inline style/] });  // axe's own probes
}

pageTest('a finger drags the ellipse on a tablet', async ({ page, context }) => {
  const place = await resource('square#touch');
  const [finding] = (await reportOf(place)).Findings;
  await openReview(page, place);
  await decide(page, finding.Id, /^Edit/);
  await knob(page, 'move').waitFor();
  const [x, y] = await centreOf(knob(page, 'move').locator('.vlm-knob-mark'));
  const finger = await context.newCDPSession(page);
  const touch = (type, ...points) => finger.send('Input.dispatchTouchEvent', { type, touchPoints: points });
  await touch('touchStart', { x, y });
  for (const by of [10, 20, 30]) {
    await touch('touchMove', { x: x + by, y: y + by });
  }
  await touch('touchEnd');
  await page.locator('.vlm-place-details summary').click();
  const column = page.getByLabel('Centre, column');
  await until(async () => Number(await column.inputValue()) > finding.Gaussian.Mean[0] + 1, 'the ellipse to move');
  await fits(page);
}, { viewport: { width: 768, height: 1024 }, touch: true });
