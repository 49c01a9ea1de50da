// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import test from 'node:test';
import { filterOfAddress } from '../../WebViewer/Overview/filters.js';
import { resourceOf } from '../../WebViewer/Overview/reports.js';
import { numberFindings } from '../../WebViewer/Panel/findings.js';

test('the address tells the filter, and nothing else that it holds', () => {
  const search = '?modality=CT&status=&minScore=0.5&language=zh&patientId=%20A%26B%20';
  assert.deepEqual(filterOfAddress(search), { modality: 'CT', minScore: '0.5', patientId: 'A&B' });
  assert.deepEqual(filterOfAddress(''), {});
});

test('a report of an unknown level still leads somewhere', () => {
  assert.deepEqual(resourceOf({ Level: 'Study', OrthancId: 'x' }), { level: 'studies', id: 'x' });
  for (const Level of [undefined, null, 7, 'toString', { a: 1 }]) {
    assert.deepEqual(resourceOf({ Level, OrthancId: null }), { level: 'instances', id: '' });
  }
});

test('findings keep the numbers that the layers draw', () => {
  const Findings = [
    { Image: 1, Number: 3 },
    { Image: 1, Number: 3, NumberInPart: 2 },
    { Number: 'x' },
    null,
    { Image: 'far', Number: -2 },
  ];
  const found = numberFindings({ Findings }).map(({ image, index, number }) => [image, index, number]);
  assert.deepEqual(found, [
    [1, 0, 3],
    [1, 1, 2],
    [0, 0, 1],
    [0, 1, 1],
  ]);
  assert.deepEqual(numberFindings({ Findings: 'none' }), []);
});
