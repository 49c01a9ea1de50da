// SPDX-License-Identifier: GPL-3.0-or-later
// The findings in small charts of one look: a bar for each, in the colour that it has everywhere.
import { details, element, modelText, svgElement } from '../Shared/elements.js';
import { t } from '../Shared/texts.js';
import { colourOf } from '../Shared/values.js';
import { effectiveFindings } from '../Review/draft.js';
import { chartsOf, mostRows, shareOn } from './chartData.js';

const geometry = { width: 240, left: 26, right: 56, row: 22, bar: 13, foot: 22 };

function xOf(axis, value) {
  return geometry.left + shareOn(axis, value) * (geometry.width - geometry.left - geometry.right);
}

function gridLines(axis, height) {
  return axis.ticks.map((tick) => [
    svgElement('line', {
      class: tick === 0 ? 'vlm-zero' : 'vlm-grid',
      x1: xOf(axis, tick),
      x2: xOf(axis, tick),
      y1: 0,
      y2: height,
    }),
    svgElement(
      'text',
      { class: 'vlm-tick', x: xOf(axis, tick), y: height + 15, 'text-anchor': 'middle' },
      String(Number(tick.toPrecision(4))),
    ),
  ]);
}

function bar(chart, row, index, store) {
  const y = index * geometry.row + (geometry.row - geometry.bar) / 2;
  const middle = y + geometry.bar / 2 + 4;
  const zero = xOf(chart.axis, 0);
  const end = row.value === null ? zero : xOf(chart.axis, row.value);
  return svgElement(
    'g',
    {
      class: 'vlm-bar',
      'data-bar': row.id,
      onclick: () => store.set({ selected: row.id }),
      onmouseenter: () => store.set({ hovered: row.id }),
      onmouseleave: () => store.set({ hovered: null }),
    },
    svgElement('rect', {
      class: 'vlm-hit',
      x: 0,
      y: index * geometry.row,
      width: geometry.width,
      height: geometry.row,
    }),
    svgElement(
      'text',
      { class: 'vlm-bar-number', x: 19, y: middle, 'text-anchor': 'end' },
      row.number,
    ),
    svgElement('rect', {
      class: 'vlm-bar-fill',
      'data-colour': colourOf(row.number),
      x: Math.min(zero, end),
      y,
      width: Math.max(row.value === null ? 0 : 1.5, Math.abs(end - zero)),
      height: geometry.bar,
      rx: 2,
    }),
    svgElement(
      'text',
      { class: 'vlm-value', x: Math.max(zero, end) + 5, y: middle },
      row.value === null ? t('findings.chart.none') : row.text,
    ),
  );
}

function chartFigure(chart, store) {
  const rows = chart.rows.slice(0, mostRows);
  const height = rows.length * geometry.row;
  const title = t(`findings.chart.${chart.key}`);
  const told = rows.filter((row) => row.value !== null).map((row) => `${row.number}: ${row.text}`);
  return element(
    'figure',
    { class: 'vlm-chart' },
    element('figcaption', {}, title),
    svgElement(
      'svg',
      {
        role: 'img',
        'aria-label': `${title}. ${told.join('; ')}`,
        viewBox: `0 0 ${geometry.width} ${height + geometry.foot}`,
      },
      gridLines(chart.axis, height),
      rows.map((row, index) => bar(chart, row, index, store)),
    ),
  );
}

// The same in figures, for who cannot see bars, and for more findings than bars.
function table(charts) {
  const rows = charts[0].rows.slice(0, 200);
  return details(
    {},
    t('findings.chart.table'),
    element(
      'div',
      { class: 'vlm-scroll', tabindex: 0, role: 'region', 'aria-label': t('findings.chart.table') },
      element(
        'table',
        {},
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            [t('findings.title'), ...charts.map((chart) => t(`findings.chart.${chart.key}`))].map(
              (name) => element('th', { scope: 'col' }, name),
            ),
          ),
        ),
        element(
          'tbody',
          {},
          rows.map((row, index) =>
            element(
              'tr',
              {},
              element('th', { scope: 'row' }, `${row.number} `, modelText('span', '', row.label)),
              charts.map((chart) => element('td', {}, chart.rows[index].text || '–')),
            ),
          ),
        ),
      ),
    ),
  );
}

// null where nothing can be measured.
export function chartsCard(report, store) {
  const findings = effectiveFindings(report, store.state.draft);
  const charts = findings.length > 0 ? chartsOf(findings) : [];
  if (charts.length === 0) {
    return null;
  }
  const more = findings.length - mostRows;
  return element(
    'section',
    { class: 'vlm-card vlm-charts', 'aria-label': t('findings.charts') },
    element('h2', {}, t('findings.charts')),
    element(
      'div',
      { class: 'vlm-small-multiples' },
      charts.map((chart) => chartFigure(chart, store)),
    ),
    element('p', { class: 'vlm-soft' }, t('findings.charts.note')),
    more > 0 && element('p', { class: 'vlm-soft' }, t('findings.charts.more', { count: more })),
    table(charts),
  );
}
