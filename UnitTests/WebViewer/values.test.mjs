// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import test from 'node:test';
import * as values from '../../WebViewer/Shared/values.js';

test('what is of another type is as if it were missing', () => {
  const odd = [null, undefined, {}, [], () => 1, NaN];
  assert.deepEqual(odd.slice(0, 5).map(values.textOf), ['', '', '', '', '']);
  assert.deepEqual(
    odd.map(values.numberOf),
    odd.map(() => null),
  );
  assert.deepEqual(values.objectsOf([{ a: 1 }, null, [1], 'x', 2]), [{ a: 1 }]);
  assert.deepEqual(values.textsOf(['a', 0, null, {}, '']), ['a', '0']);
});

test('endless texts are cut', () => {
  assert.ok(values.textOf('x'.repeat(100000)).length < 20010);
});

test('sizes are told in millimetres, else in pixels', () => {
  assert.equal(values.sizeText({ LongAxisMm: 12.34, ShortAxisMm: 5.678 }), '12 × 5.7 mm');
  assert.equal(values.sizeText({ LongAxisMm: null, LongAxisPx: 120, ShortAxisPx: null }), '120 px');
  assert.equal(values.sizeText(null), '');
});

test('numbers have as many digits as mean something', () => {
  assert.deepEqual([0.456, 3.14159, 99.6, -0.5, 1.5e9].map(values.shortNumber), [
    '0.46',
    '3.1',
    '100',
    '-0.50',
    '1.5e+9',
  ]);
});

test('person names are told as one says them', () => {
  assert.equal(values.personText('Smith^John^^Dr.'), 'Dr. John Smith');
  assert.equal(values.personText('王^小明'), '小明 王');
  assert.equal(values.personText('alice'), 'alice');
  assert.equal(values.personText(null), '');
});

test('a finding is known by its number, else by its place in the list', () => {
  assert.equal(values.numberOfFinding({ Number: 4 }, 0), 4);
  assert.equal(values.numberOfFinding({ Number: 0 }, 2), 3);
  assert.equal(values.numberOfFinding({}, 2), 3);
  assert.equal(values.colourOf(7), 0);
});
