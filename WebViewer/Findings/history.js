// SPDX-License-Identifier: GPL-3.0-or-later
// What was asked of this resource before, and who reviewed it.
import { details, element } from '../Shared/elements.js';
import { badge, timeText } from '../Shared/state.js';
import { t } from '../Shared/texts.js';
import { levelOf, objectOf, objectsOf, personText, textOf } from '../Shared/values.js';
import { table } from './details.js';

const dispositions = ['Accepted', 'Edited', 'Rejected', 'Added', 'Undecided'];

function countsText(counts) {
  return dispositions
    .filter((name) => objectOf(counts)[name] > 0)
    .map((name) => t(`findings.counts.${name}`, { count: textOf(counts[name]) }))
    .join(t('shared.separator'));
}

function reviewRows(report) {
  return objectsOf(report?.Reviews)
    .reverse()
    .map((review) => [
      textOf(review.Revision),
      review.At && timeText(review.At),
      [personText(review.Name), textOf(review.User)].filter(Boolean).join(' · '),
      t(review.SignedOff === true ? 'findings.reviews.signed' : 'findings.reviews.draft'),
      countsText(review.Counts),
    ]);
}

// What is of another resource, a part for instance, leads there.
function levelCell({ Level, OrthancId }, resource, api) {
  const level = levelOf(Level);
  const name = level ? t(`findings.level.${level}`) : textOf(Level);
  return level && OrthancId && OrthancId !== resource.id
    ? element('a', { href: api.pageUrl({ level, id: OrthancId }) }, name)
    : name;
}

function analysisRows(analyses, resource, api) {
  return analyses.map((analysis) => [
    badge(analysis.Status),
    levelCell(analysis, resource, api),
    textOf(analysis.Model),
    timeText(analysis.CompletedAt ?? analysis.QueuedAt),
    textOf(analysis.Reason),
  ]);
}

// null when there is no history.
export function historyCard(report, analyses, resource, api) {
  const reviews = reviewRows(report);
  if (analyses.length === 0 && reviews.length === 0) {
    return null;
  }
  const reviewHeads = ['number', 'time', 'by', 'state', 'counts'];
  const analysisHeads = ['status', 'level', 'model', 'time', 'reason'];
  const reviewsTitle = t('findings.reviews', { count: reviews.length });
  const analysesTitle = t('findings.analyses', { count: analyses.length });
  return element(
    'section',
    { class: 'vlm-card vlm-history', 'aria-label': t('findings.history') },
    element('h2', {}, t('findings.history')),
    reviews.length > 0 &&
      details(
        {},
        reviewsTitle,
        table(
          reviewsTitle,
          reviewHeads.map((head) => t(`findings.reviews.${head}`)),
          reviews,
        ),
      ),
    analyses.length > 0 &&
      details(
        {},
        analysesTitle,
        table(
          analysesTitle,
          analysisHeads.map((head) => t(`findings.analyses.${head}`)),
          analysisRows(analyses, resource, api),
        ),
      ),
  );
}
