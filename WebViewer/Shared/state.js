// SPDX-License-Identifier: GPL-3.0-or-later
// The line that says where an analysis stands, and which model made it.
import { element, modelText } from './elements.js';

const names = {
  Queued: 'Queued',
  Running: 'Running',
  Completed: 'Completed',
  Abstained: 'Abstained',
  Failed: 'Failed',
  Canceled: 'Canceled',
  Unknown: 'Unknown',
};

export function isActive(analysis) {
  return analysis?.Status === 'Queued' || analysis?.Status === 'Running';
}

export function timeText(stamp) {
  const time = new Date(stamp);
  return Number.isNaN(time.getTime())
    ? String(stamp ?? '')
    : time.toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
}

function durationText(timing) {
  const total = (timing?.ModelMs ?? NaN) + (timing?.PipelineMs ?? NaN);
  if (Number.isNaN(total)) {
    return '';
  }
  return total < 1000 ? `in ${Math.round(total)} ms` : `in ${(total / 1000).toFixed(1)} s`;
}

function completedText(analysis, report) {
  const stamp = report?.Timing?.CompletedAt ?? analysis?.CompletedAt;
  return [stamp && timeText(stamp), durationText(report?.Timing)].filter(Boolean).join(', ');
}

function queuedText(analysis) {
  const attempt = analysis?.Attempts > 0 ? `attempt ${analysis.Attempts + 1}` : '';
  const place = analysis?.Position > 0 ? `position ${analysis.Position} in the queue` : '';
  return [place, attempt].filter(Boolean).join(', ');
}

function detailText(status, analysis, report) {
  switch (status) {
    case 'Queued':
      return queuedText(analysis);
    case 'Running':
      return analysis?.StartedAt ? `since ${timeText(analysis.StartedAt)}` : '';
    case 'Completed':
      return completedText(analysis, report);
    case 'Abstained':
    case 'Failed':
      return report?.Reason || analysis?.Reason || 'no reason given';
    case 'Canceled':
      return analysis?.Reason || '';
    case 'Unknown':
      return '';
    default:
      return 'no model has looked yet';
  }
}

export function badge(status) {
  const name = names[status] ?? 'Not analysed';
  const kind = name.toLowerCase().replace(' ', '-');
  return element('span', { class: 'vlm-badge', 'data-kind': kind }, name);
}

// The nodes of the state line; `status` is undefined when nothing was ever asked.
export function renderState(status, analysis, report) {
  const detail = detailText(status, analysis, report);
  const nodes = [badge(status)];
  if (isActive(analysis)) {
    nodes.push(element('span', { class: 'vlm-spinner', 'aria-hidden': 'true' }));
  }
  if (detail) {
    nodes.push(modelText('span', 'vlm-state-detail', detail));
  }
  return nodes;
}

// Model name and type, as served.
export function modelLine(model) {
  const served = model.Served || model.Requested;
  const parts = [model.Name, model.Type, served].filter(Boolean).map(String);
  const told = parts.map((part) => part.toLowerCase());
  const distinct = parts.filter((part, index) => told.indexOf(part.toLowerCase()) === index);
  const text = distinct.join(' · ') || 'unknown';
  return element(
    'span',
    { class: 'vlm-model' },
    'Model: ',
    modelText('b', '', text),
    model.Type === 'Offline' &&
      element(
        'span',
        { class: 'vlm-baseline' },
        'Heuristic baseline (classical image processing), not a vision-language model.',
      ),
  );
}
