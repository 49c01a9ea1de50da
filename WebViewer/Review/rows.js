// SPDX-License-Identifier: GPL-3.0-or-later
// The findings as a list to decide: one row each, with what was decided and the buttons to do so.
import { button, element, modelText } from '../Shared/elements.js';
import { t } from '../Shared/texts.js';
import { colourOf, listOf, numberOfFinding, textOf } from '../Shared/values.js';

const longestLabel = 80;  // in names of buttons

export function namesOf(finding, index) {
  const label = textOf(finding.Label) || t('review.unnamed');
  const short = label.length > longestLabel ? `${label.slice(0, longestLabel)}…` : label;
  return { number: numberOfFinding(finding, index), label: short };
}

const kinds = { Accepted: 'good', Edited: 'good', Added: 'good', Rejected: 'bad' };

function verdict({ disposition }) {
  const text = disposition ? t(`review.${disposition}`) : t('review.undecided');
  return element('span', { class: 'vlm-verdict', 'data-kind': kinds[disposition] ?? 'open' }, text);
}

function remark({ edited, reason }) {
  const what = listOf(edited).map((key) => t(`review.${key}`)).join(', ');
  return [
    what && element('span', { class: 'vlm-remark' }, t('review.changed', { what })),
    reason && modelText('span', 'vlm-remark', t('review.because', { reason })),
  ];
}

// `pressed` null: an action, not a state.
function decision(name, names, { pressed = null, onclick, id }) {
  const attributes = {
    class: `vlm-decide vlm-decide-${name}`,
    'data-key': `${name} ${id}`,
    'aria-label': t(`review.${name}.of`, names),
    'aria-pressed': pressed === null ? null : String(pressed),
    title: name === 'remove' ? null : t(`review.${name}.key`),
    onclick,
  };
  return button(attributes, t(`review.${name}`));
}

function decisions(finding, names, actions) {
  const { Id: id } = finding;
  const { disposition } = finding.draft;
  const editing = decision('edit', names, {
    id,
    pressed: disposition === 'Added' ? null : disposition === 'Edited',
    onclick: () => actions.edit(id),
  });
  if (disposition === 'Added') {
    return [editing, decision('remove', names, { id, onclick: () => actions.remove(id) })];
  }
  // Pressed again, a decision is taken back.
  const toggle = (name, word, action) =>
    decision(name, names, {
      id,
      pressed: disposition === word,
      onclick: () => (disposition === word ? actions.undecide(id) : action(id)),
    });
  return [
    toggle('accept', 'Accepted', actions.accept),
    editing,
    toggle('reject', 'Rejected', actions.reject),
  ];
}

// `finding` is one of effectiveFindings().
export function findingRow(finding, index, selected, actions) {
  const names = namesOf(finding, index);
  const number = button(
    {
      class: 'vlm-number',
      'data-colour': colourOf(names.number),
      'data-key': `show ${finding.Id}`,
      'aria-label': t('review.show.of', names),
      onclick: () => actions.select(finding.Id),
    },
    String(names.number),
  );
  return element(
    'li',
    {
      class: 'vlm-review-row',
      'data-finding': finding.Id,
      'data-disposition': finding.draft.disposition ?? 'Undecided',
      'aria-current': finding.Id === selected ? 'true' : null,
      onpointerenter: () => actions.hover(finding.Id),
      onpointerleave: () => actions.hover(null),
    },
    number,
    element(
      'div',
      { class: 'vlm-review-words' },
      modelText('strong', 'vlm-review-label', names.label),
      verdict(finding.draft),
      remark(finding.draft),
    ),
    element('div', { class: 'vlm-decisions', role: 'group' }, decisions(finding, names, actions)),
  );
}

// One that verification set aside and that nothing was said of yet.
export function asideRow(finding, index, actions) {
  const names = namesOf(finding, index);
  return element(
    'li',
    { class: 'vlm-review-row', 'data-finding': finding.Id },
    modelText('strong', 'vlm-review-label', names.label),
    element(
      'div',
      { class: 'vlm-decisions' },
      decision('accept', names, { id: finding.Id, onclick: () => actions.accept(finding.Id) }),
    ),
  );
}
