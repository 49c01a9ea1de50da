// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import test from 'node:test';

globalThis.document = Object.assign(new EventTarget(), { hidden: false });
globalThis.addEventListener = () => {};
const { pollWhileSeen } = await import('../../WebViewer/Overview/poller.js');

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('the same answer is news again after a failure, whose words stand in its place', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  let away = false;
  const told = [];
  const poller = pollWhileSeen(async () => (away ? Promise.reject(new Error('away')) : { a: 1 }), {
    onAnswer: (_, isNews) => told.push(isNews),
    onFailure: (error) => told.push(error.message),
  });
  await settled();
  await poller.now();
  away = true;
  await poller.now();
  away = false;
  await poller.now();
  await poller.now();
  poller.stop();
  assert.deepEqual(told, [true, false, 'away', true, false]);
});
