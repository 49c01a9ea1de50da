// SPDX-License-Identifier: GPL-3.0-or-later
// The review in the reader's column: its state, and the desk on which a new one is made.
import { button, element, replaceIfDifferent } from '../Shared/elements.js';
import { t } from '../Shared/texts.js';
import { numberOf, objectOf, objectsOf, textOf } from '../Shared/values.js';
import { deskActions } from './actions.js';
import { choicesOf } from './choices.js';
import { conflictBar, desk } from './desk.js';
import { asOneStep, impressionOf, setImpression } from './draft.js';
import { Editor } from './editor.js';
import { ImpressionField } from './impression.js';
import { reviewKeys } from './keys.js';
import { ReviewSession } from './session.js';
import { reviewSummary } from './summary.js';

const drawnFor = ['report', 'draft', 'selected', 'editing', 'status'];

function choiceText({ Level, Modality, Impression }, index) {
  const title = t('review.choice', { number: index + 1, level: textOf(Level), modality: textOf(Modality) });
  const words = textOf(Impression).slice(0, 60);
  return words ? `${title} · ${words}` : title;
}

class ReviewSection {
  constructor(container, store, api) {
    this.store = store;
    this.parts = Object.fromEntries(
      ['notice', 'head', 'body', 'foot'].map((name) => [name, element('div', { class: `vlm-review-${name}` })]),
    );
    this.editor = new Editor(store, {
      onClose: (id) => this.focusRow(id, 'edit'),
      isFrozen: () => Boolean(this.session.busy),
    });
    this.session = new ReviewSession(store, api, () => this.render());
    this.impression = new ImpressionField({
      begin: () => this.beginImpression(),
      change: (text) => this.changeImpression(text),
    });
    this.actions = deskActions(this);
    this.slot = element('div', {}, this.editor.element);
    this.element = element(
      'section',
      { class: 'vlm-review', 'aria-labelledby': 'vlm-review-title' },
      element('h2', { id: 'vlm-review-title', tabindex: '-1' }, t('review.title')),
      this.parts.notice,
      this.parts.head,
      this.slot,
      this.parts.body,
      this.impression.element,
      this.parts.foot,
    );
    container.append(this.element);
    this.closed = new AbortController();
    this.start();
  }

  start() {
    const { signal } = this.closed;
    this.unsubscribe = this.store.subscribe((state, changed) => this.onState(state, changed));
    // Before the others' keys: Esc first gives up an edit, then the selection.
    document.addEventListener('keydown', reviewKeys(this), { signal, capture: true });
    addEventListener('beforeunload', (event) => this.session.isUnsaved() && event.preventDefault(), { signal });
    addEventListener('pagehide', () => this.session.keepNow(), { signal });
    this.render();
  }

  stop() {
    this.closed.abort();
    this.unsubscribe();
    this.editor.stop();
    this.session.stop();
    this.element.remove();
  }

  onState(state, changed) {
    if (changed.has('report')) {
      this.session.noticeNewer(state.report);
      this.session.noticeReplaced(state.report);
    }
    if (changed.has('selected')) {
      const finding = objectsOf(state.report?.Findings).find(({ Id }) => Id === state.selected);
      this.chosen = finding?.AnalysisId ?? this.chosen;
    }
    if (drawnFor.some((key) => changed.has(key))) {
      this.render();
    }
  }

  // An edit that is open ends here: cancelled later, it would undo what is typed now.
  beginImpression() {
    this.editor.close(true);
    this.beforeTyping = this.store.state.draft;
  }

  changeImpression(text) {
    const { draft } = this.store.state;
    if (draft && !this.session.busy) {
      const next = setImpression(draft, text ?? draft.modelImpression);
      this.store.set({ draft: asOneStep(this.beforeTyping ?? draft, next) });
    }
  }

  // '' or why the caller may not; the server has the last word anyhow.
  refusal() {
    const { status, report } = this.store.state;
    const { MayReview, Reason } = objectOf(status?.Review);
    if (MayReview === false) {
      return t('review.refused', { reason: textOf(Reason) || t('review.refused.unknown') });
    }
    return choicesOf(report).length === 0 ? t('review.unreviewable') : '';
  }

  choice() {
    const choices = choicesOf(this.store.state.report);
    return choices.find((one) => one.AnalysisId === this.chosen) ?? choices[0] ?? null;
  }

  begin() {
    if (!this.store.state.draft && !this.session.busy && !this.session.conflict && !this.refusal()) {
      this.session.begin(this.choice()).then(() => this.focusTitle());
    }
  }

  focusTitle() {
    this.element.querySelector('h2').focus({ preventScroll: false });
  }

  focusRow(id, name) {
    this.render();
    const key = id === null ? 'add' : `${name} ${id}`;
    this.element.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
  }

  // What has the focus keeps it, what is open stays open, though the nodes are new.
  render() {
    const { activeElement } = document;
    const key = this.element.contains(activeElement) ? activeElement.dataset?.key : null;
    const open = [...this.element.querySelectorAll('details[data-key][open]')].map((one) => one.dataset.key);
    this.draw();
    for (const name of open) {
      this.element.querySelector(`details[data-key="${CSS.escape(name)}"]`)?.setAttribute('open', '');
    }
    if (key && !activeElement.isConnected) {
      this.element.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
    }
  }

  draw() {
    const { state } = this.store;
    const { draft, report } = state;
    this.element.hidden = !report && !draft;
    replaceIfDifferent(this.parts.notice, this.notices());
    this.slot.hidden = !draft;
    this.impression.element.hidden = !draft;
    this.element.classList.toggle('vlm-reviewing', Boolean(draft));
    // What is being saved or fetched changes no more.
    const { head, body, foot } = this.parts;
    for (const node of [head, this.slot, body, this.impression.element, foot]) {
      node.inert = Boolean(this.session.busy);
    }
    const parts = draft
      ? desk(state, Boolean(this.session.busy), this.actions)
      : { head: [], body: this.idle(report), foot: [] };
    for (const [name, nodes] of Object.entries(parts)) {
      replaceIfDifferent(this.parts[name], nodes);
    }
    if (draft) {
      this.impression.show(impressionOf(draft), draft.impression !== null);
    }
  }

  notices() {
    const { busy, problem, note, conflict } = this.session;
    const line = (kind, text, role) =>
      element('p', { class: 'vlm-review-message', 'data-kind': kind, role, dir: 'auto' }, text);
    const differ = note?.differ?.length > 0 && this.namesOf(note.differ);
    return [
      busy && line('busy', t(`review.${busy}`), 'status'),
      problem && line('bad', t(problem.key, problem), 'alert'),
      note && line('good', t(note.key, note), 'status'),
      differ && line('warn', t('review.conflict.differ', { findings: differ }), 'status'),
      conflict && conflictBar(conflict, this.actions),
    ].filter(Boolean);
  }

  namesOf(ids) {
    const { draft } = this.store.state;
    return ids.map((id) => textOf(draft?.originals[id]?.Label)).filter(Boolean).join(', ');
  }

  choose(analysisId) {
    this.chosen = analysisId;
    this.render();
  }

  // What is told of the chosen analysis, of several.
  subject(report) {
    const choice = this.choice();
    return choicesOf(report).length < 2
      ? report
      : {
          Review: choice.Review ?? null,
          Findings: objectsOf(report.Findings).filter((one) => one.AnalysisId === choice.AnalysisId),
        };
  }

  idle(report) {
    const refusal = this.refusal();
    const subject = this.subject(report);
    const review = objectOf(subject?.Review);
    const key = review.SignedOff === true ? 'amend' : numberOf(review.Revision) > 0 ? 'continue' : 'begin';
    const isOff = Boolean(refusal || this.session.busy || this.session.conflict);
    const attributes = {
      class: 'vlm-primary',
      'data-key': 'begin',
      disabled: isOff,
      'aria-describedby': refusal ? 'vlm-review-refusal' : null,
      'aria-keyshortcuts': 'r',
      onclick: () => this.begin(),
    };
    return [
      this.chooser(report),
      ...reviewSummary(subject),
      button(attributes, t(`review.${key}`)),
      refusal && element('p', { class: 'vlm-remark', id: 'vlm-review-refusal', dir: 'auto' }, refusal),
    ];
  }

  // A report may be collected from several analyses; one is reviewed at a time.
  chooser(report) {
    const choices = choicesOf(report);
    const chosen = this.choice();
    const select = element(
      'select',
      { 'data-key': 'choice', onchange: () => this.choose(select.value) },
      choices.map((one, index) =>
        element('option', { value: one.AnalysisId, selected: one === chosen }, choiceText(one, index)),
      ),
    );
    return choices.length > 1 && element('label', { class: 'vlm-field' }, t('review.choose'), select);
  }
}

// Texts of 'review' and 'shared' must be loaded. Returns {stop()}.
export function mountReview(container, store, api) {
  const section = new ReviewSection(container, store, api);
  return { stop: () => section.stop() };
}
