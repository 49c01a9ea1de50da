// SPDX-License-Identifier: GPL-3.0-or-later
// An edit is of the slice that is seen, of sound numbers, and leaves alone what somebody types.
import assert from 'node:assert/strict';
import test from 'node:test';

globalThis.document = { activeElement: null };

const { Reader } = await import('../../WebViewer/Reader/reader.js');
const { Stack } = await import('../../WebViewer/Reader/stack.js');
const { ViewerTeller } = await import('../../WebViewer/Reader/viewer.js');
const drafts = await import('../../WebViewer/Review/draft.js');
const { Editor } = await import('../../WebViewer/Review/editor.js');
const { FindingForm } = await import('../../WebViewer/Review/form.js');
const { createStore, initialState } = await import('../../WebViewer/Shared/store.js');

const slices = ['first', 'second'].map((OrthancId) => ({ OrthancId, Frame: 0 }));
const report = {
  AnalysisId: 'analysis',
  Status: 'Completed',
  Images: slices.map((slice) => ({ ...slice, Rows: 30, Columns: 40 })),
  Findings: [{ Id: 'one', Label: 'Nodule', Image: 0, Review: null }],
  Rejected: [],
};

// Without a page: what an editor needs of itself.
function editor(isFrozen = () => false) {
  const store = createStore({ ...initialState, report, stack: { seriesId: 's', slices }, draft: drafts.draftOf(report) });
  return Object.assign(Object.create(Editor.prototype), { store, id: 'one', isFrozen });
}

function screen() {
  const same = (point) => point;
  return {
    view: { x: 0, y: 0, scaleX: 1, scaleY: 1 },
    viewport: { width: 40, height: 30 },
    image: {},
    stage: null,
    imageToScreen: same,
    screenToImage: same,
  };
}

test('The reader tells the slice that is on the screen, whenever it is another', () => {
  const { store } = editor();
  const told = [];
  store.subscribe((state) => told.push(state.viewer.slice));
  const teller = new ViewerTeller({ store, screen: screen(), marks: { handles: {} }, pointOf: () => [0, 0] });
  [slices[0], slices[0], slices[1], null, null, slices[1]].forEach((slice) => teller.tell(slice));
  assert.deepEqual(told, [slices[0], slices[1], null, slices[1]]);
});

test('The image of an edit is the seen one, not the one that is on its way', () => {
  const one = editor();
  const { store } = one;
  assert.equal(one.shownImage(), -1);
  store.set({ slice: 1, image: 1, viewer: { slice: slices[0] } });
  assert.equal(one.shownImage(), 0);
  store.set({ viewer: { slice: slices[1] } });
  assert.equal(one.shownImage(), 1);
  store.set({ viewer: { slice: null } });
  assert.equal(one.shownImage(), -1);
});

test('An ellipse that is typed stays in its image and within its size', () => {
  const one = editor();
  one.change({ Ellipse: { Mean: [1e9, -5], SemiAxesPx: [1e9, 0.001], AngleDegrees: 0 } });
  const { Ellipse } = one.store.state.draft.decisions.one;
  assert.deepEqual(Ellipse, { Mean: [39, 0], SemiAxesPx: [50, 0.5], AngleDegrees: 0 });  // 30 : 40 : 50
});

test('A frozen draft is not edited', () => {
  const one = editor(() => true);
  const { draft } = one.store.state;
  one.change({ Label: 'Mass' });
  one.reset();
  assert.equal(one.store.state.draft, draft);
});

test('While a number is typed the other four stay, and all are plain once it is left', () => {
  const inputs = Array.from({ length: 5 }, () => ({ value: 'typed' }));
  const form = Object.assign(Object.create(FindingForm.prototype), { inputs });
  const values = () => inputs.map(({ value }) => value);
  const tall = { Mean: [50, 60], SemiAxesPx: [2, 10], AngleDegrees: 0 };
  document.activeElement = inputs[2];
  form.showPlace(tall);
  assert.deepEqual(values(), Array(5).fill('typed'));
  form.onLeave(inputs, inputs[3]);
  form.onLeave(inputs, null);  // another window: the focus is still here
  assert.deepEqual(values(), Array(5).fill('typed'));
  document.activeElement = null;
  form.onLeave(inputs, null);
  assert.deepEqual(values(), ['50', '60', '10', '2', '90']);
});

test('A saved review leaves the reader at the slice where it was made', async () => {
  const store = createStore({ ...initialState, resource: { level: 'series', id: 's' }, report });
  const stack = new Stack(store, { slices: async () => slices }, () => {});
  const { stay } = Reader.prototype;
  store.subscribe((state, changed) => (changed.has('stack') || changed.has('draft')) && stay.call({ stack }, state));
  await stack.start();
  assert.equal(store.state.slice, 0);  // of the first finding
  stack.showImage(1);  // as a finding chosen in the list does
  store.set({ report: { ...report, Review: { Revision: 1 } } });
  assert.deepEqual([store.state.slice, store.state.image], [1, 1]);
  stack.stop();
});
