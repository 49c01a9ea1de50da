// SPDX-License-Identifier: GPL-3.0-or-later
// The page of an administrator: newest reports, queue, models, failures, what was sent, and how far
// human reviewers followed the models. Keeps itself up to date. Wiring only.
import { element } from '../Shared/elements.js';
import { t } from '../Shared/texts.js';
import { textOf } from '../Shared/values.js';
import { acceptanceCard } from './acceptance.js';
import { egressCard } from './egress.js';
import { failuresCard } from './failures.js';
import { modelsCard } from './models.js';
import { pollWhileSeen } from './poller.js';
import { activeAnalyses, queueCard } from './queue.js';
import { reportTable } from './reports.js';

class Overview {
  constructor(container, api) {
    Object.assign(this, { container, api });
  }

  start() {
    document.title = t('overview.title');
    const queue = queueCard(this.api);
    const models = modelsCard();
    const acceptance = acceptanceCard();
    const egress = egressCard(this.api);
    const reports = reportTable(this.api);
    const failures = failuresCard(this.api, () => this.refresh());
    this.problem = element('p', { class: 'vlm-problem', role: 'alert', dir: 'auto', hidden: true });
    this.build({ queue, models, acceptance, egress, reports, failures });
    const status = pollWhileSeen((signal) => this.askStatus(signal), {
      onAnswer: (answer, isNews) =>
        this.show(answer, isNews, { queue, models, acceptance, egress }),
      onFailure: (error) => this.showProblem(t('overview.unreachable', { reason: error.message })),
    });
    this.parts = [
      egress,
      reports,
      failures,
      { refresh: () => status.now(), stop: () => status.stop() },
    ];
  }

  build({ queue, models, acceptance, egress, reports, failures }) {
    const side = [queue, failures, egress].map((part) => part.element);
    const wide = [reports, models, acceptance].map((part) => part.element);
    this.container.replaceChildren(
      element(
        'div',
        { class: 'vlm-overview' },
        element('p', { class: 'vlm-disclaimer', role: 'note' }, t('shared.disclaimer')),
        this.problem,
        element(
          'div',
          { class: 'vlm-columns' },
          element('div', { class: 'vlm-wide' }, wide),
          element('div', { class: 'vlm-side' }, side),
        ),
        element('footer', { class: 'vlm-about' }),
      ),
    );
    this.about = this.container.querySelector('.vlm-about');
  }

  async askStatus(signal) {
    const status = await this.api.status(signal);
    return { status, active: await activeAnalyses(this.api, status, signal) };
  }

  show({ status, active }, isNews, { queue, models, acceptance, egress }) {
    const lost = status?.Database?.Reachable === false ? textOf(status.Database.LastError) : '';
    this.showProblem(lost && t('overview.database', { reason: lost }));
    if (isNews) {
      queue.show(status, active);
      models.show(status);
      acceptance.show(status);
      egress.show(status);
      this.about.textContent = t('overview.about', { version: textOf(status.Version) });
    }
  }

  showProblem(text) {
    if (this.problem.textContent !== text) {
      this.problem.textContent = text;
    }
    this.problem.hidden = text === '';
  }

  refresh() {
    this.parts.forEach((part) => part.refresh?.());
  }

  stop() {
    this.parts.forEach((part) => part.stop());
  }
}

// Fills `container`. Texts of 'overview' and 'shared' must be loaded. Returns {stop()}.
export function mountOverview(container, api) {
  const overview = new Overview(container, api);
  overview.start();
  return { stop: () => overview.stop() };
}
