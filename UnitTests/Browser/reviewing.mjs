// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of reviews do again and again.
import { assert, levels, openReader, rest, until } from './harness.mjs';

export const begin = /^(Begin review|Continue review|Amend signed review)$/;
export const desk = (page) => page.getByRole('region', { name: 'Review' });
export const press = (page, name, within = desk(page)) => within.getByRole('button', { name }).click();
export const dialog = (page) => page.getByRole('dialog');
export const row = (page, id) => page.locator(`.vlm-review-row[data-finding="${id}"]`);
export const decide = (page, id, name) => row(page, id).getByRole('button', { name }).click();
export const labelField = (page) => page.getByRole('combobox', { name: 'Label' });
export const knob = (page, name) => page.locator(`[data-handle="${name}"]`);

// `place` of harness.resource(), `kind` one of study, series, instance.
export async function openReview(page, place, kind = 'instance') {
  await openReader(page, { [kind]: place[kind] }, place.url);
  await press(page, begin);
  await page.getByRole('button', { name: /^Accept remaining/ }).waitFor();
}

export const reviewPath = (place, kind = 'instance') =>
  `${place.url}/${levels[kind]}/${place[kind]}/vlm/review`;

// What somebody else saves meanwhile.
export const reviewElsewhere = (place, body, kind = 'instance', options = {}) =>
  rest(reviewPath(place, kind), { body: { Added: [], Findings: [], SignOff: null, ...body }, ...options });

export async function centreOf(locator) {
  const box = await locator.boundingBox();
  return [box.x + box.width / 2, box.y + box.height / 2];
}

export async function drag(page, [x, y], [dx, dy]) {
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 1; step <= 5; step += 1) {
    await page.mouse.move(x + (dx * step) / 5, y + (dy * step) / 5);
  }
  await page.mouse.up();
}

export const dragKnob = async (page, name, by) =>
  drag(page, await centreOf(knob(page, name).locator('.vlm-knob-mark')), by);

// CSS pixels of the stage for each pixel of an image that is shown whole and has square pixels.
export async function scaleOf(page, image) {
  const { width, height } = await page.locator('.vlm-reader-stage').boundingBox();
  return Math.min(width / image.Columns, height / image.Rows);
}

export async function rejectBecause(page, id, reason) {
  await decide(page, id, /^Reject/);
  await dialog(page).getByLabel(reason).check();
  await press(page, 'Reject', dialog(page));
  await dialog(page).waitFor({ state: 'detached' });
}

export async function sign(page, name) {
  await press(page, 'Sign off…');
  await dialog(page).getByLabel('Name').fill(name);
  await press(page, 'Sign off', dialog(page));
  await page.getByText(/^Signed off as revision/).waitFor();
}

export async function saved(page, name = 'Save without signing') {
  await press(page, name);
  await page.getByText(/^Saved as revision/).waitFor();
}

export function near(value, expected, tolerance, what) {
  assert.ok(Math.abs(value - expected) <= tolerance, `${what}: ${value} is not ${expected}`);
}

export const findingBy = (report, id) => report.Findings.find((finding) => finding.Id === id);

// The 95 % ellipse as the server has it.
export function ellipseOf(finding) {
  const widest = finding.CredibleEllipses.find(({ Mass }) => Mass === 0.95);
  return { ...widest, Mean: finding.Gaussian.Mean };
}

export const isShown = (page, text) => until(() => page.getByText(text).first().isVisible(), `"${text}"`);
