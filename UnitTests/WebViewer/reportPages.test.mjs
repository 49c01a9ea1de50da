// SPDX-License-Identifier: GPL-3.0-or-later
// Turning the pages of the overview's table.
import assert from 'node:assert/strict';
import test from 'node:test';
import { installDocument } from './fakeDocument.mjs';

installDocument();
const { reportTable } = await import('../../WebViewer/Overview/reports.js');
const settled = () => new Promise((resolve) => setImmediate(resolve));

// Pages '' -> 'p1' -> 'p2' -> ...; each answer waits for the test.
async function opened() {
  const asked = [];
  const api = {
    pageUrl: () => '',
    reports: ({ since }) =>
      new Promise((answer, refuse) => {
        const page = since === null ? 0 : Number(since.slice(1));
        const body = { Reports: [{ AnalysisId: `a${page}` }], Next: `p${page + 1}` };
        asked.push({ since, refuse, answer: async () => (answer(body), settled()) });
      }),
  };
  const table = reportTable(api);
  const buttons = [...table.element.walk()].filter(({ tag }) => tag === 'button');
  const [newer, older] = buttons.slice(-2);
  await asked[0].answer();
  return { table, asked, newer, older, pages: () => asked.map(({ since }) => since) };
}

test('a second click while a page is on its way is none', async () => {
  const { table, asked, newer, older, pages } = await opened();
  older.click();
  older.click();
  newer.click();
  assert.deepEqual(pages(), [null, 'p1']);
  await asked[1].answer();
  older.click();
  assert.deepEqual(pages(), [null, 'p1', 'p2']);
  await asked[2].answer();
  newer.click();
  newer.click();
  assert.deepEqual(pages(), [null, 'p1', 'p2', 'p1']);
  table.stop();
});

test('after a page that could not be had one goes back, not on from what it does not show', async () => {
  const { table, asked, newer, older, pages } = await opened();
  older.click();
  asked[1].refuse(new Error('away'));
  await settled();
  older.click();
  assert.deepEqual(pages(), [null, 'p1']);
  newer.click();
  assert.deepEqual(pages(), [null, 'p1', null]);
  await asked[2].answer();
  older.click();
  assert.deepEqual(pages(), [null, 'p1', null, 'p1']);
  table.stop();
});
