// SPDX-License-Identifier: GPL-3.0-or-later
// The findings of a report as a draft leaves them, each with a member `draft`. Pure.
//   draft: null                            nothing is being said of it (no draft, or of another analysis)
//   draft: {disposition, reason, edited}   disposition null (undecided), 'Accepted', 'Edited', 'Rejected' or
//                                          'Added'; edited: the members that a human changed
// Rejected ones stay in the list until the review is saved, to be drawn as such.
import { listOf, objectsOf } from '../Shared/values.js';
import { isEllipse, withEllipse } from './ellipse.js';

export const textMembers = ['Label', 'Anatomy', 'Laterality', 'Severity', 'Description'];
export const own = (object, key) => (Object.hasOwn(object, key) ? object[key] : undefined);

// The finding as the model gave it.
export function originalOf(finding) {
  const replaced = finding?.Review?.Original;
  return replaced && typeof replaced === 'object' ? { ...finding, ...replaced } : finding;
}

function applied(finding, decision, image) {
  if (decision?.Disposition !== 'Edited') {
    return finding;
  }
  const texts = textMembers
    .filter((key) => typeof decision[key] === 'string')
    .map((key) => [key, decision[key]]);
  const edited = { ...finding, ...Object.fromEntries(texts) };
  return isEllipse(decision.Ellipse) ? withEllipse(edited, decision.Ellipse, image) : edited;
}

function reviewed(finding, draft, images) {
  const decision = own(draft.decisions, finding.Id);
  const edited = Object.keys(decision ?? {}).filter((key) => !['Disposition', 'Reason'].includes(key));
  const state = { disposition: decision?.Disposition ?? null, reason: decision?.Reason ?? '', edited };
  return { ...applied(originalOf(finding), decision, images[finding.Image ?? 0]), draft: state };
}

// The image of an added finding in the shown report, which may be of more or fewer images; -1: not in it.
function shownImage(item, draft, images) {
  const image = draft.images[item.Image];
  return images.findIndex(
    (other) => image && other?.OrthancId === image.OrthancId && (other.Frame ?? 0) === image.Frame,
  );
}

function addedFinding(item, image, number, imageFacts) {
  const { Ellipse, ...members } = item;
  const finding = {
    ...members,
    Number: number,
    Image: image,
    Category: '',
    Evidence: '',
    Differential: [],
    ModelScore: null,
    RawBox: null,
    Verification: { Status: 'Unverified', Checks: [] },
    Review: null,
    draft: { disposition: 'Added', reason: '', edited: [] },
  };
  return isEllipse(Ellipse) ? withEllipse(finding, Ellipse, imageFacts) : finding;
}

function additions(report, draft, images) {
  const numbers = objectsOf(report?.Findings).map((finding) => finding.Number);
  const highest = Math.max(0, ...numbers.filter(Number.isInteger));
  const known = new Map(objectsOf(report?.Findings).map((finding) => [finding.Id, finding.Number]));
  const fresh = draft.added.filter((item) => !known.has(item.Id)).map((item) => item.Id);
  return draft.added
    .map((item) => ({ item, image: shownImage(item, draft, images) }))
    .filter(({ image }) => image >= 0)
    .map(({ item, image }) => {
      const number = known.get(item.Id) ?? highest + 1 + fresh.indexOf(item.Id);
      return addedFinding(item, image, number, images[image]);
    });
}

// Of what verification or a human set aside: what the draft says something of.
function reopened(report, draft) {
  return objectsOf(report?.Rejected).filter(
    ({ Id }) =>
      own(draft.originals, Id) && (own(draft.decisions, Id) || !own(draft.originals, Id).IsOptional),
  );
}

// Those that come back from the rejected ones stand where they were.
const orderOf = ({ Number: number }) => (Number.isInteger(number) && number > 0 ? number : Infinity);

function byNumber(one, other) {
  const [a, b] = [orderOf(one), orderOf(other)];
  return a === b ? 0 : a - b;
}

export function effective(report, draft) {
  const findings = objectsOf(report?.Findings);
  if (!draft) {
    return findings.map((finding) => ({ ...finding, draft: null }));
  }
  const images = listOf(report?.Images);
  const added = additions(report, draft, images);
  // What an earlier review of the same analysis added is told by the draft, too.
  const earlier = new Set([...draft.base.added, ...draft.added].map((item) => item.Id));
  const kept = findings.filter((finding) => !earlier.has(finding.Id));
  const judged = [...kept, ...reopened(report, draft)].map((finding) =>
    own(draft.originals, finding.Id) ? reviewed(finding, draft, images) : { ...finding, draft: null },
  );
  return [...judged.sort(byNumber), ...added];
}

