// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import test from 'node:test';
import * as geometry from '../../WebViewer/Reader/geometry.js';

const near = (one, other, within = 1e-9) =>
  one.forEach((value, i) =>
    assert.ok(Math.abs(value - other[i]) <= within, `${one} is not ${other}`),
  );
const viewport = { width: 800, height: 600 };

test('a square image fits into a wide viewport with equal margins left and right', () => {
  const view = geometry.fitView(viewport, { columns: 512, rows: 512, aspect: 1 });
  // 512 pixels in 600: the first pixel's centre is half a pixel inside the corner (100, 0).
  near(geometry.imageToScreen(view, [-0.5, -0.5]), [100, 0]);
  near(geometry.imageToScreen(view, [511.5, 511.5]), [700, 600]);
  near(geometry.imageToScreen(view, [0, 0]), [100 + 300 / 512, 300 / 512]);
});

test('pixels twice as high as wide are drawn so', () => {
  const aspect = geometry.aspectOf([2, 1]);
  const view = geometry.fitView(viewport, { columns: 300, rows: 300, aspect });
  const [left, top] = geometry.imageToScreen(view, [-0.5, -0.5]);
  const [right, bottom] = geometry.imageToScreen(view, [299.5, 299.5]);
  near([bottom - top, right - left], [600, 300]);
});

test('a spacing that is missing or absurd leaves pixels square', () => {
  for (const spacing of [
    null,
    undefined,
    [],
    [1],
    [0, 1],
    [1, 0],
    [-1, 1],
    ['x', 1],
    [1e9, 1],
    [NaN, 1],
  ]) {
    assert.equal(geometry.aspectOf(spacing), 1);
  }
  assert.equal(geometry.aspectOf(['0.5', '0.25']), 2);
});

test('screen and image are each other’s inverse', () => {
  const view = { x: -31.5, y: 12, scaleX: 3.25, scaleY: 1.5 };
  for (const point of [
    [0, 0],
    [17.25, -4],
    [511, 1023.5],
  ]) {
    near(geometry.screenToImage(view, geometry.imageToScreen(view, point)), point);
  }
});

test('what is under the cursor stays there while zooming', () => {
  let view = geometry.fitView(viewport, { columns: 512, rows: 256, aspect: 1.5 });
  const cursor = [333, 111];
  const below = geometry.screenToImage(view, cursor);
  for (const factor of [1.5, 2, 0.3, 10, 0.5]) {
    view = geometry.zoomAt(view, factor, cursor);
    near(geometry.screenToImage(view, cursor), below, 1e-6);
  }
  near([view.scaleY / view.scaleX], [1.5]);
});

test('zoom ends at 64 screen pixels per pixel, and does not jump when already smaller than the least', () => {
  const view = { x: 0, y: 0, scaleX: 1, scaleY: 1 };
  assert.equal(geometry.zoomAt(view, 1e6, [0, 0]).scaleX, 64);
  assert.equal(geometry.zoomAt(view, 1e-6, [0, 0], 0.25).scaleX, 0.25);
  assert.equal(geometry.zoomAt({ ...view, scaleX: 0.1 }, 0.5, [0, 0], 0.25).scaleX, 0.1);
});

test('two fingers keep what is under them', () => {
  const view = { x: 5, y: 7, scaleX: 2, scaleY: 2 };
  const before = [
    [100, 100],
    [200, 100],
  ];
  const after = [
    [80, 140],
    [280, 140],
  ];
  const pinched = geometry.pinch(view, before, after);
  assert.equal(pinched.scaleX, 4);
  before.forEach((finger, i) =>
    near(geometry.imageToScreen(pinched, geometry.screenToImage(view, finger)), after[i], 1e-6),
  );
  const same = geometry.pinch(
    view,
    [
      [1, 1],
      [1, 1],
    ],
    [
      [1, 1],
      [1, 1],
    ],
  );
  assert.ok(Object.values(same).every(Number.isFinite));
});

test('some of the picture stays in sight however far it is dragged', () => {
  const image = { columns: 100, rows: 100 };
  for (const [dx, dy] of [
    [1e6, 0],
    [-1e6, 0],
    [0, 1e6],
    [0, -1e6],
  ]) {
    const view = geometry.keepInside({ x: dx, y: dy, scaleX: 2, scaleY: 2 }, viewport, image);
    assert.ok(view.x <= 800 - 48 && view.x + 200 >= 48 && view.y <= 600 - 48 && view.y + 200 >= 48);
  }
});

test('a scale bar has a round length that fits', () => {
  // 0.5 mm per pixel, 2 screen pixels per pixel: 120 screen pixels are 30 mm.
  assert.deepEqual(geometry.scaleBar({ scaleX: 2 }, [0.5, 0.5], 120), { mm: 20, px: 80 });
  assert.deepEqual(geometry.scaleBar({ scaleX: 1 }, [7, 1], 100), { mm: 100, px: 100 });
  for (const spacing of [null, [1, 0], [1, 'x'], []]) {
    assert.equal(geometry.scaleBar({ scaleX: 2 }, spacing, 120), null);
  }
});

test('a point outside comes to the middle, one inside leaves the view alone', () => {
  const view = { x: 0, y: 0, scaleX: 4, scaleY: 4 };
  near(geometry.imageToScreen(geometry.reveal(view, viewport, [400, 20]), [400, 20]), [400, 300]);
  assert.equal(geometry.reveal(view, viewport, [100, 75]), view);
});

test('area and inside of a polygon with a notch agree with counting points', () => {
  const notched = [
    [0, 0],
    [10, 0],
    [10, 10],
    [5, 3],
    [0, 10],
  ];
  assert.equal(geometry.polygonArea(notched), 65);  // 100 less the triangle 10 x 7 / 2
  let inside = 0;
  const steps = 400;
  for (let i = 0; i < steps; i += 1) {
    for (let j = 0; j < steps; j += 1) {
      const point = [(10 * (i + 0.5)) / steps, (10 * (j + 0.5)) / steps];
      inside += geometry.polygonContains(notched, point) ? 1 : 0;
    }
  }
  assert.ok(Math.abs((100 * inside) / steps ** 2 - 65) < 0.5);
  assert.equal(geometry.polygonContains(notched, [5, 9]), false);
});
