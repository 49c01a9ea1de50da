// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the panel around picture and findings: title, state, actions, what went wrong.
import { button, element, link, replaceIfDifferent } from '../Shared/elements.js';
import { disclaimerText, isActive, progressShare, renderState } from '../Shared/state.js';
import { t } from '../Shared/texts.js';
import { textOf } from '../Shared/values.js';

export class Frame {
  constructor({ pageUrl, onAnalyze, onRetry }) {
    this.state = element('div', { class: 'vlm-state', role: 'status', 'aria-live': 'polite' });
    this.progress = element('progress', {
      class: 'vlm-progress',
      max: 1,
      'aria-label': t('shared.status.Running'),
      hidden: true,
    });
    this.modelChoice = element('select', {
      'data-role': 'none',
      'aria-label': t('shared.modelChoice'),
      hidden: true,
    });
    this.retryButton = button(
      { class: 'vlm-retry', hidden: true, onclick: onRetry },
      t('shared.retry'),
    );
    this.analyzeButton = button({ class: 'vlm-analyze', onclick: onAnalyze }, t('shared.analyze'));
    this.openLink = link(pageUrl, t('panel.open'));
    this.openLink.classList.add('vlm-open');
    this.disclaimer = element('p', { class: 'vlm-disclaimer', role: 'note' }, disclaimerText(null));
    this.review = element('p', { class: 'vlm-reviewed', dir: 'auto', hidden: true });
    this.problem = element('p', { class: 'vlm-problem', role: 'alert', dir: 'auto', hidden: true });
    this.laterFailure = element('p', {
      class: 'vlm-problem vlm-later-failure',
      role: 'status',
      dir: 'auto',
      hidden: true,
    });
    this.body = element('div', { class: 'vlm-body' });
    this.footer = element('footer', { class: 'vlm-footer' });
    this.root = this.build();
  }

  build() {
    const actions = [this.modelChoice, this.retryButton, this.analyzeButton, this.openLink];
    return element(
      'section',
      { class: 'vlm-panel', 'aria-label': t('shared.title') },
      element(
        'header',
        { class: 'vlm-header' },
        element('h2', {}, t('shared.title')),
        this.state,
        element('div', { class: 'vlm-actions' }, actions),
      ),
      this.progress,
      this.disclaimer,
      this.review,
      this.problem,
      this.laterFailure,
      this.body,
      this.footer,
    );
  }

  get chosenModel() {
    return this.modelChoice.value;
  }

  // With one model there is nothing to choose.
  offerModels(models) {
    const names = models
      .map(({ Name, Type }) => [textOf(Name), textOf(Type)])
      .filter(([name]) => name);
    if (names.length < 2) {
      return;
    }
    const options = names.map(([name, type]) =>
      element('option', { value: name }, type && type !== name ? `${name} (${type})` : name),
    );
    this.modelChoice.replaceChildren(
      element('option', { value: '' }, t('shared.defaultModel')),
      ...options,
    );
    this.modelChoice.hidden = false;
  }

  // Unchanged nodes stay: a screen reader would say them again at every poll.
  showState(status, analysis, report) {
    const line = element('div', { class: 'vlm-state-line' }, renderState(status, analysis, report));
    replaceIfDifferent(this.state, [line]);
    this.state.dataset.status = status ?? 'None';
    const share = isActive(analysis) ? progressShare(analysis) : null;
    this.progress.hidden = share === null;
    this.progress.value = share ?? 0;
  }

  showProblem(text) {
    showText(this.problem, text);
  }

  showLaterFailure(text) {
    showText(this.laterFailure, text);
  }

  showReview(text) {
    showText(this.review, text);
  }

  offerActions({ canAnalyze, isAgain, canRetry, wantsRetry }) {
    this.analyzeButton.disabled = !canAnalyze;
    this.analyzeButton.textContent = t(isAgain ? 'shared.analyzeAgain' : 'shared.analyze');
    this.retryButton.hidden = !wantsRetry;
    this.retryButton.disabled = !canRetry;
  }

  disableActions() {
    this.analyzeButton.disabled = true;
    this.retryButton.disabled = true;
  }
}

function showText(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
  node.hidden = text === '';
}
