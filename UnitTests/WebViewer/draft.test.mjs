// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import test from 'node:test';

import * as drafts from '../../WebViewer/Review/draft.js';

const ellipse = { Mean: [30, 20], SemiAxesPx: [8, 4], AngleDegrees: 15 };

function finding(id, members = {}) {
  return {
    Id: id,
    Number: 1,
    Label: 'Nodule',
    Anatomy: 'Lung',
    Laterality: 'Left',
    Severity: '',
    Description: 'Round.',
    Image: 0,
    Box: { Left: 10, Top: 10, Width: 6, Height: 4 },
    Verification: { Status: 'Verified', Checks: [] },
    Review: null,
    ...members,
  };
}

function report(members = {}) {
  return {
    AnalysisId: 'analysis',
    Status: 'Completed',
    Images: [
      { OrthancId: 'first', Frame: 0, Rows: 64, Columns: 64, PixelSpacingMm: null },
      { OrthancId: 'second', Frame: 0, Rows: 64, Columns: 64, PixelSpacingMm: [0.5, 0.25] },
    ],
    Findings: [finding('one'), finding('two', { Number: 2, Label: 'Mass', Image: 1 })],
    Rejected: [finding('three', { Number: null, Verification: { Status: 'Rejected' } })],
    Narrative: { Impression: 'A nodule.' },
    Review: null,
    ...members,
  };
}

test('A new draft says nothing, and is clean', () => {
  const draft = drafts.draftOf(report());
  assert.equal(drafts.isDirty(draft), false);
  assert.deepEqual(drafts.bodyOf(draft), {
    AnalysisId: 'analysis',
    Revision: 0,
    Findings: [],
    Added: [],
    SignOff: null,
  });
});

test('Every decision of the model\'s findings is asked for before signing, of rejected ones none', () => {
  let draft = drafts.draftOf(report());
  assert.deepEqual(drafts.problems(draft).map(({ kind, id }) => [kind, id]), [
    ['undecided', 'one'],
    ['undecided', 'two'],
  ]);
  assert.deepEqual(drafts.problems(draft, { signing: false }), []);
  draft = drafts.acceptRemaining(drafts.reject(draft, 'one', ' Artefact '));
  assert.deepEqual(drafts.problems(draft), []);
  assert.deepEqual(drafts.bodyOf(draft, 'Smith^John').Findings, [
    { Id: 'one', Disposition: 'Rejected', Reason: 'Artefact' },
    { Id: 'two', Disposition: 'Accepted', Reason: '' },
  ]);
  assert.deepEqual(drafts.bodyOf(draft, 'Smith^John').SignOff, { Name: 'Smith^John' });
});

test('A rejection without a reason and a label without letters are problems', () => {
  let draft = drafts.reject(drafts.draftOf(report()), 'one', '   ');
  draft = drafts.edit(draft, 'two', { Label: '  ' });
  assert.deepEqual(drafts.problems(draft, { signing: false }), [
    { kind: 'reason', id: 'one' },
    { kind: 'label', id: 'two' },
  ]);
});

test('An edit sends what differs, and nothing that does not', () => {
  let draft = drafts.edit(drafts.draftOf(report()), 'one', { Label: 'Mass', Anatomy: 'Lung' });
  draft = drafts.edit(draft, 'one', { Ellipse: ellipse });
  assert.deepEqual(drafts.bodyOf(draft).Findings, [
    { Id: 'one', Disposition: 'Edited', Reason: '', Label: 'Mass', Ellipse: ellipse },
  ]);
});

test('An edit that was taken back accepts the finding', () => {
  let draft = drafts.edit(drafts.draftOf(report()), 'one', { Label: 'Mass' });
  draft = drafts.edit(draft, 'one', { Label: 'Nodule' });
  assert.equal(draft.decisions.one.Disposition, 'Accepted');
});

test('An ellipse is sent with its longer axis first, in the same place', () => {
  const tall = { Mean: [30, 20], SemiAxesPx: [4, 8], AngleDegrees: 30 };
  const draft = drafts.edit(drafts.draftOf(report()), 'one', { Ellipse: tall });
  assert.deepEqual(drafts.bodyOf(draft).Findings[0].Ellipse, {
    Mean: [30, 20],
    SemiAxesPx: [8, 4],
    AngleDegrees: -60,
  });
});

test('Undo and redo go through every step, and a new step ends redo', () => {
  const start = drafts.draftOf(report());
  const one = drafts.accept(start, 'one');
  const two = drafts.accept(one, 'two');
  const back = drafts.undo(two);
  assert.deepEqual(back.decisions, one.decisions);
  assert.deepEqual(drafts.redo(back).decisions, two.decisions);
  assert.deepEqual(drafts.undo(drafts.undo(drafts.undo(two))).decisions, {});
  assert.deepEqual(drafts.accept(back, 'two').future, []);
  assert.deepEqual(start.decisions, {}, 'a draft is never changed');
});

test('The steps of a drag become one', () => {
  const start = drafts.draftOf(report());
  let draft = start;
  for (let column = 20; column < 40; column += 1) {
    draft = drafts.edit(draft, 'one', { Ellipse: { ...ellipse, Mean: [column, 20] } });
  }
  const one = drafts.asOneStep(start, draft);
  assert.equal(one.past.length, 1);
  assert.deepEqual(drafts.undo(one).decisions, {});
});

test('An added finding lies on its image, with the number after the highest', () => {
  const draft = drafts.add(drafts.draftOf(report()), { Image: 1, Ellipse: ellipse, Label: 'Cyst' });
  const [last] = drafts.effectiveFindings(report(), draft).slice(-1);
  assert.deepEqual([last.Label, last.Image, last.Number, last.draft.disposition], ['Cyst', 1, 3, 'Added']);
  assert.equal(last.Verification.Status, 'Unverified');
  const [sent] = drafts.bodyOf(draft).Added;
  assert.equal('Id' in sent, false, 'the server makes identifiers');
  assert.deepEqual([sent.Image, sent.Laterality, sent.Ellipse], [1, '', ellipse]);
  assert.deepEqual(drafts.remove(draft, last.Id).added, []);
});

test('An added finding of an image that is not shown is kept but not listed', () => {
  const draft = drafts.add(drafts.draftOf(report()), { Image: 1, Ellipse: ellipse, Label: 'Cyst' });
  const reduced = report({ Images: [report().Images[0]], Findings: [finding('one')] });
  assert.deepEqual(drafts.effectiveFindings(reduced, draft).map(({ Id }) => Id), ['one']);
  assert.equal(drafts.bodyOf(draft).Added.length, 1);
});

test('What is drawn and listed is the draft: edits applied, rejections marked, other analyses untouched', () => {
  let draft = drafts.edit(drafts.draftOf(report()), 'one', { Label: 'Mass', Ellipse: ellipse });
  draft = drafts.reject(draft, 'two', 'Artefact');
  draft = drafts.accept(draft, 'three');
  const collected = report({ Findings: [...report().Findings, finding('other')] });
  const shown = drafts.effectiveFindings(collected, draft);
  assert.deepEqual(
    shown.map((item) => [item.Id, item.Label, item.draft?.disposition]),
    [
      ['one', 'Mass', 'Edited'],
      ['other', 'Nodule', undefined],
      ['two', 'Mass', 'Rejected'],
      ['three', 'Nodule', 'Accepted'],
    ],
  );
  assert.deepEqual(shown[0].draft.edited, ['Label', 'Ellipse']);
  assert.deepEqual(shown[0].Gaussian.Mean, [30, 20]);
  assert.deepEqual(shown[0].Outline, []);
});

test('Without a draft the findings are the report\'s', () => {
  const plain = drafts.effectiveFindings(report(), null);
  assert.deepEqual(plain.map((item) => [item.Id, item.draft]), [['one', null], ['two', null]]);
});

test('The impression is sent only if it is another one', () => {
  const start = drafts.draftOf(report());
  assert.equal(drafts.setImpression(start, ' A nodule. ').impression, null);
  assert.equal(drafts.setImpression(start, '  ').impression, null, 'the server takes none for the model\'s');
  const changed = drafts.setImpression(start, ' Mine. ');
  assert.equal(drafts.bodyOf(changed).Impression, 'Mine.');
  assert.equal('Impression' in drafts.bodyOf(start), false);
});

function reviewed() {
  const edited = finding('one', {
    Label: 'Mass',
    Review: { Disposition: 'Edited', Reason: 'Larger', Original: { Label: 'Nodule' } },
  });
  const review = { Disposition: 'Rejected', Reason: 'Artefact' };
  const rejected = finding('two', { Number: 2, Label: 'Mass', Review: review });
  const added = finding('added', { Number: 3, Label: 'Cyst', Review: { Disposition: 'Added' } });
  return report({
    Findings: [edited, added],
    Rejected: [...report().Rejected, rejected],
    Narrative: { Impression: 'A mass.' },
    Review: { Revision: 4, SignedOff: true, OriginalImpression: 'A nodule.' },
  });
}

test('A draft of a reviewed report says what that review says', () => {
  const draft = drafts.draftOf(reviewed());
  assert.equal(drafts.isDirty(draft), false);
  const body = drafts.bodyOf(draft);
  assert.equal(body.Revision, 4);
  assert.equal(body.Impression, 'A mass.');
  assert.deepEqual(body.Findings, [
    { Id: 'one', Disposition: 'Edited', Reason: 'Larger', Label: 'Mass' },
    { Id: 'two', Disposition: 'Rejected', Reason: 'Artefact' },
  ]);
  assert.deepEqual(body.Added.map(({ Label }) => Label), ['Cyst']);
});

test('After a sign-off nothing is saved without another', () => {
  const draft = drafts.draftOf(reviewed());
  assert.deepEqual(drafts.problems(draft, { signing: false }), [{ kind: 'amend' }]);
  assert.deepEqual(drafts.problems(draft), []);
});

test('What an earlier review said can be taken back', () => {
  let draft = drafts.undecide(drafts.draftOf(reviewed()), 'one');
  draft = drafts.undecide(drafts.remove(draft, 'added'), 'two');
  const shown = drafts.effectiveFindings(reviewed(), draft);
  assert.deepEqual(
    shown.map((item) => [item.Id, item.Label, item.draft.disposition]),
    [
      ['one', 'Nodule', null],
      ['two', 'Mass', null],
    ],
  );
  assert.equal(drafts.isDirty(draft), true);
});

test('An abstained report is reviewed by what is added to it alone', () => {
  const abstained = report({ Status: 'Abstained', Findings: [], Rejected: [] });
  const draft = drafts.add(drafts.draftOf(abstained), { Image: 0, Ellipse: ellipse, Label: 'Mass' });
  assert.deepEqual(drafts.problems(draft), []);
  assert.deepEqual(drafts.counts(draft), { Accepted: 0, Edited: 0, Rejected: 0, Added: 1, Undecided: 0 });
});

const nonsense = [null, undefined, 7, 'text', [], {}, [null, 3, 'x', []], { Id: {} }, NaN];
const members = ['Findings', 'Rejected', 'Images', 'Review', 'Narrative', 'AnalysisId', 'Status'];

test('No report is too odd to be drafted', () => {
  for (const key of members) {
    for (const value of nonsense) {
      const odd = report({ [key]: value });
      const draft = drafts.acceptRemaining(drafts.draftOf(odd));
      drafts.effectiveFindings(odd, draft);
      drafts.effectiveFindings(odd, null);
      drafts.bodyOf(draft, 'x');
      drafts.problems(draft);
    }
  }
  for (const key of Object.keys(finding('one'))) {
    for (const value of nonsense) {
      const odd = report({ Findings: [finding('one', { [key]: value })] });
      const draft = drafts.edit(drafts.draftOf(odd), 'one', { Label: 'Mass', Ellipse: ellipse });
      JSON.stringify([drafts.effectiveFindings(odd, draft), drafts.bodyOf(draft)]);
    }
  }
  for (const id of ['__proto__', 'constructor', 'toString']) {
    const odd = report({ Findings: [finding(id)], Rejected: [] });
    const draft = drafts.acceptRemaining(drafts.draftOf(odd));
    assert.deepEqual(drafts.bodyOf(draft).Findings, [{ Id: id, Disposition: 'Accepted', Reason: '' }]);
    drafts.effectiveFindings(odd, drafts.draftOf(report()));
  }
});
