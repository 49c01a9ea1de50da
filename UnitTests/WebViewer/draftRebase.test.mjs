// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import test from 'node:test';

import * as drafts from '../../WebViewer/Review/draft.js';
import { disagreements, isSaved, rebase } from '../../WebViewer/Review/rebase.js';

const finding = (Id, Review = null, members = {}) => ({ Id, Label: 'Nodule', Image: 0, Review, ...members });

function report(members = {}) {
  return {
    AnalysisId: 'analysis',
    Status: 'Completed',
    Images: [{ OrthancId: 'first', Frame: 0 }],
    Findings: [finding('one'), finding('two'), finding('three')],
    Rejected: [],
    Narrative: { Impression: 'A nodule.' },
    ...members,
  };
}

// What somebody else saved: one accepted, two rejected, a finding added.
function theirs() {
  return report({
    Findings: [finding('one', { Disposition: 'Accepted' }), finding('three'), finding('added', { Disposition: 'Added' }, { Label: 'Cyst' })],
    Rejected: [finding('two', { Disposition: 'Rejected', Reason: 'Artefact' })],
    Review: { Revision: 1, SignedOff: false },
  });
}

test('One\'s own decisions come on top, the other\'s stay where nothing was said', () => {
  let mine = drafts.accept(drafts.draftOf(report()), 'two');
  mine = drafts.edit(mine, 'three', { Label: 'Mass' });
  const both = rebase(mine, theirs());
  assert.equal(both.revision, 1);
  assert.deepEqual(
    Object.entries(both.decisions).map(([id, { Disposition }]) => [id, Disposition]).sort(),
    [['one', 'Accepted'], ['three', 'Edited'], ['two', 'Accepted']],
  );
  assert.deepEqual(both.added.map(({ Label }) => Label), ['Cyst']);
  assert.deepEqual(disagreements(mine, theirs()), ['two']);
  assert.equal(drafts.isDirty(both), true);
});

test('Nothing of one\'s own: the other\'s review is what is left', () => {
  const both = rebase(drafts.draftOf(report()), theirs());
  assert.equal(drafts.isDirty(both), false);
});

test('The same review, saved already, leaves nothing to be saved', () => {
  let mine = drafts.reject(drafts.draftOf(report()), 'two', 'Artefact');
  mine = drafts.accept(mine, 'one');
  const saved = report({
    Findings: [finding('one', { Disposition: 'Accepted' }), finding('three')],
    Rejected: [finding('two', { Disposition: 'Rejected', Reason: 'Artefact' })],
    Review: { Revision: 1 },
  });
  assert.equal(drafts.isDirty(rebase(mine, saved)), false);
});

test('Added findings of both are kept, those taken away stay away', () => {
  const place = { Mean: [1, 1], SemiAxesPx: [2, 1], AngleDegrees: 0 };
  const mine = drafts.add(drafts.draftOf(report()), { Image: 0, Label: 'Mass', Ellipse: place });
  assert.deepEqual(rebase(mine, theirs()).added.map(({ Label }) => Label), ['Cyst', 'Mass']);
  const without = drafts.remove(drafts.draftOf(theirs()), 'added');
  assert.deepEqual(rebase(without, { ...theirs(), Review: { Revision: 2 } }).added, []);
});

test('An impression is one\'s own if it was changed', () => {
  const other = report({ Narrative: { Impression: 'Theirs.' }, Review: { Revision: 1, OriginalImpression: 'A nodule.' } });
  const start = drafts.draftOf(report());
  assert.equal(rebase(start, other).impression, 'Theirs.');
  assert.equal(rebase(drafts.setImpression(start, 'Mine.'), other).impression, 'Mine.');
});

test('A decision of a finding that is gone is forgotten', () => {
  const mine = drafts.accept(drafts.draftOf(report()), 'three');
  const less = report({ Findings: [finding('one')], Review: { Revision: 1 } });
  assert.deepEqual(rebase(mine, less).decisions, {});
});

test('A draft that was kept over a reload is as it was', () => {
  const mine = drafts.edit(drafts.draftOf(report()), 'one', { Label: 'Mass' });
  const kept = JSON.parse(JSON.stringify(mine));
  assert.deepEqual(rebase(kept, report()).decisions, mine.decisions);
});

test('A review whose answer was lost is known again, its added finding by what it says', () => {
  const place = { Mean: [9, 8], SemiAxesPx: [4, 2], AngleDegrees: 10 };
  let mine = drafts.add(drafts.draftOf(report()), { Image: 0, Label: 'Mass', Ellipse: place });
  mine = drafts.accept(mine, 'one');
  const [added] = drafts.effectiveFindings(report(), mine).slice(-1);
  const saved = report({
    Findings: [
      finding('one', { Disposition: 'Accepted' }),
      ...report().Findings.slice(1),
      { ...added, Id: 'made-by-the-server', Review: { Disposition: 'Added' } },
    ],
    Review: { Revision: 1 },
  });
  assert.equal(isSaved(mine, saved), true);
  assert.equal(isSaved(drafts.accept(mine, 'two'), saved), false);
});

test('An added finding that was saved, its answer lost, is not there twice after more was changed', () => {
  const place = { Mean: [9, 8], SemiAxesPx: [4, 4], AngleDegrees: 0 };
  const item = { Image: 0, Label: 'Mass', Ellipse: place };
  let mine = drafts.add(drafts.add(drafts.draftOf(report()), item), { ...item, Label: 'Cyst' });
  const [, , , added] = drafts.effectiveFindings(report(), mine);
  const CredibleEllipses = [{ Mass: 0.95, SemiAxesPx: [4, 4], AngleDegrees: 90 }];  // the same circle
  const own = { ...added, Id: 'made-by-the-server', CredibleEllipses, Review: { Disposition: 'Added' } };
  const saved = report({ Findings: [...report().Findings, own], Review: { Revision: 1 } });
  mine = drafts.setImpression(mine, 'More.');
  const both = rebase(mine, saved);
  assert.deepEqual(both.added.map(({ Label }) => Label), ['Mass', 'Cyst']);
  assert.equal(both.added[0].Id, 'made-by-the-server');
  // Two alike of one's own: one of them was saved.
  const twice = drafts.add(drafts.add(drafts.draftOf(report()), item), item);
  assert.equal(rebase(twice, saved).added.length, 2);
});
