// SPDX-License-Identifier: GPL-3.0-or-later
// How sure a location is and why, in words: badges, one sentence, and the ledger of checks.
import { element, modelText } from '../Shared/elements.js';
import { t } from '../Shared/texts.js';
import { objectOf, shortNumber, textOf } from '../Shared/values.js';
import {
  agreementOf,
  checksOf,
  doubtsOf,
  isLocated,
  shiftOf,
  verificationStatus,
} from './ledger.js';

const dispositions = ['Accepted', 'Edited', 'Rejected', 'Added'];

// Of the draft while a review is being made, else of the report's review; '' when undecided.
export function dispositionOf(finding) {
  const { disposition } = objectOf(finding?.draft);
  const told = finding?.draft ? disposition : objectOf(finding?.Review).Disposition;
  return dispositions.includes(told) ? told : '';
}

export function verificationBadge(finding) {
  const status = verificationStatus(finding);
  return element(
    'span',
    {
      class: 'vlm-badge',
      'data-kind': status.toLowerCase(),
      title: t(`findings.verdict.${status}`),
    },
    t(`shared.verification.${status}`),
  );
}

export function reviewBadge(finding) {
  const disposition = dispositionOf(finding);
  return (
    disposition &&
    element(
      'span',
      { class: 'vlm-badge vlm-review-badge', 'data-disposition': disposition.toLowerCase() },
      t(`shared.disposition.${disposition}`),
    )
  );
}

function shiftText(finding) {
  const shift = shiftOf(finding);
  if (!shift) {
    return '';
  }
  const length = shift.mm === null ? `${shortNumber(shift.px)} px` : `${shortNumber(shift.mm)} mm`;
  return t('findings.moved', { length });
}

function agreementText(finding) {
  const agreement = agreementOf(finding);
  return agreement ? t('findings.agreement', agreement) : '';
}

function doubtText({ name, isKnown }) {
  return isKnown ? t(`findings.doubt.${name}`) : name;
}

// One sentence: what speaks for the place, and what against it.
export function whyText(finding) {
  if (dispositionOf(finding) === 'Added') {
    return t('findings.addedByReviewer');
  }
  if (!isLocated(finding)) {
    return t('findings.notLocated');
  }
  const doubts = doubtsOf(finding).map(doubtText);
  const parts = [
    t(`findings.verdict.${verificationStatus(finding)}`),
    agreementText(finding),
    shiftText(finding),
    doubts.length > 0 && t('findings.doubts', { doubts: doubts.join(t('findings.semicolon')) }),
  ];
  return parts.filter(Boolean).join(' ');
}

function checkRow({ name, isKnown, passed, detail }) {
  return element(
    'li',
    { 'data-passed': String(passed) },
    element('span', { class: 'vlm-mark', 'aria-hidden': 'true' }, passed ? '✓' : '✗'),
    element(
      'div',
      {},
      element('b', {}, isKnown ? t(`findings.check.${name}`) : modelText('span', '', name)),
      element(
        'span',
        { class: 'vlm-outcome' },
        ` ${t(passed ? 'findings.passed' : 'findings.failed')}`,
      ),
      detail && modelText('p', 'vlm-soft', detail, 'en'),
    ),
  );
}

// null where nothing was checked.
export function ledger(finding) {
  const checks = checksOf(finding);
  if (checks.length === 0) {
    return null;
  }
  const passed = checks.filter((check) => check.passed).length;
  // What failed comes first: it is what one looks for.
  const ordered = [...checks].sort((one, other) => Number(one.passed) - Number(other.passed));
  return element(
    'div',
    { class: 'vlm-ledger' },
    element('h4', {}, t('findings.ledger', { passed, count: checks.length })),
    element('ul', {}, ordered.map(checkRow)),
  );
}

// What the model had said, where a reviewer changed it.
export function originalText(finding) {
  const original = objectOf(objectOf(finding?.Review).Original);
  return ['Label', 'Anatomy', 'Laterality', 'Severity', 'Description']
    .filter((key) => key in original && textOf(original[key]) !== textOf(finding[key]))
    .map((key) => `${t(`findings.member.${key}`)}: ${textOf(original[key]) || '–'}`)
    .join(t('findings.semicolon'));
}
