// SPDX-License-Identifier: GPL-3.0-or-later
// The table of reports, newest first, one page of the server at a time, kept up to date.
import { button, element, modelText } from '../Shared/elements.js';
import { badge, timeText } from '../Shared/state.js';
import { t } from '../Shared/texts.js';
import { levelOf, numberOf, objectsOf, textOf } from '../Shared/values.js';
import { filterForm, filterOfAddress } from './filters.js';
import { pollWhileSeen } from './poller.js';

const pageSize = 50;
const columns = ['when', 'patient', 'what', 'state', 'findings', 'impression', 'model', 'review'];

// "MR · series": what was analysed, and further words, e.g. by which model.
export function whatText({ Modality, Level }, ...more) {
  const level = levelOf(Level) ? t(`overview.level.${Level}`) : '';
  return [textOf(Modality), level, ...more.map(textOf)].filter(Boolean).join(' · ');
}

export function resourceOf(report) {
  return { level: levelOf(report.Level) ?? 'instances', id: textOf(report.OrthancId) };
}

function findingsOf({ Status, Findings, MaxScore }) {
  const count = numberOf(Findings);
  if (Status !== 'Completed' || count === null) {
    return ['–'];
  }
  const score = numberOf(MaxScore);
  const highest = score !== null && t('overview.findings', { score: score.toFixed(2) });
  return [
    element('span', {}, String(count)),
    highest && element('span', { class: 'vlm-soft' }, highest),
  ];
}

function reviewText({ Reviewed, SignedOff }) {
  return SignedOff === true
    ? t('overview.signed')
    : t(Reviewed === true ? 'overview.begun' : 'overview.unreviewed');
}

function cell(name, ...content) {
  // On narrow screens the column's name stands before its content.
  return element(
    'td',
    { 'data-column': t(`overview.column.${name}`), class: `vlm-column-${name}` },
    ...content,
  );
}

function rowOf(report, api) {
  const words = report.Status === 'Completed' ? report.Impression : report.Reason;
  const text = (value) => modelText('span', '', textOf(value) || '–');
  return element(
    'tr',
    { 'data-analysis': textOf(report.AnalysisId) },
    cell(
      'when',
      element('a', { href: api.pageUrl(resourceOf(report)) }, timeText(report.CompletedAt) || '–'),
    ),
    cell('patient', text(report.PatientId)),
    cell('what', text(whatText(report))),
    cell('state', badge(report.Status)),
    cell('findings', findingsOf(report)),
    cell('impression', modelText('span', 'vlm-words', textOf(words))),
    cell('model', text(report.Model)),
    cell('review', reviewText(report)),
  );
}

class Reports {
  constructor(api) {
    this.api = api;
    this.filter = filterOfAddress();
    this.cursors = [null];  // of the pages up to the one that is shown
    this.rows = new Map();  // by analysis: a row that says the same stays as it is
    this.build();
    this.poller = pollWhileSeen((signal) => this.ask(signal), {
      onAnswer: (page, isNews) => this.show(page, isNews),
      onFailure: (error) => this.fail(error),
    });
  }

  build() {
    const head = columns.map((name) =>
      element('th', { scope: 'col' }, t(`overview.column.${name}`)),
    );
    this.body = element('tbody', {});
    this.message = element('p', { class: 'vlm-message', role: 'status' }, t('overview.loading'));
    this.newer = button(
      { onclick: () => this.isBusy() || this.turnTo(this.cursors.slice(0, -1)) },
      t('overview.newer'),
    );
    this.older = button(
      // `next` is of the page before until the one that was asked for has come.
      { onclick: () => this.awaited || this.turnTo([...this.cursors, this.next]) },
      t('overview.older'),
    );
    this.place = element('span', { class: 'vlm-place', role: 'status' });
    this.element = element(
      'section',
      { class: 'vlm-card vlm-reports', 'aria-labelledby': 'vlm-reports-title' },
      element('h2', { id: 'vlm-reports-title' }, t('overview.reports')),
      filterForm((filter) => this.filterBy(filter)),
      element(
        'div',
        { class: 'vlm-table', tabindex: 0, role: 'region', 'aria-label': t('overview.reports') },
        element('table', {}, element('thead', {}, element('tr', {}, head)), this.body),
      ),
      this.message,
      element(
        'nav',
        { class: 'vlm-pages', 'aria-label': t('overview.pages') },
        this.newer,
        this.place,
        this.older,
      ),
    );
    this.offerPages();
  }

  ask(signal) {
    const since = this.cursors.at(-1);
    return this.api.reports({ ...this.filter, limit: pageSize, since }, signal);
  }

  filterBy(filter) {
    this.filter = filter;
    this.turnTo([null]);
  }

  isBusy() {
    return this.element.getAttribute('aria-busy') === 'true';
  }

  turnTo(cursors) {
    this.cursors = cursors;
    this.awaited = true;
    this.element.setAttribute('aria-busy', 'true');
    this.poller.now();
  }

  show(page, isNews) {
    this.element.setAttribute('aria-busy', 'false');
    if (!isNews && !this.awaited && this.message.textContent === '') {
      return;
    }
    this.awaited = false;
    const reports = objectsOf(page?.Reports);
    this.next = textOf(page?.Next) || null;
    this.body.replaceChildren(...this.rowsOf(reports));
    const filtered = Object.keys(this.filter).length > 0;
    this.message.textContent =
      reports.length > 0 ? '' : t(filtered ? 'overview.noneSuch' : 'overview.none');
    this.offerPages(reports.length);
  }

  rowsOf(reports) {
    const rows = new Map();
    for (const report of reports) {
      const said = JSON.stringify(report);
      const known = this.rows.get(report.AnalysisId);
      const row = known?.said === said ? known.row : rowOf(report, this.api);
      rows.set(report.AnalysisId, { said, row });
    }
    this.rows = rows;
    return [...rows.values()].map(({ row }) => row);
  }

  offerPages(count = 0) {
    const first = (this.cursors.length - 1) * pageSize + 1;
    this.newer.hidden = this.cursors.length < 2;
    this.older.hidden = !this.next;
    this.place.textContent =
      count > 0 ? t('overview.place', { first, last: first + count - 1 }) : '';
  }

  fail(error) {
    this.element.setAttribute('aria-busy', 'false');
    // A filter that the server does not take leaves nothing to list.
    if (error.httpStatus === 400) {
      this.body.replaceChildren();
      this.next = null;
      this.offerPages();
    }
    this.message.textContent = t('overview.cannotRead', { reason: error.message });
  }
}

// Returns {element, refresh(), stop()}.
export function reportTable(api) {
  const reports = new Reports(api);
  return {
    element: reports.element,
    refresh: () => reports.poller.now(),
    stop: () => reports.poller.stop(),
  };
}
