// SPDX-License-Identifier: GPL-3.0-or-later
// Pure. What the charts of the findings show: one row for each finding, one chart for each measure.
import { numberOf, numberOfFinding, objectOf, shortNumber, textOf } from '../Shared/values.js';

export const mostRows = 12; // of a chart; the table beneath has all

const measures = [
  { key: 'score', unit: '', from: (finding) => numberOf(finding.ModelScore), scale: [0, 1] },
  {
    key: 'size',
    unit: 'mm',
    from: (finding) => numberOf(objectOf(finding.Measurements).LongAxisMm),
  },
  {
    key: 'sizePx',
    unit: 'px',
    instead: 'size',
    from: (finding) => numberOf(objectOf(finding.Measurements).LongAxisPx),
  },
  {
    key: 'contrast',
    unit: '',
    from: (finding) => numberOf(objectOf(finding.Measurements).ContrastToNoise),
  },
  {
    key: 'shift',
    unit: 'mm',
    least: 0.05,
    from: (finding) => numberOf(objectOf(finding.Verification).ShiftMm),
  },
  {
    key: 'shiftPx',
    unit: 'px',
    instead: 'shift',
    least: 0.05,
    from: (finding) => numberOf(objectOf(finding.Verification).ShiftPx),
  },
];

// Steps of 1, 2 or 5 that reach over [least, most], 0 included.
export function axisOf(least, most) {
  const low = Math.min(0, least);
  const high = Math.max(0, most);
  if (!(high - low > 1e-9)) {
    return { low: 0, high: 1, ticks: [0, 1] };
  }
  const rough = (high - low) / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((one) => one * power >= rough * 0.999) ?? 10);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
  return { low: ticks[0], high: ticks[ticks.length - 1], ticks };
}

// `least`: a chart of smaller values alone tells nothing.
function chartOf({ key, unit, from, scale, least = 0 }, findings) {
  const rows = findings.map((finding, index) => {
    const value = from(finding);
    return {
      id: finding.Id,
      number: numberOfFinding(finding, index),
      label: textOf(finding.Label),
      value,
      text: value === null ? '' : `${shortNumber(value)}${unit && ` ${unit}`}`,
    };
  });
  const values = rows.map((row) => row.value).filter((value) => value !== null);
  // One absurd number must not flatten all others, nor overflow the axis.
  const bounded = values.map((value) => Math.min(1e9, Math.max(-1e9, value)));
  const axis = scale
    ? axisOf(scale[0], Math.max(scale[1], ...bounded))
    : axisOf(Math.min(...bounded, 0), Math.max(...bounded, 0));
  const isTold = values.some((value) => Math.abs(value) >= least);
  return { key, axis, rows, measured: values.length, isTold };
}

// Charts without any value are left out; pixels stand in where no finding is known in millimetres.
export function chartsOf(findings) {
  const charts = measures.map((measure) => ({ measure, chart: chartOf(measure, findings) }));
  const has = (key) =>
    charts.some(({ measure, chart }) => measure.key === key && chart.measured > 0);
  return charts
    .filter(({ measure, chart }) => chart.isTold && !(measure.instead && has(measure.instead)))
    .map(({ chart }) => chart);
}

// Where a value lies on its axis, 0 to 1.
export function shareOn(axis, value) {
  return Math.min(1, Math.max(0, (value - axis.low) / (axis.high - axis.low)));
}
