// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of the reader look at and do.
import { openReader, reportOf, resource } from './harness.mjs';

export const stage = (page) => page.locator('.vlm-reader-stage');
export const caption = (page, name) => page.locator(`.vlm-caption-${name}`);
export const marks = (page) => page.locator('.vlm-mark');
export const layer = (page, name) => page.locator(`.vlm-reader [data-layer=${name}]`);

export async function open(page, name, level = 'instance') {
  const place = await resource(name);
  await openReader(page, { [level]: place[level] });
  await page.locator('.vlm-reader-stage[aria-busy=false]').waitFor();
  const answer = await reportOf(place, level, '', { raw: true });  // there may be none
  return { place, report: await answer.json() };
}

// The reader draws with the screen: what was asked for is there two of its pictures later.
export const settled = (page) =>
  page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );

export async function press(page, key) {
  await page.keyboard.press(key);
  await settled(page);
}

export async function click(locator) {
  await locator.click();
  await settled(locator.page());
}

// [red, green, blue, opacity] of a canvas at a share of its width and height.
export async function colourAt(page, share, canvas = '.vlm-canvas') {
  await settled(page);
  return page.locator(canvas).evaluate((node, [x, y]) => {
    const at = [Math.floor(x * node.width), Math.floor(y * node.height)];
    return [...node.getContext('2d').getImageData(...at, 1, 1).data];
  }, share);
}

// Points [x, y] from the stage's corner.
export async function drag(page, from, to, options = {}) {
  const { x, y } = await stage(page).boundingBox();
  await page.mouse.move(x + from[0], y + from[1]);
  await page.mouse.down(options);
  await page.mouse.move(x + (from[0] + to[0]) / 2, y + (from[1] + to[1]) / 2);
  await page.mouse.move(x + to[0], y + to[1]);
  await page.mouse.up(options);
  await settled(page);
}
