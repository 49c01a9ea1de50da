// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import test from 'node:test';

import { afterKey, dragHandle, ellipseBetween, ellipsePoint, handlesOf } from '../../WebViewer/Review/dragging.js';

const level = { Mean: [50, 40], SemiAxesPx: [20, 10], AngleDegrees: 0 };
const upright = { ...level, AngleDegrees: 90 };

function near(point, expected, what) {
  const far = Math.hypot(point[0] - expected[0], point[1] - expected[1]);
  assert.ok(far < 1e-9, `${what}: ${point} is not ${expected}`);
}

test('Handles are at the ends of the axes, the round one a fixed way beyond on the screen', () => {
  const handles = handlesOf(level, 2);
  near(handles.longEnd, [70, 40], 'long end');
  near(handles.longStart, [30, 40], 'long start');
  near(handles.shortEnd, [50, 50], 'short end, towards larger rows');
  near(handles.shortStart, [50, 30], 'short start');
  near(handles.rotate, [82, 40], '24 CSS pixels at two for each column');
  near(handlesOf(upright).longEnd, [50, 60], 'from +column towards +row');
});

test('Every point of the edge solves the ellipse\'s equation', () => {
  const ellipse = { ...level, AngleDegrees: 30 };
  for (let turn = 0; turn < 6.3; turn += 0.1) {
    const [x, y] = ellipsePoint(ellipse, turn);
    const [dx, dy] = [x - 50, y - 40];
    const along = (dx * Math.sqrt(3)) / 2 + dy / 2;  // cos and sin of 30 degrees
    const across = (dy * Math.sqrt(3)) / 2 - dx / 2;
    assert.ok(Math.abs((along / 20) ** 2 + (across / 10) ** 2 - 1) < 1e-9);
  }
});

test('A dragged end stays under the pointer, along its axis', () => {
  for (const [name, point] of Object.entries({ longEnd: [75, 40], longStart: [20, 40], shortEnd: [50, 63] })) {
    near(handlesOf(dragHandle(level, name, point))[name], point, name);
  }
  assert.deepEqual(dragHandle(level, 'longEnd', [75, 99]).SemiAxesPx, [25, 10]);
  assert.deepEqual(dragHandle(level, 'shortEnd', [50, 40]).SemiAxesPx, [20, 0.5]);
});

test('Turned, the first axis points at the pointer and the size stays', () => {
  const turned = dragHandle(level, 'rotate', [50, 100]);
  assert.equal(turned.AngleDegrees, 90);
  assert.deepEqual(turned.SemiAxesPx, [20, 10]);
});

test('A drawn ellipse fills the box it was dragged over, from any corner', () => {
  const drawn = { Mean: [20, 30], SemiAxesPx: [10, 5], AngleDegrees: 0 };
  assert.deepEqual(ellipseBetween([10, 25], [30, 35]), drawn);
  assert.deepEqual(ellipseBetween([30, 35], [10, 25]), drawn);
});

test('Keys move, resize and turn, and leave other keys to others', () => {
  assert.deepEqual(afterKey(level, { key: 'ArrowDown' }).Mean, [50, 41]);
  assert.deepEqual(afterKey(level, { key: 'ArrowRight', shiftKey: true }).SemiAxesPx, [21, 10]);
  assert.deepEqual(afterKey(level, { key: 'ArrowDown', shiftKey: true }).SemiAxesPx, [20, 9]);
  assert.equal(afterKey(level, { key: ']' }).AngleDegrees, 5);
  assert.equal(afterKey(level, { key: 'n' }), null);
  assert.equal(afterKey(level, { key: 'ArrowDown', ctrlKey: true }), null);
});
