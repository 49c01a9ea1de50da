// SPDX-License-Identifier: GPL-3.0-or-later
// What a report says of its reviews while none is being made: by whom, when, signed or not, what was
// decided, the history, and what the model had said.
import { details, element, modelText } from '../Shared/elements.js';
import { timeText } from '../Shared/state.js';
import { t } from '../Shared/texts.js';
import { numberOf, numberOfFinding, objectOf, objectsOf, personText, textOf } from '../Shared/values.js';
import { textMembers } from './effective.js';

export function whoOf(review) {
  return personText(review?.Name) || textOf(review?.User) || t('review.somebody');
}

export function countsText(counts) {
  const known = ['Accepted', 'Edited', 'Rejected', 'Added', 'Undecided'].map((name) => [
    name,
    numberOf(objectOf(counts)[name]) ?? 0,
  ]);
  return t('review.counts', Object.fromEntries(known));
}

function stateLine(review) {
  if (!review) {
    return element('p', { class: 'vlm-review-state', 'data-kind': 'none' }, t('review.none'));
  }
  const key = review.SignedOff === true ? 'review.signed' : 'review.saved';
  const text = t(key, { who: whoOf(review), when: timeText(review.At) });
  return element(
    'p',
    { class: 'vlm-review-state', 'data-kind': review.SignedOff === true ? 'signed' : 'draft' },
    element('bdi', {}, text),
    review.Amends === true && ` ${t('review.amended')}`,
  );
}

function historyRow(review) {
  const state = t(review.SignedOff === true ? 'review.state.signed' : 'review.state.draft');
  const parts = [
    t('review.revision', { revision: numberOf(review.Revision) ?? '?' }),
    timeText(review.At),
    whoOf(review),
    state,
  ];
  return element(
    'li',
    {},
    modelText('span', '', parts.filter(Boolean).join(' · ')),
    element('span', { class: 'vlm-remark' }, countsText(review.Counts)),
  );
}

function historyOf(report) {
  const reviews = objectsOf(report?.Reviews);
  return (
    reviews.length > 0 &&
    details(
      { class: 'vlm-review-history', 'data-key': 'history' },
      t('review.history', { count: reviews.length }),
      element('ol', {}, [...reviews].reverse().map(historyRow)),
    )
  );
}

function replacedTexts(finding) {
  const original = objectOf(finding.Review?.Original);
  const texts = textMembers
    .filter((key) => key in original && textOf(original[key]) !== textOf(finding[key]))
    .map((key) => `${t(`review.${key}`)}: ${textOf(original[key]) || t('review.nothing')}`);
  const isMoved = ['Box', 'Gaussian', 'CredibleEllipses'].some((key) => key in original);
  return isMoved ? [...texts, t('review.was.place')] : texts;
}

function originalRow(finding, index) {
  const texts = replacedTexts(finding);
  const number = numberOfFinding(finding, index);
  return (
    texts.length > 0 &&
    element(
      'li',
      {},
      modelText('strong', '', `${number}. ${textOf(finding.Label)}`),
      ' ',
      modelText('span', '', t('review.was', { text: texts.join('; ') })),
    )
  );
}

// What edits replaced, in the findings and in the impression.
function originalsOf(report) {
  const rows = objectsOf(report?.Findings).map(originalRow).filter(Boolean);
  const impression = report?.Review?.OriginalImpression;
  if (typeof impression === 'string') {
    const was = `${t('review.original.impression')}: ${impression || t('review.nothing')}`;
    rows.push(element('li', {}, modelText('span', '', textOf(was))));
  }
  return (
    rows.length > 0 &&
    details(
      { class: 'vlm-review-originals', 'data-key': 'originals' },
      t('review.originals', { count: rows.length }),
      element('ul', {}, rows),
    )
  );
}

export function reviewSummary(report) {
  const review = report?.Review ?? null;
  return [
    stateLine(review),
    review && element('p', { class: 'vlm-review-counts' }, countsText(review.Counts)),
    originalsOf(report),
    historyOf(report),
  ];
}

