// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in the column while there is no report to show: nothing yet, under way, failed, gone.
import { element, modelText } from '../Shared/elements.js';
import { detailText, isActive, progressShare, statusOf } from '../Shared/state.js';
import { t } from '../Shared/texts.js';

function progress(analysis) {
  const share = analysis?.Status === 'Running' ? progressShare(analysis) : null;
  return element('progress', {
    max: 1,
    value: share, // left out: it moves without saying how far
    'aria-label': t('findings.progress'),
  });
}

function titleOf(status) {
  return t(`findings.notice.${status ?? 'None'}`);
}

// `state` as of Shared/watch.js; null where the report speaks for itself.
export function notice(state) {
  const { analysis, report, problem, deleted } = state;
  const status = statusOf(analysis, report);
  const active = isActive(analysis);
  const isUnknown = problem && !report && state.analyses.length === 0;
  if (deleted === 'resource' || isUnknown) {
    return null; // the alert says why
  }
  if (report && !active && !['Failed', 'Abstained'].includes(report.Status)) {
    return null;
  }
  if (report && active && report.Status === 'Completed') {
    return element(
      'div',
      { class: 'vlm-card vlm-notice' },
      element('p', {}, t('findings.notice.again')),
      progress(analysis),
    );
  }
  return element(
    'div',
    { class: 'vlm-card vlm-notice', 'data-kind': (status ?? 'none').toLowerCase() },
    element('h2', {}, titleOf(status)),
    status
      ? modelText('p', '', detailText(status, analysis, report))
      : element('p', {}, t('findings.notice.how')),
    active && progress(analysis),
    ['Failed', 'Abstained'].includes(status) &&
      element('p', { class: 'vlm-soft' }, t('findings.notice.notNegative')),
  );
}
