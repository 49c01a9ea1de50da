// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import test from 'node:test';
import { createStore, initialState } from '../../WebViewer/Shared/store.js';
import { firstFound, Stack } from '../../WebViewer/Reader/stack.js';

const settled = async () => {
  for (let i = 0; i < 10; i += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
};
const slicesOf = (name, count) =>
  Array.from({ length: count }, (_, i) => ({ OrthancId: `${name}${i}`, Frame: 0, PositionMm: i }));
const imageOf = (name, i) => ({ OrthancId: `${name}${i}`, Frame: 0, SeriesInstanceUID: name });

// Series a of 9 slices and b of 4; images of the report are a2, a5, b1.
const images = [imageOf('a', 2), imageOf('a', 5), imageOf('b', 1)];
const report = (...found) => ({ Images: images, Findings: found.map((Image) => ({ Image })) });
const source = {
  slices: async ({ id }) => ({ a: slicesOf('a', 9), b: slicesOf('b', 4) })[id] ?? [],
  seriesOf: async () => [
    { id: 'empty', uid: 'empty' },
    { id: 'a', uid: 'a' },
    { id: 'b', uid: 'b' },
  ],
};

const unavailable = (message) => Object.assign(new Error(message), { httpStatus: 503 });

async function started(patch, from = source) {
  const problems = [];
  const store = createStore({ ...initialState, analysis: {}, ...patch });
  const stack = new Stack(store, from, (problem) => problems.push(problem));
  await stack.start();
  await settled();
  return { store, stack, problems };
}

const series = { resource: { level: 'series', id: 'a' } };
const study = { resource: { level: 'studies', id: 's' } };
const at = ({ state }) => [state.stack.seriesId, state.slice, state.image];

test('the slice of the first finding is shown first, else the middle one', async () => {
  assert.deepEqual(at((await started({ ...series, report: report(1) })).store), ['a', 5, 1]);
  assert.deepEqual(at((await started(series)).store), ['a', 4, null]);
});

test('a report that comes late moves who has not moved yet, and nobody else', async () => {
  const still = await started(series);
  still.store.set({ report: report(1) });
  assert.deepEqual(at(still.store), ['a', 5, 1]);
  const moved = await started(series);
  moved.stack.goTo(2);
  moved.store.set({ report: report(1) });
  assert.deepEqual(at(moved.store), ['a', 2, 0]);
});

test('a report that comes again, reviewed, leaves the slice alone', async () => {
  const { store, stack } = await started({ ...series, report: report(1) });
  stack.goTo(7);
  store.set({ report: report(0, 1) });
  assert.deepEqual(at(store), ['a', 7, null]);
});

test('steps end at the ends', async () => {
  const { store, stack } = await started(series);
  stack.step(100);
  assert.equal(store.state.slice, 8);
  stack.step(-1000);
  assert.equal(store.state.slice, 0);
});

test('others show an image by setting it, in another series, too', async () => {
  const { store } = await started({ ...study, report: report(0) });
  assert.deepEqual(at(store), ['a', 2, 0]);
  store.set({ image: 1 });
  assert.deepEqual(at(store), ['a', 5, 1]);
  store.set({ image: 2 });
  await settled();
  assert.deepEqual(at(store), ['b', 1, 2]);
});

test('of a study, the series of the report are offered, without one all', async () => {
  const told = await started({ ...study, report: report(2) });
  assert.deepEqual(
    told.store.state.stack.series.map(({ id }) => id),
    ['a', 'b'],
  );
  assert.deepEqual(at(told.store), ['b', 1, 2]);
  const untold = await started(study);
  assert.equal(untold.store.state.stack.series.length, 3);
  assert.deepEqual(at(untold.store), ['a', 4, null]);  // the first has no pictures
});

test('nothing to show is said', async () => {
  const { problems, store } = await started({ resource: { level: 'series', id: 'none' } });
  assert.equal(problems.at(-1).message, '');
  assert.deepEqual(store.state.stack.slices, []);
});

test('a server that is away is asked again', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  let away = true;
  const from = {
    ...source,
    slices: async (resource) =>
      away ? Promise.reject(unavailable('away')) : source.slices(resource),
  };
  const { store, problems } = await started(series, from);
  assert.equal(problems.at(-1).message, 'away');
  away = false;
  context.mock.timers.tick(2000);
  await settled();
  assert.equal(store.state.stack.slices.length, 9);
  assert.equal(problems.at(-1), null);
});

test('a failure of a series that is no longer wanted is not told, nor tried again', async (context) => {
  let refuse = null;
  let askedB = 0;
  const from = {
    ...source,
    slices: (resource) =>
      resource.id === 'b'
        ? ((askedB += 1), new Promise((_, reject) => (refuse = reject)))
        : source.slices(resource),
  };
  const { store, stack, problems } = await started(study, from);
  context.mock.timers.enable({ apis: ['setTimeout'] });
  stack.openSeries('b');
  stack.openSeries('a');
  await settled();
  refuse(unavailable('away'));
  await settled();
  context.mock.timers.tick(60000);
  await settled();
  assert.equal(askedB, 1);
  assert.equal(problems.at(-1), null);
  assert.equal(store.state.stack.seriesId, 'a');
});

test('another series ends the wait for one that could not be had', async (context) => {
  let askedB = 0;
  const from = {
    ...source,
    slices: async (resource) => {
      if (resource.id === 'b') {
        askedB += 1;
        throw unavailable('away');
      }
      return source.slices(resource);
    },
  };
  const { store, stack } = await started(study, from);
  context.mock.timers.enable({ apis: ['setTimeout'] });
  stack.openSeries('b');
  await settled();
  stack.openSeries('a');
  await settled();
  context.mock.timers.tick(60000);
  await settled();
  assert.equal(askedB, 1);
  assert.equal(store.state.stack.seriesId, 'a');
});

test('what was refused is not asked for again and again', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  let asked = 0;
  const refused = Object.assign(new Error('forbidden'), { httpStatus: 403 });
  const from = { ...source, slices: async () => ((asked += 1), Promise.reject(refused)) };
  await started(series, from);
  context.mock.timers.tick(60000);
  await settled();
  assert.equal(asked, 1);
});

test('odd reports do not throw', async () => {
  for (const odd of [
    {},
    { Images: 7, Findings: 'x' },
    { Images: [null, 3], Findings: [null, { Image: 'x' }] },
  ]) {
    const { store } = await started({ ...series, report: odd });
    assert.equal(store.state.stack.slices.length, 9);
  }
  assert.equal(firstFound(null), null);
  assert.equal(firstFound({ Images: [{}], Findings: [{ Image: 99 }] }), null);
});
