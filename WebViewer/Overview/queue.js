// SPDX-License-Identifier: GPL-3.0-or-later
// What waits and what is under way, with its progress.
import { ApiError } from '../Shared/api.js';
import { element, modelText, replaceIfDifferent } from '../Shared/elements.js';
import { badge, detailText, progressShare } from '../Shared/state.js';
import { t } from '../Shared/texts.js';
import { numberOf, objectOf, objectsOf } from '../Shared/values.js';
import { resourceOf, whatText } from './reports.js';

const shownAtMost = 8;
const states = ['Queued', 'Running', 'Completed', 'Abstained', 'Failed', 'Canceled'];

// None where the server refuses to list them.
async function list(api, status, signal) {
  try {
    return objectsOf((await api.analysesOf({ status, limit: shownAtMost }, signal)).Analyses);
  } catch (error) {
    if (error instanceof ApiError) {
      return [];
    }
    throw error;
  }
}

// Those that run and those next in the queue, only where the counts say that there are any.
export async function activeAnalyses(api, status, signal) {
  const counts = objectOf(status?.Queue);
  const asked = ['Running', 'Queued'].filter((state) => numberOf(counts[state]) > 0);
  return (await Promise.all(asked.map((state) => list(api, state, signal))))
    .flat()
    .slice(0, shownAtMost);
}

function itemOf(analysis, api) {
  const share = progressShare(analysis);
  const what = whatText(analysis, analysis.Model);
  const href = api.pageUrl(resourceOf(analysis));
  return element(
    'li',
    {},
    badge(analysis.Status),
    element('a', { href, dir: 'auto' }, what || '–'),
    modelText('span', 'vlm-soft', detailText(analysis.Status, analysis, null)),
    share !== null &&
      element('progress', { value: share, max: 1, 'aria-label': t('overview.progress') }),
  );
}

export function queueCard(api) {
  const counts = element('dl', { class: 'vlm-counts' });
  const active = element('ul', { class: 'vlm-active' });
  const card = element(
    'section',
    { class: 'vlm-card', 'aria-labelledby': 'vlm-queue-title' },
    element('h2', { id: 'vlm-queue-title' }, t('overview.queue')),
    counts,
    active,
  );
  return {
    element: card,
    show(status, analyses) {
      const known = objectOf(status.Queue);
      const pairs = states
        .map((state) => [state, numberOf(known[state])])
        .filter(([state, count]) => count !== null && (count > 0 || state !== 'Canceled'));
      replaceIfDifferent(
        counts,
        pairs.map(([state, count]) =>
          element(
            'div',
            { 'data-kind': state.toLowerCase() },
            element('dt', {}, t(`shared.status.${state}`)),
            element('dd', {}, String(count)),
          ),
        ),
      );
      replaceIfDifferent(
        active,
        analyses.map((one) => itemOf(one, api)),
      );
    },
  };
}
