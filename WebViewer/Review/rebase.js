// SPDX-License-Identifier: GPL-3.0-or-later
// One's own changes put on top of what somebody else saved meanwhile. Pure.
import { bodyOf, draftOf } from './draft.js';
import { own, textMembers } from './effective.js';
import { isEllipse, normalized } from './ellipse.js';

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

// What an added finding says, whatever its Id. A circle's angle says nothing.
function contentOf(item) {
  const { Mean, SemiAxesPx, AngleDegrees } = isEllipse(item.Ellipse) ? normalized(item.Ellipse) : {};
  const isRound = SemiAxesPx?.[0] === SemiAxesPx?.[1];
  const texts = textMembers.map((key) => String(item[key] ?? '').trim());
  return JSON.stringify([item.Image, texts, Mean, SemiAxesPx, isRound ? 0 : AngleDegrees]);
}

// Without what `saved` has already, under Ids of the server's: an answer may have been lost on its way.
function unsaved(items, saved) {
  const contents = saved.map(contentOf);
  return items.filter((item) => {
    const at = contents.indexOf(contentOf(item));
    if (at >= 0) {
      contents.splice(at, 1);
    }
    return at < 0;
  });
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
  const saved = theirs.added.filter((item) => !before.has(item.Id));
  return [...kept, ...unsaved(fresh, saved)];
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
