// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import test from 'node:test';
import { wheelPixels, wheelSteps, wheelZoom } from '../../WebViewer/Reader/wheel.js';

test('a notch of any mouse is one slice', () => {
  for (const delta of [53, 100, 120]) {
    assert.equal(wheelSteps(delta, 0).steps, 1);
    assert.equal(wheelSteps(-delta, 20).steps, -1);
  }
  assert.equal(wheelSteps(wheelPixels({ deltaY: 3, deltaMode: 1 }), 0).steps, 1);  // three lines
  assert.equal(wheelSteps(wheelPixels({ deltaY: 1, deltaMode: 2 }), 0).steps, 1);  // one page
  assert.equal(wheelSteps(300, 0).steps, 3);
});

test('small movements of a touch pad add up, those back begin anew', () => {
  let gathered = 0;
  let slices = 0;
  for (let i = 0; i < 33; i += 1) {
    const { steps, rest } = wheelSteps(4, gathered);
    slices += steps;
    gathered = rest;
  }
  assert.equal(slices, 4);  // 132 pixels
  assert.deepEqual(wheelSteps(-4, 30), { steps: 0, rest: -4 });
  assert.deepEqual(wheelSteps(0, 30), { steps: 0, rest: 0 });
});

test('up enlarges, down reduces, and there and back is nothing', () => {
  assert.ok(wheelZoom(-100) > 1 && wheelZoom(100) < 1);
  for (const moved of [3, 100, 240]) {
    assert.ok(Math.abs(wheelZoom(moved) * wheelZoom(-moved) - 1) < 1e-12);
  }
});
