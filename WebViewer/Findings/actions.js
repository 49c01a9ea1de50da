// SPDX-License-Identifier: GPL-3.0-or-later
// What one can do about the analysis: choose a model, analyze (again), retry what failed.
import { button, element } from '../Shared/elements.js';
import { isActive } from '../Shared/state.js';
import { t } from '../Shared/texts.js';
import { objectsOf, textOf } from '../Shared/values.js';

function modelOptions(models) {
  const named = objectsOf(models).filter((model) => textOf(model.Name));
  const options = named.map(({ Name, Type, Reason, State }) => {
    const title = Name === Type ? Name : `${Name} (${textOf(Type)})`;
    // One that is paused may be asked all the same: the analysis then waits.
    return element('option', { value: Name, title: textOf(Reason) || textOf(State) }, title);
  });
  return [element('option', { value: '' }, t('shared.defaultModel')), ...options];
}

// `refresh()` asks the server again after an action; `onProblem(text)` shows why one failed.
export class Actions {
  constructor(store, api, { refresh, onProblem }) {
    Object.assign(this, { store, api, refresh, onProblem });
    this.models = element('select', { 'aria-label': t('shared.modelChoice'), hidden: true });
    this.analyzeButton = button(
      { onclick: () => this.act(() => this.analyze()) },
      t('shared.analyze'),
    );
    this.retryButton = button(
      { hidden: true, onclick: () => this.act(() => this.retry()) },
      t('shared.retry'),
    );
    this.element = element(
      'div',
      { class: 'vlm-actions' },
      this.models,
      this.retryButton,
      this.analyzeButton,
    );
  }

  offerModels(models) {
    if (objectsOf(models).length > 1) {
      const chosen = this.models.value;
      this.models.replaceChildren(...modelOptions(models));
      this.models.value = chosen;
      this.models.hidden = false;
    }
  }

  // `state` as of Shared/watch.js.
  show(state) {
    this.state = state;
    const gone = state.deleted === 'resource' || state.problem?.kind === 'unknown';
    const active = isActive(state.analysis);
    const newest = state.analyses[0];
    const retryable = !active && (state.report?.Status === 'Failed' || newest?.Status === 'Failed');
    this.failedId = state.analyses.find((one) => one.Status === 'Failed')?.AnalysisId;
    this.element.hidden = gone;
    this.retryButton.hidden = !retryable || !(this.failedId ?? state.report?.AnalysisId);
    this.analyzeButton.disabled = active || Boolean(this.busy);
    const again = !active && (state.report || state.analyses.length > 0);
    this.analyzeButton.classList.toggle('vlm-primary', !again);
    this.analyzeButton.textContent = t(again ? 'shared.analyzeAgain' : 'shared.analyze');
  }

  analyze() {
    const known = this.state?.report || this.state?.analyses.length > 0;
    const body = known ? { Force: true } : {};
    if (this.models.value) {
      body.Model = this.models.value;
    }
    return this.api.analyze(this.store.state.resource, body);
  }

  retry() {
    return this.api.retry(this.failedId ?? this.state.report.AnalysisId);
  }

  // One at a time; what it did is then read back from the server.
  async act(action) {
    this.busy = true;
    this.analyzeButton.disabled = true;
    this.retryButton.disabled = true;
    let failure = '';
    try {
      await action();
    } catch (error) {
      failure = t('shared.failedAction', { reason: error.message });
    }
    await this.refresh();
    this.busy = false;
    this.retryButton.disabled = false;
    this.analyzeButton.disabled = isActive(this.state?.analysis);
    this.onProblem(failure);
  }
}
