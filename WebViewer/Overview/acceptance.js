// SPDX-License-Identifier: GPL-3.0-or-later
// How far human reviewers followed each model: of what they judged, the share that they accepted as
// it was.
import { element, modelText, replaceIfDifferent } from '../Shared/elements.js';
import { t } from '../Shared/texts.js';
import { numberOf, objectsOf, textOf } from '../Shared/values.js';

const parts = ['Accepted', 'Edited', 'Rejected'];

function judged(rows) {
  return rows.reduce(
    (total, row) => total + parts.reduce((sum, part) => sum + (numberOf(row[part]) ?? 0), 0),
    0,
  );
}

function grouped(rows) {
  const groups = new Map();
  for (const row of rows) {
    const key = [row.Model, row.Modality].map(textOf).filter(Boolean).join(' · ');
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups].sort(([, one], [, other]) => judged(other) - judged(one));
}

// The words say all; the bar is for the eye alone.
function barOf(row) {
  const all = judged([row]);
  const segments = parts.map((part) => {
    const segment = element('span', { 'data-part': part.toLowerCase() });
    segment.style.width = `${all > 0 ? (100 * (numberOf(row[part]) ?? 0)) / all : 0}%`;
    return segment;
  });
  return element('span', { class: 'vlm-bar', 'aria-hidden': 'true' }, segments);
}

function rowOf(row) {
  const count = (part) => numberOf(row[part]) ?? 0;
  const rate = numberOf(row.Rate);
  const share = rate === null ? '–' : `${Math.round(100 * rate)} %`;
  const words = t('overview.dispositions', {
    accepted: count('Accepted'),
    edited: count('Edited'),
    rejected: count('Rejected'),
    added: count('Added'),
  });
  return element(
    'tr',
    {},
    element(
      'th',
      { scope: 'row' },
      modelText('span', 'vlm-words', textOf(row.Label) || t('shared.unnamed')),
    ),
    element('td', { class: 'vlm-bar-cell' }, barOf(row)),
    element('td', { class: 'vlm-rate' }, share),
    element('td', { class: 'vlm-soft' }, words),
  );
}

function tableOf([name, rows]) {
  const sorted = [...rows].sort((one, other) => judged([other]) - judged([one]));
  const head = ['label', 'bar', 'rate', 'counts'].map((column) =>
    element('th', { scope: 'col' }, t(`overview.acceptance.${column}`)),
  );
  return element(
    'table',
    {},
    element('caption', {}, modelText('span', '', name || t('shared.unknownModel'))),
    element('thead', { class: 'vlm-visually-hidden' }, element('tr', {}, head)),
    element('tbody', {}, sorted.map(rowOf)),
  );
}

export function acceptanceCard() {
  const tables = element('div', { class: 'vlm-acceptance' });
  const card = element(
    'section',
    { class: 'vlm-card', 'aria-labelledby': 'vlm-acceptance-title' },
    element('h2', { id: 'vlm-acceptance-title' }, t('overview.acceptance')),
    element('p', { class: 'vlm-soft' }, t('overview.acceptanceMeans')),
    tables,
  );
  return {
    element: card,
    show(status) {
      const groups = grouped(objectsOf(status.Acceptance));
      const none = element('p', {}, t('overview.noReviews'));
      replaceIfDifferent(tables, groups.length > 0 ? groups.map(tableOf) : [none]);
    },
  };
}
