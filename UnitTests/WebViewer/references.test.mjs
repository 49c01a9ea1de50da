// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import test from 'node:test';
import { piecesOf, sentencesOf } from '../../WebViewer/Findings/references.js';

const known = new Set([1, 2, 3]);

test('references in round and square brackets are found, with Chinese commas too', () => {
  assert.deepEqual(piecesOf('A mass (1, 3). Edema [2]，结节（无）(1，2)', known), [
    { text: 'A mass ' },
    { numbers: [1, 3] },
    { text: '. Edema ' },
    { numbers: [2] },
    { text: '，结节（无）' },
    { numbers: [1, 2] },
  ]);
});

test('what names no finding stays text: years, measures, other numbers', () => {
  for (const text of ['Compared with (2019).', 'grade [9]', 'a (1, 7) b', '(1.5)', '12 (mm)', '']) {
    assert.deepEqual(piecesOf(text, known), text ? [{ text }] : []);
  }
});

test('no text is lost and none is added', () => {
  const text = '[1](2)x(3)(99)[';
  const back = piecesOf(text, known)
    .map((piece) => piece.text ?? `<${piece.numbers}>`)
    .join('');
  assert.equal(back, '<1><2>x<3>(99)[');
});

const report = {
  Narrative: {
    Findings: 'unused',
    Impression: 'Line (1).\n\nNext.',
    Sentences: [
      { Section: 'Findings', Text: 'A mass.', Findings: [2, 2, 9], Note: 'Measured 8 mm.' },
      { Section: 'Impression', Text: 'One (1).', Findings: [1], Note: '' },
      { Section: 'Findings', Text: null, Findings: 'x' },
    ],
  },
};

test('sentences carry the findings that they speak of once, and their note', () => {
  assert.deepEqual(sentencesOf(report, 'Findings', known), [
    [{ text: 'A mass.' }, { numbers: [2] }, { note: 'Measured 8 mm.' }],
  ]);
  assert.deepEqual(sentencesOf(report, 'Impression', known), [
    [{ text: 'One ' }, { numbers: [1] }, { text: '.' }],
  ]);
});

test("a model's own counting is no reference", () => {
  const counted = {
    Narrative: { Sentences: [{ Section: 'Findings', Text: 'A mass [1].', Findings: [2] }] },
  };
  assert.deepEqual(sentencesOf(counted, 'Findings', known), [
    [{ text: 'A mass [1].' }, { numbers: [2] }],
  ]);
});

test("a reviewer's impression is told instead of the model's sentences", () => {
  const reviewed = { ...report, Review: { OriginalImpression: 'One.' } };
  assert.deepEqual(sentencesOf(reviewed, 'Impression', known), [
    [{ text: 'Line ' }, { numbers: [1] }, { text: '.' }],
    [{ text: 'Next.' }],
  ]);
});

test('reports of any shape give no sentences rather than an error', () => {
  for (const odd of [
    null,
    undefined,
    {},
    { Narrative: 5 },
    { Narrative: { Sentences: {}, Findings: [] } },
  ]) {
    assert.deepEqual(sentencesOf(odd, 'Findings', known), []);
  }
});
