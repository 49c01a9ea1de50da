// SPDX-License-Identifier: GPL-3.0-or-later
// The line that says where an analysis stands, and which model made it. Needs the texts `shared`.
import { element, modelText } from './elements.js';
import { language, t } from './texts.js';
import { durationText, numberOf, objectOf, personText, textOf } from './values.js';

const names = ['Queued', 'Running', 'Completed', 'Abstained', 'Failed', 'Canceled', 'Unknown'];
const stages = ['Images', 'Reading', 'Verifying', 'Storing'];

export function isActive(analysis) {
  return analysis?.Status === 'Queued' || analysis?.Status === 'Running';
}

export function timeText(stamp) {
  const time = new Date(textOf(stamp));
  return Number.isNaN(time.getTime())
    ? textOf(stamp)
    : time.toLocaleString(language(), { dateStyle: 'medium', timeStyle: 'short' });
}

function completedText(analysis, report) {
  const timing = objectOf(report?.Timing);
  const stamp = timing.CompletedAt ?? analysis?.CompletedAt;
  const took = durationText(
    (numberOf(timing.ModelMs) ?? NaN) + (numberOf(timing.PipelineMs) ?? NaN),
  );
  return [stamp && timeText(stamp), took && t('shared.took', { time: took })]
    .filter(Boolean)
    .join(', ');
}

function queuedText(analysis) {
  const before = numberOf(analysis?.Position);
  const place =
    before === null
      ? ''
      : before > 0
        ? t(before === 1 ? 'shared.queued.one' : 'shared.queued.many', { count: before })
        : t('shared.queued.next');
  const attempt =
    analysis?.Attempts > 0 ? t('shared.attempt', { number: analysis.Attempts + 1 }) : '';
  return [place, attempt].filter(Boolean).join(', ');
}

// "Reading 2 of 4"; '' when the server does not tell.
function progressText(analysis) {
  const { Stage, Done, Of } = objectOf(analysis?.Progress);
  if (!stages.includes(Stage)) {
    return '';
  }
  const [done, all] = [numberOf(Done), numberOf(Of)];
  if (done === null || all === null || all < 1) {
    return t(`shared.stage.${Stage}`);
  }
  const number = Math.min(all, Math.floor(done) + 1);
  return t(`shared.stage.${Stage}.of`, { number, all });
}

// How far it is within its stage, 0 to 1; null when unknown.
export function progressShare(analysis) {
  const { Done, Of } = objectOf(analysis?.Progress);
  const [done, all] = [numberOf(Done), numberOf(Of)];
  return done === null || all === null || all < 1 ? null : Math.min(1, Math.max(0, done / all));
}

function runningText(analysis) {
  const since = analysis?.StartedAt
    ? t('shared.since', { time: timeText(analysis.StartedAt) })
    : '';
  return progressText(analysis) || since;
}

export function detailText(status, analysis, report) {
  switch (status) {
    case 'Queued':
      return queuedText(analysis);
    case 'Running':
      return runningText(analysis);
    case 'Completed':
      return completedText(analysis, report);
    case 'Abstained':
    case 'Failed':
      return textOf(report?.Reason) || textOf(analysis?.Reason) || t('shared.noReason');
    case 'Canceled':
      return textOf(analysis?.Reason);
    case 'Unknown':
      return '';
    default:
      return t('shared.notLooked');
  }
}

export function badge(status) {
  const name = names.includes(status) ? status : 'None';
  const kind = name === 'None' ? 'not-analysed' : name.toLowerCase();
  return element('span', { class: 'vlm-badge', 'data-kind': kind }, t(`shared.status.${name}`));
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

// What is to be said of a resource: of what is under way, else of the report, else of the newest.
export function statusOf(analysis, report) {
  return isActive(analysis) ? analysis.Status : (report?.Status ?? analysis?.Status);
}

// Model name and type, as served.
export function modelLine(model) {
  const known = objectOf(model);
  const parts = [known.Name, known.Type, known.Served || known.Requested]
    .map(textOf)
    .filter(Boolean);
  const told = parts.map((part) => part.toLowerCase());
  const distinct = parts.filter((part, index) => told.indexOf(part.toLowerCase()) === index);
  return element(
    'span',
    { class: 'vlm-model' },
    `${t('shared.model')} `,
    modelText('b', '', distinct.join(' · ') || t('shared.unknownModel')),
    known.Type === 'Offline' && element('span', { class: 'vlm-baseline' }, t('shared.baseline')),
  );
}

// Of the newest review; null where there is none.
export function reviewMark(report) {
  const review = objectOf(report?.Review);
  if (!numberOf(review.Revision)) {
    return null;
  }
  const isSigned = review.SignedOff === true;
  const name = personText(review.Name);
  return element(
    'span',
    { class: 'vlm-badge', 'data-kind': isSigned ? 'signed' : 'reviewed' },
    isSigned && name ? t('shared.signed', { name }) : t('shared.reviewed'),
  );
}

// What every report says of itself; a signed one says by whom it was reviewed.
export function disclaimerText(report) {
  const review = objectOf(report?.Review);
  const name = personText(review.Name);
  return review.SignedOff === true && name
    ? t('shared.disclaimer.reviewed', { name })
    : t('shared.disclaimer');
}

// A report may be older than the newest analysis: it must not pass as its result.
export function laterFailure({ analyses, report }) {
  const newest = analyses[0];
  const isShown = report && report.Status !== 'Failed' && newest?.Status === 'Failed';
  return isShown
    ? t('shared.laterFailure', { reason: textOf(newest.Reason) || t('shared.noReason') })
    : '';
}

// What the server could not tell, or no longer has; of a state as of watch.js.
export function problemText({ problem, deleted }) {
  if (deleted === 'resource') {
    return t('shared.deleted');
  }
  if (problem) {
    const key = ['unreachable', 'refused', 'unknown'].includes(problem.kind)
      ? problem.kind
      : 'failed';
    return t(`shared.${key}`, { reason: textOf(problem.message).slice(0, 500) });
  }
  return deleted === 'report' ? t('shared.deletedReport') : '';
}
