// SPDX-License-Identifier: GPL-3.0-or-later
// The column beside the picture: conclusion, findings, words, charts, details. Needs the texts
// `shared` and `findings`.
import { element } from '../Shared/elements.js';
import { Actions } from './actions.js';
import { chartsCard } from './charts.js';
import { detailsCard } from './details.js';
import { downloadsCard, showPictures } from './downloads.js';
import { historyCard } from './history.js';
import { FindingList } from './list.js';
import { impressionCard, narrativeCard } from './narrative.js';
import { notice } from './notice.js';

const restMs = 250;
const emptyState = { analyses: [], analysis: null, report: null, problem: null, deleted: null };

// What was open stays open when a card is drawn anew.
function keepOpen(old, fresh) {
  const summaries = (node) => [...node.querySelectorAll('details')];
  const open = new Set(
    summaries(old)
      .filter((one) => one.open)
      .map((one) => one.firstChild.textContent),
  );
  for (const one of summaries(fresh)) {
    one.open = open.has(one.firstChild.textContent);
  }
}

class Column {
  constructor(container, store, api, { refresh, onProblem }) {
    Object.assign(this, { container, store, api, state: emptyState });
    this.list = new FindingList(store);
    this.actions = new Actions(store, api, { refresh, onProblem });
    this.reviewSlot = element('div', { class: 'vlm-card vlm-review-slot' });
    this.places = Object.fromEntries(
      ['notice', 'impression', 'narrative', 'charts', 'downloads', 'details', 'history'].map(
        (name) => [name, element('div', { class: 'vlm-place' })],
      ),
    );
    const { notice: top, impression, ...rest } = this.places;
    container.replaceChildren(
      top,
      impression,
      this.reviewSlot,
      this.list.element,
      rest.narrative,
      rest.charts,
      rest.downloads,
      rest.history,
      rest.details,
    );
    this.unsubscribe = store.subscribe((_, changed) => this.onStore(changed));
    this.onStore(new Set(['report', 'models']));
  }

  stop() {
    this.unsubscribe();
    cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
  }

  // `state` as of Shared/watch.js.
  show(state) {
    const isNews = state.analyses.length !== this.state.analyses.length;
    this.state = state;
    this.actions.show(state);
    if (isNews) {
      this.renderDownloads();  // their DICOM objects are those of the analyses
    }
    this.put('notice', notice(state));
    this.put(
      'history',
      historyCard(this.store.state.report, state.analyses, this.store.state.resource, this.api),
    );
  }

  onStore(changed) {
    const { report, models } = this.store.state;
    if (changed.has('models')) {
      this.actions.offerModels(models);
    }
    if (changed.has('report')) {
      this.renderReport(report);
    } else if (changed.has('draft')) {
      this.renderDraft();
    } else if (changed.has('stack') && report) {
      this.list.render();
    } else if (changed.has('selected') || changed.has('hovered')) {
      this.list.mark();
    }
    const downloads = this.places.downloads.firstChild;
    if (changed.has('image') && !changed.has('report') && downloads) {
      showPictures(downloads, this.store, this.api);
    }
    if (['selected', 'hovered'].some((name) => changed.has(name))) {
      this.markReferences();
    }
    if (changed.has('selected')) {
      this.list.reveal();
    }
  }

  renderReport(report) {
    this.list.render();
    this.renderWords(report);
    this.renderDownloads();
    this.put('details', report && detailsCard(report, this.store, this.api));
    this.put(
      'history',
      historyCard(report, this.state.analyses, this.store.state.resource, this.api),
    );
  }

  renderDownloads() {
    const { report } = this.store.state;
    this.put(
      'downloads',
      report && downloadsCard(report, this.store, this.api, () => this.state.analyses),
    );
  }

  renderWords(report) {
    this.put('impression', report && impressionCard(report, this.store));
    this.put('narrative', report && narrativeCard(report, this.store, this.api));
    this.put('charts', report && chartsCard(report, this.store));
    this.markReferences();
  }

  // A draft changes with every movement of a dragged ellipse: the list once for each picture of the
  // screen, the rest when the hand rests.
  renderDraft() {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
    this.frame = requestAnimationFrame(() => this.list.render());
    this.timer = setTimeout(() => this.renderWords(this.store.state.report), restMs);
  }

  // Unchanged words stay where they are: screen readers are not told again.
  put(name, node) {
    const place = this.places[name];
    if (!node) {
      place.replaceChildren();
      return;
    }
    if (!place.firstChild?.isEqualNode(node) || name === 'downloads' || name === 'details') {
      keepOpen(place, node);
      place.replaceChildren(node);
    }
  }

  // References and bars of what is selected or under the pointer.
  markReferences() {
    const { selected, hovered } = this.store.state;
    for (const node of this.container.querySelectorAll('[data-reference], [data-bar]')) {
      const ids = (node.dataset.reference ?? node.dataset.bar).split(' ');
      node.classList.toggle('vlm-selected', Boolean(selected) && ids.includes(selected));
      node.classList.toggle('vlm-hovered', Boolean(hovered) && ids.includes(hovered));
    }
  }
}

// Returns {stop(), show(watched state), step(+1 | -1), reviewSlot, actions: element}.
// `refresh()` asks the server again; `onProblem(text)` shows what an action came to.
export function mountFindings(container, store, api, { refresh, onProblem }) {
  const column = new Column(container, store, api, { refresh, onProblem });
  return {
    stop: () => column.stop(),
    show: (state) => column.show(state),
    step: (step) => column.list.step(step),
    reviewSlot: column.reviewSlot,
    actions: column.actions.element,
  };
}
