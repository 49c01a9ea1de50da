// SPDX-License-Identifier: GPL-3.0-or-later
// The full view of one instance, series or study: head, picture, column; kept up to date.
import { element, replaceIfDifferent } from '../Shared/elements.js';
import { masthead } from '../Shared/masthead.js';
import {
  disclaimerText,
  laterFailure,
  problemText,
  progressShare,
  renderState,
  reviewMark,
  statusOf,
} from '../Shared/state.js';
import { createStore, initialState } from '../Shared/store.js';
import { t } from '../Shared/texts.js';
import { objectOf, textOf } from '../Shared/values.js';
import { watchResource } from '../Shared/watch.js';
import { mountReader } from '../Reader/reader.js';
import { mountReview } from '../Review/review.js';
import { mountFindings } from './findings.js';
import { keepScrolling, listenToKeys, shortcutsDialog } from './shortcuts.js';

function frame(resource, api, onHelp) {
  const what = element('a', {
    class: 'vlm-what',
    href: api.explorerUrl(resource),
    title: t('findings.explorer'),
  });
  const state = element('div', { class: 'vlm-state', role: 'status' });
  const meter = element('progress', {
    max: 1,
    class: 'vlm-meter',
    hidden: true,
    'aria-label': t('findings.progress'),
  });
  const disclaimer = element(
    'p',
    { class: 'vlm-disclaimer', role: 'note' },
    t('shared.disclaimer'),
  );
  const problem = element('p', { class: 'vlm-alert', role: 'alert', hidden: true });
  const later = element('p', { class: 'vlm-alert', role: 'status', hidden: true });
  const picture = element('section', { class: 'vlm-picture', 'aria-label': t('findings.picture') });
  const column = element('section', {
    class: 'vlm-column',
    'aria-label': t('findings.column'),
    tabindex: 0,
  });
  const dialog = shortcutsDialog();
  const head = masthead({
    homeUrl: api.overviewUrl(),
    middle: [what, state, meter],
    onHelp: () => onHelp(dialog),
  });
  const main = element('main', { class: 'vlm-reading' }, picture, column);
  const nodes = [head, disclaimer, problem, later, main, dialog];
  return { nodes, head, what, state, meter, disclaimer, problem, later, picture, column, dialog };
}

function subject(report, resource) {
  const level = t(`findings.level.${resource.level}`);
  return [report?.Modality, report?.BodyPart].map(textOf).concat(level).filter(Boolean).join(' · ');
}

function say(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
  node.hidden = text === '';
}

class Page {
  constructor(container, resource, api) {
    Object.assign(this, { resource, api });
    this.stopped = new AbortController();
    this.store = createStore({ ...initialState, resource });
    this.parts = frame(resource, api, (dialog) => dialog.showModal());
    container.replaceChildren(...this.parts.nodes);
    this.actionProblem = '';
  }

  start() {
    const { store, api, parts } = this;
    this.findings = mountFindings(parts.column, store, api, {
      refresh: () => this.watcher.refresh(),
      onProblem: (text) => this.showActionProblem(text),
    });
    parts.head.querySelector('.vlm-choices').before(this.findings.actions);
    this.mounted = [
      this.findings,
      mountReader(parts.picture, store, api),
      mountReview(this.findings.reviewSlot, store, api),
    ];
    store.subscribe((state, changed) => this.onStore(state, changed));
    keepScrolling(parts.column);
    listenToKeys(
      {
        next: () => this.findings.step(1),
        previous: () => this.findings.step(-1),
        help: () => parts.dialog.showModal(),
        escape: () => store.state.editing === null && store.set({ selected: null }),
      },
      this.stopped.signal,
    );
    this.watcher = watchResource(api, this.resource, (state) => this.onState(state));
    this.askServer();
  }

  stop() {
    this.stopped.abort();
    this.watcher.stop();
    this.mounted.forEach((part) => part?.stop());
  }

  // Neither is needed to read a report.
  askServer() {
    const { signal } = this.stopped;
    this.api.models(signal).then(
      (models) => this.store.set({ models }),
      () => {},
    );
    this.api.status(signal).then(
      (status) => this.store.set({ status }),
      () => {},
    );
  }

  onState(state) {
    const { store, parts, resource } = this;
    const wasAway = this.state?.problem;
    this.state = state;
    const same =
      state.report === store.state.report ||
      JSON.stringify(state.report) === JSON.stringify(store.state.report);
    this.taking = true;
    store.set({ analysis: state.analysis, ...(same ? {} : { report: state.report }) });
    this.taking = false;
    if (wasAway && !state.problem) {
      this.askServer();
    }
    this.findings.show(state);
    this.showHead(state);
    say(parts.problem, problemText(state) || this.actionProblem);
    say(parts.later, laterFailure(state));
    parts.what.textContent = subject(state.report, resource);
    document.title = `${subject(state.report, resource)} – ${t('shared.title')}`;
  }

  showHead({ analysis, report, problem }) {
    const { state, meter, disclaimer } = this.parts;
    const status = statusOf(analysis, report) ?? (problem ? 'Unknown' : undefined);
    // Why there is no result is told at length in the column.
    const isPlain = ['Failed', 'Abstained', undefined].includes(status);
    const line = renderState(status, analysis, report);
    replaceIfDifferent(state, [...(isPlain ? line.slice(0, 1) : line), reviewMark(report)]);
    state.dataset.status = status ?? 'None';
    const share = analysis?.Status === 'Running' ? progressShare(analysis) : null;
    meter.hidden = share === null;
    meter.value = share ?? 0;
    const isBaseline = objectOf(report?.Model).Type === 'Offline';
    replaceIfDifferent(disclaimer, [
      element('span', {}, disclaimerText(report)),
      isBaseline && element('span', { class: 'vlm-baseline' }, t('shared.baseline')),
    ]);
  }

  showActionProblem(text) {
    this.actionProblem = text;
    say(this.parts.problem, problemText(this.state ?? {}) || text);
  }

  // A review that was just saved: what the server says of it now counts.
  onStore(state, changed) {
    if (changed.has('report') && !this.taking) {
      this.watcher?.refresh();
    }
  }
}

// Fills `container`; returns {stop(), store}.
export function mountPage(container, resource, api) {
  const page = new Page(container, resource, api);
  page.start();
  return { stop: () => page.stop(), store: page.store };
}
