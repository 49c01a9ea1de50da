// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import test from 'node:test';
import { around, Loader } from '../../WebViewer/Reader/loader.js';

const settled = () => new Promise((resolve) => setImmediate(resolve));

// A loader over a server that answers when the test says so.
function served(options = {}) {
  const asked = [];
  const load = (wish, signal) =>
    new Promise((answer, refuse) => {
      asked.push({
        key: wish.key,
        answer: (bytes = 10) => answer({ bytes, key: wish.key }),
        refuse,
      });
      signal.addEventListener('abort', () => refuse(new Error('aborted')));
    });
  const changes = [];
  const loader = new Loader({ load, onChange: (key) => changes.push(key), ...options });
  const answerAll = async (bytes) => {
    while (asked.some((one) => !one.done)) {
      asked.filter((one) => !one.done).forEach((one) => ((one.done = true), one.answer(bytes)));
      await settled();
    }
  };
  return { loader, asked, changes, answerAll };
}

const wishes = (...keys) => keys.map((key) => ({ key: String(key) }));
const range = (count) => Array.from({ length: count }, (_, i) => i);

test('not more than four are in flight, the most urgent first', async () => {
  const { loader, asked, answerAll } = served();
  loader.wish(wishes(...range(10)));
  assert.deepEqual(
    asked.map(({ key }) => key),
    ['0', '1', '2', '3'],
  );
  await answerAll();
  assert.deepEqual(
    range(10).map((key) => loader.get(String(key))?.key),
    range(10).map(String),
  );
});

test('what is no longer wished for is given up, and the newest wish goes first', async () => {
  const { loader, asked } = served();
  loader.wish(wishes(...range(8)));
  loader.wish(wishes(50, 51, 3));
  await settled();
  assert.deepEqual(
    asked.slice(4).map(({ key }) => key),
    ['50', '51'],
  );
  assert.equal(loader.flying.size, 3);  // 3 flies on
  assert.equal(loader.errorOf('0'), null);
});

test('memory is bounded, and what is wished for most stays', async () => {
  const { loader, asked, answerAll } = served({ mostBytes: 100 });
  loader.wish(wishes(...range(30)));
  await answerAll(10);
  assert.ok(loader.bytes <= 140, `${loader.bytes}`);  // at most what flew when the size was learnt
  assert.ok(loader.get('0') && loader.get('5'));
  const before = asked.length;
  loader.wish(wishes(29, 28, 27));
  await answerAll(10);
  assert.equal(asked.length, before + 3);
  assert.ok(loader.get('29') && loader.bytes <= 140);
});

test('one that is larger than all memory is still shown', async () => {
  const { loader, answerAll } = served({ mostBytes: 100 });
  loader.wish(wishes(1));
  await answerAll(500);
  assert.ok(loader.get('1'));
  loader.wish(wishes(2, 1));
  await answerAll(500);
  assert.ok(loader.get('2'));
});

test('a failure is told and stays; others go on', async () => {
  const { loader, asked, changes } = served();
  loader.wish(wishes(1, 2));
  asked[0].refuse(new Error('the pixels are broken'));
  asked[1].answer();
  await settled();
  assert.equal(loader.errorOf('1').message, 'the pixels are broken');
  assert.ok(loader.get('2'));
  assert.deepEqual(changes.sort(), ['1', '2']);
  loader.wish(wishes(1, 2));
  assert.equal(asked.length, 2);  // it is not asked for again
});

test('a failure that may pass is tried again', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const { loader, asked } = served({ isPassing: () => true, retryMs: 2000 });
  loader.wish(wishes(1));
  asked[0].refuse(new Error('the server restarts'));
  await settled();
  context.mock.timers.tick(2000);
  assert.equal(asked.length, 2);
  asked[1].answer();
  await settled();
  assert.ok(loader.get('1'));
});

// All fail at once; each change asks for all again, as the reader does.
function away(count) {
  const all = wishes(...range(count));
  let asked = 0;
  const server = { isAway: true };
  const loader = new Loader({
    load: async ({ key }) => {
      asked += 1;
      if (server.isAway) {
        throw new Error('away');
      }
      return { bytes: 10, key };
    },
    onChange: () => loader.wish(all),
    isPassing: () => true,
    retryMs: 2000,
  });
  loader.wish(all);
  const askedNow = async () => {
    await settled();
    const now = asked;
    asked = 0;
    return now;
  };
  return { loader, server, all, askedNow };
}

test('a server that is away is asked less and less, by no more than four at once', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const { loader, askedNow } = away(230);
  assert.equal(await askedNow(), 4);
  assert.equal(loader.errorOf('200').message, 'away');  // told of what is not asked for, too
  for (const delay of [2000, 4000, 8000, 16000, 30000, 30000]) {
    context.mock.timers.tick(delay - 1);
    assert.equal(await askedNow(), 0, `before ${delay}`);
    context.mock.timers.tick(1);
    assert.equal(await askedNow(), 4, `after ${delay}`);
  }
});

test('a server that came back gives the rest at once, and is waited for briefly again', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const { loader, server, all, askedNow } = away(40);
  await askedNow();
  context.mock.timers.tick(2000);
  await askedNow();
  server.isAway = false;
  context.mock.timers.tick(4000);
  for (let i = 0; i < 20; i += 1) {
    await settled();
  }
  assert.equal(loader.kept.size, 40);
  assert.equal(loader.errorOf('39'), null);
  await askedNow();
  server.isAway = true;
  all.unshift({ key: 'another' });
  loader.wish(all);
  assert.equal(await askedNow(), 1);
  context.mock.timers.tick(2000);
  assert.equal(await askedNow(), 1);
});

test('one that fails again and again does not keep the others from coming', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const { loader, asked, answerAll } = served({ isPassing: () => true, retryMs: 2000 });
  loader.wish(wishes(...range(10)));
  Object.assign(asked[0], { done: true }).refuse(new Error('busy'));
  await settled();
  assert.equal(asked.length, 4);  // until the others tell that the server is there
  await answerAll();
  assert.equal(asked.length, 10);
  context.mock.timers.tick(2000);
  assert.equal(asked.length, 11);
  await answerAll();
  assert.ok(loader.get('0'));
});

test('a stopped loader asks for nothing more and tells nobody', async () => {
  const { loader, asked, changes } = served();
  loader.wish(wishes(...range(9)));
  loader.stop();
  await settled();
  assert.equal(asked.length, 4);
  assert.deepEqual(changes, []);
});

test('prefetch goes further ahead than back, and reaches every slice', () => {
  assert.deepEqual(around(10, 60, 1, 7), [10, 11, 9, 12, 13, 8, 14]);
  assert.deepEqual(around(10, 60, -1, 5), [10, 9, 11, 8, 7]);
  for (const [at, count, direction] of [
    [0, 1, 1],
    [0, 60, -1],
    [59, 60, 1],
    [30, 61, 1],
    [5, 300, -1],
  ]) {
    const order = around(at, count, direction);
    assert.deepEqual(
      [...order].sort((a, b) => a - b),
      range(count),
    );
  }
});
