// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import test from 'node:test';
import { installDocument } from './fakeDocument.mjs';

installDocument();
const { downloadsCard, keptObjects, showPictures } =
  await import('../../WebViewer/Findings/downloads.js');

const report = { AnalysisId: 'a', Images: [{ OrthancId: 'i0' }, { OrthancId: 'i1' }, {}] };
const analyses = [{ AnalysisId: 'a' }];

function served(...answers) {
  const api = {
    asked: 0,
    analysis: async () => {
      const answer = answers[Math.min(api.asked, answers.length - 1)];
      api.asked += 1;
      if (answer instanceof Error) {
        throw answer;
      }
      return { Objects: answer };
    },
    reportUrl: (_, format) => format,
    layerUrl: (image, layer) => `${image.OrthancId}/${layer}`,
  };
  return api;
}

test('objects are asked for once, by however many openings', async () => {
  const api = served([{ OrthancId: 'o', Kind: 'StructuredReport' }]);
  const objects = keptObjects(report, () => analyses, api);
  const both = await Promise.all([objects(), objects()]);
  assert.deepEqual(both[0], [{ OrthancId: 'o', Kind: 'StructuredReport' }]);
  await objects();
  assert.equal(api.asked, 1);
});

test('none yet, or an answer that failed, is asked for again', async () => {
  const api = served([], new Error('away'), [{ OrthancId: 'o' }]);
  const objects = keptObjects(report, () => analyses, api);
  assert.deepEqual(await objects(), []);
  assert.deepEqual(await objects(), []);
  assert.deepEqual(await objects(), [{ OrthancId: 'o' }]);
  await objects();
  assert.equal(api.asked, 3);
});

test('analyses that come later than the card are known when it is opened', async () => {
  const api = served([{ OrthancId: 'o' }]);
  let known = [];
  const objects = keptObjects(report, () => known, api);
  assert.deepEqual(await objects(), []);
  known = analyses;
  assert.equal((await objects()).length, 1);
});

test('another image changes the row of its pictures, and nothing else', () => {
  const store = { state: { report, image: 0, resource: {} } };
  const api = served([]);
  const card = downloadsCard(report, store, api, () => analyses);
  const linksOf = (node) =>
    [...node.walk()].filter(({ tag }) => tag === 'a').map((one) => one.getAttribute('href'));
  const before = [...card.children];
  assert.ok(linksOf(card).includes('i0/annotated'));
  store.state.image = 1;
  showPictures(card, store, api);
  assert.ok(card.children.every((child, index) => child === before[index]));
  assert.ok(linksOf(card).includes('i1/annotated') && !linksOf(card).includes('i0/annotated'));
  store.state.image = 2;
  showPictures(card, store, api);
  assert.ok(!linksOf(card).some((href) => href.includes('/annotated')));
});
