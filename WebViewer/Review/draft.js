// SPDX-License-Identifier: GPL-3.0-or-later
// A review while it is being made. Pure: every function gives a new draft and leaves the old one alone.
//
// draft = {
//   analysisId, revision      what is reviewed, and the revision that it started from
//   isSigned                  that revision is signed off: the next one must be, too
//   images: [{OrthancId, Frame, Rows, Columns, PixelSpacingMm}]     of the analysis' own report
//   originals: {id: {Id, Number, Label, ..., Ellipse, Image, IsOptional}}   what the model found
//   decisions: {id: {Disposition: 'Accepted' | 'Edited' | 'Rejected', Reason, Label?, ..., Ellipse?}}
//   added: [{Id, Image, Label, Anatomy, Laterality, Severity, Description, Ellipse}]   Image: index into images
//   impression                null: modelImpression stays
//   base                      {decisions, added, impression} that it started from
//   past, future              for undo and redo
// }
import { listOf, objectsOf } from '../Shared/values.js';
import { ellipseOf, isEllipse, isSameEllipse, normalized } from './ellipse.js';
import { effective, originalOf, own, textMembers } from './effective.js';

const mostSteps = 100;
const textOf = (value) => (typeof value === 'string' ? value : '');
const has = (object, key) => Object.hasOwn(object, key);

function imageOf(image) {
  return {
    OrthancId: textOf(image?.OrthancId),
    Frame: image?.Frame ?? 0,
    Rows: image?.Rows,
    Columns: image?.Columns,
    PixelSpacingMm: listOf(image?.PixelSpacingMm).length === 2 ? image.PixelSpacingMm : null,
  };
}

function textsOf(finding) {
  return Object.fromEntries(textMembers.map((key) => [key, textOf(finding[key])]));
}

// What verification rejected needs no human's word.
function isOptional(finding, report) {
  const isSetAside = listOf(report.Rejected).includes(finding) && !finding.Review;
  return isSetAside || originalOf(finding).Verification?.Status === 'Rejected';
}

function summaryOf(served, report) {
  const finding = originalOf(served);
  return {
    Id: finding.Id,
    Number: Number.isInteger(finding.Number) ? finding.Number : null,
    ...textsOf(finding),
    Ellipse: ellipseOf(finding),
    Image: Number.isInteger(finding.Image) ? finding.Image : 0,
    IsOptional: isOptional(served, report),
  };
}

// What an earlier review said of a finding.
function decisionOf(finding) {
  const review = finding.Review;
  const decision = { Disposition: review.Disposition, Reason: textOf(review.Reason) };
  if (review.Disposition !== 'Edited') {
    return decision;
  }
  const original = originalOf(finding);
  for (const key of textMembers) {
    if (textOf(finding[key]) !== textOf(original[key])) {
      decision[key] = textOf(finding[key]);
    }
  }
  const ellipse = ellipseOf(finding);
  return isSameEllipse(ellipse, ellipseOf(original)) ? decision : { ...decision, Ellipse: ellipse };
}

function addedOf(finding) {
  const image = Number.isInteger(finding.Image) ? finding.Image : 0;
  return { Id: finding.Id, Image: image, ...textsOf(finding), Ellipse: ellipseOf(finding) };
}

const isAdded = (finding) => finding.Review?.Disposition === 'Added';
const isDecided = (finding) => ['Accepted', 'Edited', 'Rejected'].includes(finding.Review?.Disposition);

// {impression: what an earlier review replaced it by, or null, modelImpression}.
function impressionsOf(report) {
  const now = textOf(report?.Narrative?.Impression);
  const original = report?.Review?.OriginalImpression;
  return typeof original === 'string'
    ? { impression: now, modelImpression: original }
    : { impression: null, modelImpression: now };
}

// A draft that says what the report's newest review says. `report` is that of one analysis, whole.
export function draftOf(report) {
  const all = [...objectsOf(report?.Findings), ...objectsOf(report?.Rejected)].filter((finding) =>
    textOf(finding.Id),
  );
  const found = all.filter((finding) => !isAdded(finding));
  const { impression, modelImpression } = impressionsOf(report);
  const base = {
    decisions: Object.fromEntries(
      found.filter(isDecided).map((finding) => [finding.Id, decisionOf(finding)]),
    ),
    added: all.filter(isAdded).map(addedOf),
    impression,
  };
  return {
    analysisId: textOf(report?.AnalysisId),
    revision: Number.isInteger(report?.Review?.Revision) ? report.Review.Revision : 0,
    isSigned: report?.Review?.SignedOff === true,
    images: listOf(report?.Images).map(imageOf),
    originals: Object.fromEntries(found.map((finding) => [finding.Id, summaryOf(finding, report)])),
    modelImpression,
    ...base,
    base,
    past: [],
    future: [],
  };
}

const snapshot = ({ decisions, added, impression }) => ({ decisions, added, impression });
const withPlainEllipse = (item) =>
  isEllipse(item.Ellipse) ? { ...item, Ellipse: normalized(item.Ellipse) } : item;

// What it says, however it came to say so.
function canonical({ decisions, added, impression }) {
  const sorted = Object.keys(decisions).sort().map((id) => [id, withPlainEllipse(decisions[id])]);
  return JSON.stringify([sorted, added.map(withPlainEllipse), impression]);
}

const sameState = (one, other) => canonical(one) === canonical(other);

function changed(draft, patch) {
  const next = { ...draft, ...patch };
  return sameState(next, draft)
    ? draft
    : { ...next, past: [...draft.past, snapshot(draft)].slice(-mostSteps), future: [] };
}

export function undo(draft) {
  const last = draft.past[draft.past.length - 1];
  return last
    ? { ...draft, ...last, past: draft.past.slice(0, -1), future: [snapshot(draft), ...draft.future] }
    : draft;
}

export function redo(draft) {
  const [next, ...future] = draft.future;
  return next ? { ...draft, ...next, past: [...draft.past, snapshot(draft)], future } : draft;
}

// Steps since `draft` was `before` become one, e.g. those of a drag.
export function asOneStep(before, draft) {
  return sameState(before, draft)
    ? before
    : { ...draft, past: [...before.past, snapshot(before)].slice(-mostSteps), future: [] };
}

function decide(draft, id, decision) {
  return has(draft.originals, id)
    ? changed(draft, { decisions: { ...draft.decisions, [id]: decision } })
    : draft;
}

export function accept(draft, id) {
  return decide(draft, id, { Disposition: 'Accepted', Reason: '' });
}

export function reject(draft, id, reason) {
  return decide(draft, id, { Disposition: 'Rejected', Reason: textOf(reason).trim() });
}

export function undecide(draft, id) {
  const { [id]: gone, ...decisions } = draft.decisions;
  return gone ? changed(draft, { decisions }) : draft;
}

export function acceptRemaining(draft) {
  const accepted = undecided(draft).map((id) => [id, { Disposition: 'Accepted', Reason: '' }]);
  return changed(draft, { decisions: { ...draft.decisions, ...Object.fromEntries(accepted) } });
}

// What differs from the original; members are those of textMembers and Ellipse.
function differences(original, members) {
  const left = Object.fromEntries(
    textMembers
      .filter((key) => has(members, key) && textOf(members[key]).trim() !== original[key].trim())
      .map((key) => [key, textOf(members[key]).trim()]),
  );
  return isEllipse(members.Ellipse) && !isSameEllipse(members.Ellipse, original.Ellipse)
    ? { ...left, Ellipse: members.Ellipse }
    : left;
}

// Of a model's finding or of an added one. Equal to what the model said: it is accepted.
export function edit(draft, id, members) {
  const index = draft.added.findIndex((item) => item.Id === id);
  if (index >= 0) {
    const item = { ...draft.added[index], ...members };
    return changed(draft, { added: draft.added.map((old, at) => (at === index ? item : old)) });
  }
  if (!has(draft.originals, id)) {
    return draft;
  }
  const decision = own(draft.decisions, id);
  const earlier = decision?.Disposition === 'Edited' ? decision : {};
  const left = differences(draft.originals[id], { ...earlier, ...members });
  const reason = textOf(members.Reason ?? earlier.Reason).trim();
  const disposition = Object.keys(left).length > 0 ? 'Edited' : 'Accepted';
  return decide(draft, id, { Disposition: disposition, Reason: reason, ...left });
}

// Empty, or equal to the model's own: that one stays.
export function setImpression(draft, text) {
  const cleaned = textOf(text).trim();
  const isOwn = cleaned !== '' && cleaned !== draft.modelImpression.trim();
  return changed(draft, { impression: isOwn ? cleaned : null });
}

export const impressionOf = (draft) => draft.impression ?? draft.modelImpression;

// `item` has Image (index into draft.images) and Ellipse; the Id is for this draft alone until it is saved.
export function add(draft, item) {
  const texts = textsOf(item);
  const added = { Id: item.Id ?? `new-${crypto.randomUUID?.() ?? Math.random()}`, Image: item.Image ?? 0 };
  return changed(draft, { added: [...draft.added, { ...added, ...texts, Ellipse: item.Ellipse }] });
}

export function remove(draft, id) {
  return changed(draft, { added: draft.added.filter((item) => item.Id !== id) });
}

// Findings that sign-off still asks about.
export function undecided(draft) {
  return Object.values(draft.originals)
    .filter((original) => !original.IsOptional && !own(draft.decisions, original.Id))
    .map((original) => original.Id);
}

export function counts(draft) {
  const of = (name) =>
    Object.values(draft.decisions).filter((decision) => decision.Disposition === name).length;
  return {
    Accepted: of('Accepted'),
    Edited: of('Edited'),
    Rejected: of('Rejected'),
    Added: draft.added.length,
    Undecided: undecided(draft).length,
  };
}

// Why it cannot be saved or, if asked for, signed: [{kind, id?}].
export function problems(draft, { signing = true } = {}) {
  const reasons = Object.entries(draft.decisions)
    .filter(([, decision]) => decision.Disposition === 'Rejected' && !decision.Reason)
    .map(([id]) => ({ kind: 'reason', id }));
  const labels = [...draft.added, ...Object.entries(draft.decisions).map(([Id, item]) => ({ Id, ...item }))]
    .filter((item) => has(item, 'Label') && item.Label.trim() === '')
    .map((item) => ({ kind: 'label', id: item.Id }));
  const places = draft.added
    .filter((item) => !isEllipse(item.Ellipse))
    .map((item) => ({ kind: 'ellipse', id: item.Id }));
  const open = signing ? undecided(draft).map((id) => ({ kind: 'undecided', id })) : [];
  const amending = !signing && draft.isSigned ? [{ kind: 'amend' }] : [];
  return [...amending, ...reasons, ...labels, ...places, ...open];
}

export const isDirty = (draft) => Boolean(draft) && !sameState(draft, draft.base);

const isUuid = (text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

function addedBody({ Id, Ellipse, ...item }) {
  return { ...(isUuid(Id) ? { Id } : {}), ...item, Ellipse: normalized(Ellipse) };
}

// What is posted; `name` of who signs, if somebody does.
export function bodyOf(draft, name = '') {
  const findings = Object.entries(draft.decisions).map(([Id, { Ellipse, ...decision }]) => ({
    Id,
    ...decision,
    ...(Ellipse ? { Ellipse: normalized(Ellipse) } : {}),
  }));
  return {
    AnalysisId: draft.analysisId,
    Revision: draft.revision,
    Findings: findings,
    Added: draft.added.map(addedBody),
    ...(draft.impression === null ? {} : { Impression: draft.impression }),
    SignOff: name ? { Name: name } : null,
  };
}

let last = null;

// What is drawn and listed: the report's findings with the draft applied; effective.js says more.
// The same list as long as report and draft are the same: not to be changed by who gets it.
export function effectiveFindings(report, draft) {
  if (!last || last.report !== report || last.draft !== draft) {
    last = { report, draft, all: effective(report, draft) };
  }
  return last.all;
}
