// SPDX-License-Identifier: GPL-3.0-or-later
// While something is saved or fetched no change is taken; what was saved is not kept again.
import assert from 'node:assert/strict';
import test from 'node:test';

const kept = new Map();
Object.defineProperty(globalThis, 'sessionStorage', {
  value: {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  },
});

const { deskActions } = await import('../../WebViewer/Review/actions.js');
const drafts = await import('../../WebViewer/Review/draft.js');
const { ReviewSession } = await import('../../WebViewer/Review/session.js');
const { createStore, initialState } = await import('../../WebViewer/Shared/store.js');

const report = (members = {}) => ({
  AnalysisId: 'analysis',
  Status: 'Completed',
  Level: 'Series',
  OrthancId: 'series',
  Images: [{ OrthancId: 'first', Frame: 0, Rows: 64, Columns: 64 }],
  Findings: ['one', 'two'].map((Id) => ({ Id, Label: 'Nodule', Image: 0, Review: null })),
  Rejected: [],
  Narrative: { Impression: 'A nodule.' },
  ...members,
});

// A promise and what settles it.
function later() {
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
}

function begun(api, resource = { level: 'series', id: 'series' }) {
  kept.clear();
  const store = createStore({ ...initialState, resource, report: report() });
  const session = new ReviewSession(store, api, () => {});
  session.place = resource;
  store.set({ draft: drafts.accept(drafts.draftOf(report()), 'one') });
  const closed = [];
  const editor = { close: (isQuiet = false) => closed.push(isQuiet), open: (id) => closed.push(id), draw: () => closed.push('draw') };
  const section = { store, session, editor, element: null, focusRow() {}, focusTitle() {} };
  return { store, session, closed, actions: deskActions(section) };
}

test('While a review is saved, nothing changes it', async (context) => {
  const answer = later();
  let posts = 0;
  const { store, session, closed, actions } = begun({ review: () => ((posts += 1), answer.promise) });
  context.after(() => session.stop());
  const saving = actions.save();
  const { draft } = store.state;
  closed.length = 0;
  for (const name of ['accept', 'undecide', 'remove', 'edit', 'reject', 'acceptNext', 'rejectNext']) {
    await actions[name]('two');
  }
  for (const name of ['acceptRemaining', 'undo', 'redo', 'add', 'sign', 'save', 'discard', 'look', 'back', 'onTop']) {
    await actions[name]();
  }
  assert.equal(store.state.draft, draft);
  assert.deepEqual(closed, []);
  assert.equal(posts, 1);
  answer.resolve(report({ Review: { Revision: 1 } }));
  await saving;
  assert.equal(store.state.draft, null);
  assert.equal(session.busy, null);
});

test('A draft that was saved is not kept afterwards, though its timer was running', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const shown = later();
  const api = { review: async () => report({ Review: { Revision: 1 } }), report: () => shown.promise };
  const { session } = begun(api, { level: 'studies', id: 'study' });  // another's report is fetched at the end
  const saving = session.save();
  await Promise.resolve();
  await Promise.resolve();
  context.mock.timers.tick(1000);
  session.keepNow();
  assert.equal(kept.size, 0);
  shown.resolve({ report: report() });
  await saving;
  session.stop();
  assert.equal(kept.size, 0);
});

test('A conflict is met with the draft as it is once the other\'s review is here', async (context) => {
  const answer = later();
  const { store, session, closed, actions } = begun({ report: () => answer.promise });
  context.after(() => session.stop());
  session.tell({ conflict: { Revision: 1, report: null, mine: null } });
  const done = actions.onTop();
  assert.deepEqual(closed, [true]);  // an open edit ends, the focus stays
  assert.equal(session.busy, 'loading');
  actions.accept('two');
  const changed = drafts.reject(store.state.draft, 'two', 'Artefact');
  store.set({ draft: changed });  // e.g. of what came before
  answer.resolve({ report: report({ Review: { Revision: 1 } }) });
  await done;
  assert.equal(session.busy, null);
  assert.equal(session.conflict, null);
  assert.equal(store.state.draft.revision, 1);
  assert.deepEqual(Object.keys(store.state.draft.decisions).sort(), ['one', 'two']);
  assert.equal(store.state.draft.decisions.two.Disposition, 'Rejected');
});

test('Where the other\'s review cannot be had, the conflict stays and may be tried again', async (context) => {
  const { session, actions } = begun({ report: async () => { throw new Error('gone'); } });
  context.after(() => session.stop());
  session.tell({ conflict: { Revision: 1, report: null, mine: null } });
  await actions.look();
  assert.equal(session.busy, null);
  assert.equal(session.problem.key, 'review.error.network');
  assert.equal(session.conflict.Revision, 1);
});
