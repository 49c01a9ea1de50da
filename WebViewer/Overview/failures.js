// SPDX-License-Identifier: GPL-3.0-or-later
// Analyses that failed, each with its reason and a button that has it tried again.
import { button, element, modelText } from '../Shared/elements.js';
import { timeText } from '../Shared/state.js';
import { t } from '../Shared/texts.js';
import { objectsOf, textOf } from '../Shared/values.js';
import { pollWhileSeen } from './poller.js';
import { resourceOf, whatText } from './reports.js';

const shownAtMost = 6;

class Failures {
  constructor(api, onRetry) {
    Object.assign(this, { api, onRetry });
    this.rows = new Map();
    this.list = element('ul', { class: 'vlm-failures' });
    this.message = element('p', { class: 'vlm-message', role: 'status' });
    this.more = element('p', { class: 'vlm-soft', hidden: true }, t('overview.moreFailures'));
    this.element = element(
      'section',
      { class: 'vlm-card', 'aria-labelledby': 'vlm-failures-title' },
      element('h2', { id: 'vlm-failures-title' }, t('overview.failures')),
      this.list,
      this.more,
      this.message,
    );
    const query = { status: 'Failed', limit: shownAtMost };
    this.poller = pollWhileSeen((signal) => api.reports(query, signal), {
      onAnswer: (page, isNews) => isNews && this.show(page),
      onFailure: (error) => this.say(t('overview.cannotRead', { reason: error.message })),
    });
  }

  say(text) {
    this.message.textContent = text;
  }

  show(page) {
    const reports = objectsOf(page?.Reports);
    const rows = new Map();
    for (const report of reports) {
      const said = JSON.stringify(report);
      const known = this.rows.get(report.AnalysisId);
      rows.set(report.AnalysisId, known?.said === said ? known : { said, row: this.rowOf(report) });
    }
    this.rows = rows;
    this.list.replaceChildren(...[...rows.values()].map(({ row }) => row));
    this.more.hidden = !page?.Next;
    this.say(reports.length > 0 ? '' : t('overview.noFailures'));
  }

  rowOf(report) {
    const retry = button(
      { class: 'vlm-retry', onclick: () => this.retry(report, retry) },
      t('shared.retry'),
    );
    const what = whatText(report, report.Model);
    const time = timeText(report.CompletedAt);
    const href = this.api.pageUrl(resourceOf(report));
    return element(
      'li',
      { 'data-analysis': textOf(report.AnalysisId) },
      element(
        'div',
        {},
        element('a', { href, dir: 'auto' }, what || '–'),
        element('span', { class: 'vlm-soft' }, ` ${time}`),
        modelText('p', 'vlm-words', textOf(report.Reason) || t('shared.noReason')),
      ),
      retry,
    );
  }

  async retry(report, pressed) {
    pressed.disabled = true;
    try {
      await this.api.retry(report.AnalysisId);
      this.onRetry();
    } catch (error) {
      this.say(t('shared.failedAction', { reason: error.message }));
      pressed.disabled = false;
    }
  }
}

// `onRetry()` is called once a failed analysis is queued again. Returns {element, refresh(),
// stop()}.
export function failuresCard(api, onRetry) {
  const failures = new Failures(api, onRetry);
  return {
    element: failures.element,
    refresh: () => failures.poller.now(),
    stop: () => failures.poller.stop(),
  };
}
