// SPDX-License-Identifier: GPL-3.0-or-later
// What a reviewer works with: progress, the findings to decide, the impression, what is still missing, and the
// buttons that save and sign.
import { button, details, element } from '../Shared/elements.js';
import { timeText } from '../Shared/state.js';
import { t } from '../Shared/texts.js';
import { numberOf, objectsOf } from '../Shared/values.js';
import { counts, effectiveFindings, isDirty, problems } from './draft.js';
import { own } from './effective.js';
import { asideRow, findingRow, namesOf } from './rows.js';
import { whoOf } from './summary.js';

const many = (key, count) => t(`${key}.${count === 1 ? 'one' : 'many'}`, { count });

// The findings that this draft speaks of.
export function deskFindings({ report, draft }) {
  return effectiveFindings(report, draft).filter((finding) => finding.draft);
}

function asideFindings({ report, draft }) {
  return objectsOf(report?.Rejected).filter(
    ({ Id }) => own(draft.originals, Id)?.IsOptional && !own(draft.decisions, Id),
  );
}

function problemTexts(found, findings) {
  const nameOf = (id) => {
    const index = findings.findIndex((finding) => finding.Id === id);
    return namesOf(findings[index] ?? {}, Math.max(index, 0));
  };
  const open = found.filter(({ kind }) => kind === 'undecided').length;
  const others = found
    .filter(({ kind }) => kind !== 'undecided')
    .map(({ kind, id }) => t(`review.problem.${kind}`, id ? nameOf(id) : {}));
  return open > 0 ? [...others, many('review.problem.undecided', open)] : others;
}

function progress(draft) {
  const of = Object.values(draft.originals).filter((original) => !original.IsOptional).length;
  const done = of - counts(draft).Undecided;
  const text = of === 0 ? t('review.progress.none') : t('review.progress', { done, of });
  return element(
    'div',
    { class: 'vlm-review-progress' },
    element('span', { role: 'status' }, text),
    of > 0 && element('progress', { max: of, value: done, 'aria-label': text }),
  );
}

function tool(key, attributes, ...words) {
  return button({ 'data-key': key, ...attributes }, words.length > 0 ? words : t(`review.${key}`));
}

function toolbar(state, actions) {
  const { draft } = state;
  const { Undecided } = counts(draft);
  return element(
    'div',
    { class: 'vlm-review-tools', role: 'group', 'aria-label': t('review.title') },
    tool('undo', { disabled: draft.past.length === 0, onclick: actions.undo }),
    tool('redo', { disabled: draft.future.length === 0, onclick: actions.redo }),
    tool(
      'acceptAll',
      { disabled: Undecided === 0, onclick: actions.acceptRemaining },
      t('review.acceptAll', { count: Undecided }),
    ),
    tool('add', { onclick: actions.add, 'aria-pressed': String(state.editing === 'new') }),
  );
}

function lists(state, findings, actions) {
  const rows = findings.map((finding, index) => findingRow(finding, index, state.selected, actions));
  const aside = asideFindings(state);
  return [
    element('p', { class: 'vlm-remark' }, t('review.keys')),
    element('ol', { class: 'vlm-review-rows', 'aria-label': t('review.findings') }, rows),
    aside.length > 0 &&
      details(
        { class: 'vlm-review-aside', 'data-key': 'aside' },
        t('review.aside', { count: aside.length }),
        element('p', { class: 'vlm-remark' }, t('review.aside.note')),
        element('ul', { class: 'vlm-review-rows' }, aside.map((one, index) => asideRow(one, index, actions))),
      ),
  ];
}

function needs(draft, findings) {
  const hindering = problemTexts(problems(draft, { signing: false }), findings);
  const unsigned = problemTexts(problems(draft), findings).filter((text) => !hindering.includes(text));
  const list = (title, texts) =>
    texts.length > 0 && [
      element('p', {}, t(title)),
      element('ul', {}, texts.map((text) => element('li', { dir: 'auto' }, text))),
    ];
  return element(
    'div',
    { class: 'vlm-review-needs' },
    list('review.needs.save', hindering),
    list('review.needs', unsigned),
  );
}

function footer({ draft }, busy, actions) {
  const cannotSave = problems(draft, { signing: false }).length > 0 || !isDirty(draft);
  const cannotSign = problems(draft).length > 0;
  const discard = isDirty(draft) ? 'review.discard' : 'review.discard.close';
  return element(
    'div',
    { class: 'vlm-review-end' },
    tool('sign', { class: 'vlm-primary', disabled: busy || cannotSign, onclick: actions.sign }),
    tool('save', { disabled: busy || cannotSave, onclick: actions.save }),
    tool('discard', { class: 'vlm-cancel', disabled: busy, onclick: actions.discard }, t(discard)),
  );
}

// Nodes before and after the editor's slot and the impression, which stay as they are.
export function desk(state, busy, actions) {
  const findings = deskFindings(state);
  return {
    head: [progress(state.draft), toolbar(state, actions)],
    body: lists(state, findings, actions),
    foot: [needs(state.draft, findings), footer(state, busy, actions)],
  };
}

export function conflictBar(conflict, actions) {
  const values = {
    who: conflict.Name || conflict.User ? whoOf(conflict) : t('review.somewhere'),
    when: timeText(conflict.At),
    revision: numberOf(conflict.Revision) ?? '?',
  };
  const looking = Boolean(conflict.mine);
  return element(
    'div',
    { class: 'vlm-review-conflict', role: 'alert' },
    element('p', { dir: 'auto' }, t(looking ? 'review.conflict.looking' : 'review.conflict', values)),
    element(
      'div',
      { class: 'vlm-form-buttons' },
      looking
        ? tool('conflict.back', { onclick: actions.back })
        : tool('conflict.look', { onclick: actions.look }),
      tool('conflict.top', { class: 'vlm-primary', onclick: actions.onTop }),
      tool('conflict.drop', { class: 'vlm-cancel', onclick: actions.discard }),
    ),
  );
}
