// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import test from 'node:test';
import { axisOf, chartsOf, shareOn } from '../../WebViewer/Findings/chartData.js';

test('an axis has few round steps and reaches over all values and 0', () => {
  let seed = 1;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (let i = 0; i < 2000; ++i) {
    const scale = 10 ** (12 * random() - 4);
    const [one, other] = [scale * (random() - 0.5), scale * (random() - 0.5)];
    const axis = axisOf(Math.min(one, other), Math.max(one, other));
    assert.ok(axis.low <= Math.min(one, other, 0) + scale * 1e-9);
    assert.ok(axis.high >= Math.max(one, other, 0) - scale * 1e-9);
    assert.ok(axis.ticks.length >= 2 && axis.ticks.length <= 7, String(axis.ticks));
    const mantissa = (
      (axis.ticks[1] - axis.ticks[0]) /
      10 ** Math.floor(Math.log10((axis.ticks[1] - axis.ticks[0]) * 1.0001))
    ).toFixed(3);
    assert.ok(['1.000', '2.000', '5.000'].includes(mantissa), mantissa);
  }
});

test('values without a range still have an axis', () => {
  for (const [least, most] of [
    [0, 0],
    [NaN, NaN],
    [Infinity, -Infinity],
  ]) {
    const axis = axisOf(least, most);
    assert.ok(axis.high > axis.low && axis.ticks.length >= 2);
  }
});

const finding = (Id, score, long, px, extra = {}) => ({
  Id,
  Label: Id,
  ModelScore: score,
  Measurements: { LongAxisMm: long, LongAxisPx: px, ...extra },
  Verification: { ShiftMm: null, ShiftPx: 3 },
});

test('one chart for each measure that any finding has, pixels only where millimetres are unknown', () => {
  const keys = (findings) => chartsOf(findings).map((chart) => chart.key);
  assert.deepEqual(keys([finding('a', 0.5, 10, 20, { ContrastToNoise: -2 })]), [
    'score',
    'size',
    'contrast',
    'shiftPx',
  ]);
  assert.deepEqual(keys([finding('a', null, null, 20), finding('b', null, 4, 8)]), [
    'size',
    'shiftPx',
  ]);
  assert.deepEqual(keys([finding('a', null, null, 20)]), ['sizePx', 'shiftPx']);
  assert.deepEqual(keys([{}, { Measurements: null, Verification: 5, ModelScore: 'high' }]), []);
});

test('a chart of shifts that are none is left out', () => {
  const still = { ...finding('a', 0.5, 1, 1), Verification: { ShiftMm: 2.6e-14, ShiftPx: 0 } };
  assert.deepEqual(
    chartsOf([still]).map((chart) => chart.key),
    ['score', 'size'],
  );
});

test('rows keep the number of their finding and say their value', () => {
  const [chart] = chartsOf([{ ...finding('a', 0.5, 1, 1), Number: 7 }, finding('b', null, 1, 1)]);
  assert.deepEqual(
    chart.rows.map(({ id, number, text }) => [id, number, text]),
    [
      ['a', 7, '0.50'],
      ['b', 2, ''],
    ],
  );
});

test('absurd numbers stay on the axis', () => {
  const [, size] = chartsOf([finding('a', 5, 1e300, 1), finding('b', 0.5, 3, 1)]);
  assert.ok(Number.isFinite(size.axis.high));
  assert.equal(shareOn(size.axis, 1e300), 1);
  assert.equal(shareOn({ low: -1, high: 1 }, 0), 0.5);
});
