// SPDX-License-Identifier: GPL-3.0-or-later
// One's own changes put on top of what somebody else saved meanwhile. Pure.
import { bodyOf, draftOf } from './draft.js';
import { own } from './effective.js';

const same = (one, other) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

// Ids of decisions that the draft changed.
function changedDecisions(draft) {
  const ids = new Set([...Object.keys(draft.base.decisions), ...Object.keys(draft.decisions)]);
  return [...ids].filter((id) => !same(own(draft.base.decisions, id), own(draft.decisions, id)));
}

function decisionsOnTop(draft, theirs) {
  const mine = changedDecisions(draft).filter((id) => own(theirs.originals, id));
  const kept = Object.entries(theirs.decisions).filter(([id]) => !mine.includes(id));
  const changed = mine.map((id) => [id, own(draft.decisions, id)]).filter(([, decision]) => decision);
  return Object.fromEntries([...kept, ...changed]);
}

function addedOnTop(draft, theirs) {
  const before = new Map(draft.base.added.map((item) => [item.Id, item]));
  const mine = new Map(draft.added.map((item) => [item.Id, item]));
  const isRemoved = (id) => before.has(id) && !mine.has(id);
  const isChanged = (id) => mine.has(id) && !same(mine.get(id), before.get(id));
  const kept = theirs.added
    .filter((item) => !isRemoved(item.Id))
    .map((item) => (isChanged(item.Id) ? mine.get(item.Id) : item));
  // One that they removed and that was not touched here stays removed.
  const fresh = draft.added.filter(
    (item) => isChanged(item.Id) && !theirs.added.some((other) => other.Id === item.Id),
  );
  return [...kept, ...fresh];
}

// A draft that starts from `report` and says what `draft` changed.
export function rebase(draft, report) {
  const theirs = draftOf(report);
  return {
    ...theirs,
    decisions: decisionsOnTop(draft, theirs),
    added: addedOnTop(draft, theirs),
    impression: same(draft.impression, draft.base.impression) ? theirs.impression : draft.impression,
  };
}

// Ids of what both sides decided, differently.
export function disagreements(draft, report) {
  const theirs = draftOf(report);
  return changedDecisions(draft).filter((id) => {
    const other = own(theirs.decisions, id);
    return (
      !same(other, own(draft.base.decisions, id)) && !same(other, own(draft.decisions, id))
    );
  });
}

// Identifiers of added findings are the server's; who signs is asked elsewhere.
function saying(draft) {
  const { Findings, Added, Impression } = bodyOf(draft);
  const added = Added.map(({ Id, ...item }) => item);
  return JSON.stringify([Findings.sort((one, other) => (one.Id < other.Id ? -1 : 1)), added, Impression ?? null]);
}

// Whether the report's review is what `draft` would have saved: an answer may have been lost on its way.
export const isSaved = (draft, report) => saying(draft) === saying(draftOf(report));
