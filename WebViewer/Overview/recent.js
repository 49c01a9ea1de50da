// SPDX-License-Identifier: GPL-3.0-or-later
// The list of what was analysed lately, each line a link to its panel.
import { api } from './api.js';
import { button, element, modelText } from './elements.js';
import { badge, timeText } from './state.js';

const pageSize = 50;
const levels = { Instance: 'instances', Series: 'series', Study: 'studies' };

function findingsText({ Status, Findings: count, MaxScore: score }) {
  if (Status !== 'Completed') {
    return '–';
  }
  return typeof score === 'number' ? `${count} (model score ≤ ${score.toFixed(2)})` : `${count}`;
}

function row(report) {
  const href = api.pageUrl({ level: levels[report.Level], id: report.OrthancId });
  const what = [report.Modality, report.Level].filter(Boolean).join(' ');
  const words = report.Status === 'Completed' ? report.Impression : report.Reason;
  return element(
    'tr',
    {},
    element('td', {}, element('a', { href }, timeText(report.CompletedAt))),
    modelText('td', '', report.PatientId || '–'),
    element('td', {}, what),
    element('td', {}, badge(report.Status)),
    element('td', {}, findingsText(report)),
    modelText('td', 'vlm-words', words || ''),
    modelText('td', '', report.Model || ''),
  );
}

const columns = ['Analysed', 'Patient ID', 'What', 'State', 'Findings', 'Impression', 'Model'];

// Fills `container`; older analyses are fetched when asked for.
export function showRecent(container) {
  const rows = element('tbody', {});
  const message = element('p', { class: 'vlm-recent-message', role: 'status' }, 'Loading …');
  const head = columns.map((name) => element('th', { scope: 'col' }, name));
  const older = button({ hidden: true, onclick: () => load() }, 'Older');
  let next = null;

  async function load() {
    older.disabled = true;
    try {
      const page = await api.reports({ limit: pageSize, since: next });
      rows.append(...page.Reports.map(row));
      next = page.Next;
      message.textContent = rows.rows.length > 0 ? '' : 'Nothing was analysed yet.';
    } catch (error) {
      message.textContent = `Cannot read the reports: ${error.message}`;
    }
    older.disabled = false;
    older.hidden = !next;
  }

  container.replaceChildren(
    element(
      'section',
      { class: 'vlm-panel vlm-standalone', 'aria-label': 'Recent analyses' },
      element('header', { class: 'vlm-header' }, element('h2', {}, 'Recent VLM analyses')),
      element(
        'p',
        { class: 'vlm-disclaimer', role: 'note' },
        'For research use only. Machine-made, unverified, not for diagnostic use.',
      ),
      element(
        'div',
        { class: 'vlm-recent' },
        element('table', {}, element('thead', {}, element('tr', {}, head)), rows),
        message,
        older,
      ),
    ),
  );
  return load();
}
