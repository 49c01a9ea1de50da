// SPDX-License-Identifier: GPL-3.0-or-later
// The words of a report: impression, findings, remarks. The keys are those of DESIGN.md section 5.
import { button, details, element, modelText } from '../Shared/elements.js';
import { t } from '../Shared/texts.js';
import {
  colourOf,
  numberOf,
  objectOf,
  objectsOf,
  shortNumber,
  sizeText,
  textOf,
  textsOf,
} from '../Shared/values.js';

const verdicts = ['Verified', 'Adjusted', 'Unverified', 'Rejected'];
const dispositions = ['Accepted', 'Edited', 'Added'];
const sides = ['Left', 'Right', 'Bilateral', 'Midline'];

// With the numbers that the layers draw: the report's own. In one collected from several those of
// its parts, which the layers know; in older ones they are counted within the image. `index`: as
// the layers' parameter `finding` counts.
export function numberFindings(report) {
  const counts = new Map();
  return objectsOf(report.Findings).map((finding) => {
    const image = numberOf(finding.Image) ?? 0;
    const index = counts.get(image) ?? 0;
    counts.set(image, index + 1);
    const number = numberOf(finding.NumberInPart) || numberOf(finding.Number) || index + 1;
    return { finding, image, index, number: Math.max(1, Math.floor(number)) };
  });
}

function scoreOf(finding) {
  const score = numberOf(finding.ModelScore);
  return element(
    'span',
    { class: 'vlm-score', title: t('shared.score.title') },
    score === null ? t('shared.score.none') : t('shared.score', { score: score.toFixed(2) }),
  );
}

function badgeOf(verification) {
  const { Status, ShiftPx } = objectOf(verification);
  const status = verdicts.includes(Status) ? Status : 'Unverified';
  const moved = status === 'Adjusted' && numberOf(ShiftPx) !== null;
  return element(
    'span',
    { class: 'vlm-badge', 'data-kind': status.toLowerCase(), title: t(`panel.${status}Title`) },
    t(`shared.verification.${status}`),
    moved && ` ${shortNumber(ShiftPx)} px`,
  );
}

function reviewBadgeOf(finding) {
  const { Disposition } = objectOf(finding.Review);
  return (
    dispositions.includes(Disposition) &&
    element(
      'span',
      { class: 'vlm-badge', 'data-kind': 'reviewed', title: t('panel.byHuman') },
      t(`shared.disposition.${Disposition}`),
    )
  );
}

function foldedList(title, items) {
  return details({ class: 'vlm-details' }, title, element('ul', {}, items));
}

function checksOf(verification) {
  const checks = objectsOf(objectOf(verification).Checks);
  if (checks.length === 0) {
    return null;
  }
  const passed = checks.filter((check) => check.Passed === true).length;
  const rows = checks.map((check) => {
    const good = check.Passed === true;
    const detail = textOf(check.Detail);
    return element(
      'li',
      { 'data-passed': String(good) },
      element('span', { 'aria-hidden': 'true' }, good ? '✓ ' : '✗ '),
      element('span', { class: 'vlm-visually-hidden' }, t(good ? 'panel.passed' : 'panel.failed')),
      modelText('b', '', textOf(check.Name)),
      detail && ': ',
      detail && modelText('span', '', detail),
    );
  });
  return foldedList(t('panel.checks', { passed, count: checks.length }), rows);
}

function whereOf(finding) {
  const side = sides.includes(finding.Laterality) ? t(`shared.side.${finding.Laterality}`) : '';
  return [side, textOf(finding.Anatomy), textOf(finding.Severity)].filter(Boolean).join(' · ');
}

function pickButton({ finding, image, index, number }, onPick) {
  const located = finding.Box !== null && typeof finding.Box === 'object';
  return button(
    {
      class: 'vlm-number',
      'data-colour': colourOf(number),
      'aria-pressed': 'false',
      'aria-label': t(located ? 'panel.showAlone' : 'panel.numberNotLocated', { number }),
      title: located ? t('panel.showAlone', { number }) : t('panel.notLocatedTitle'),
      disabled: !located,
      onclick: () => onPick(image, index),
    },
    String(number),
  );
}

function factsOf(finding, language) {
  const size = sizeText(finding.Measurements);
  const where = whereOf(finding);
  return element(
    'div',
    { class: 'vlm-facts' },
    scoreOf(finding),
    size && element('span', { class: 'vlm-size' }, size),
    !finding.Box && element('span', {}, t('panel.notLocated')),
    where && modelText('span', '', where, language),
  );
}

function findingItem(entry, language, onPick) {
  const { finding, image, index } = entry;
  const pick = pickButton(entry, onPick);
  const description = textOf(finding.Description);
  const item = element(
    'li',
    { class: 'vlm-finding' },
    pick,
    element(
      'div',
      { class: 'vlm-finding-text' },
      element(
        'div',
        { class: 'vlm-finding-head' },
        modelText('strong', 'vlm-label', textOf(finding.Label) || t('shared.unnamed'), language),
        element(
          'span',
          { class: 'vlm-badges' },
          badgeOf(finding.Verification),
          reviewBadgeOf(finding),
        ),
      ),
      factsOf(finding, language),
      description && modelText('p', 'vlm-description', description, language),
      checksOf(finding.Verification),
    ),
  );
  item.vlmPick = { image, index, pick };
  return item;
}

// Of a report collected over a series or study: what each part came to.
function partTexts(report) {
  const parts = objectsOf(report.Parts);
  return parts.length < 2
    ? []
    : parts.map(({ Level, Modality, Status, Impression }) => {
        const title = [Level, Modality, Status].map(textOf).filter(Boolean).join(' · ');
        return textOf(Impression) ? `${title}: ${textOf(Impression)}` : title;
      });
}

function remarks(report, language) {
  const narrative = objectOf(report.Narrative);
  const rejected = objectsOf(report.Rejected).map(
    (one) => textOf(one.Label) || t('shared.unnamed'),
  );
  const parts = [
    ['panel.recommendations', textsOf(narrative.Recommendations)],
    ['panel.limitations', textsOf(narrative.Limitations)],
    ['panel.warnings', textsOf(report.Warnings)],
    ['panel.rejected', rejected],
    ['panel.parts', partTexts(report)],
  ];
  return parts
    .filter(([, texts]) => texts.length > 0)
    .map(([title, texts]) =>
      foldedList(
        `${t(title)} (${texts.length})`,
        texts.map((text) => modelText('li', '', text, language)),
      ),
    );
}

// Findings grouped by image when there are several. `onPick(image, finding)` is called when a
// number is pressed, `onImage(image)` when a heading is.
function findingLists(report, language, { onPick, onImage }) {
  const numbered = numberFindings(report);
  const count = objectsOf(report.Images).length;
  const listOf = (entries) =>
    element(
      'ol',
      { class: 'vlm-findings' },
      entries.map((entry) => findingItem(entry, language, onPick)),
    );
  if (count < 2) {
    return [listOf(numbered)];
  }
  return [...new Set(numbered.map((entry) => entry.image))]
    .sort((a, b) => a - b)
    .map((image) => {
      const heading = button(
        { class: 'vlm-image-heading', onclick: () => onImage(image) },
        t('panel.imageOf', { number: image + 1, count }),
      );
      const entries = numbered.filter((entry) => entry.image === image);
      const group = element(
        'div',
        { class: 'vlm-group' },
        element('h4', {}, heading),
        listOf(entries),
      );
      group.vlmImage = image;
      return group;
    });
}

function noFindingText(report) {
  if (report.Status !== 'Completed') {
    return t('panel.notJudged');
  }
  const images = objectsOf(report.Images);
  const skipped = images.filter((image) => image.Examined === false).length;
  if (skipped > 0) {
    return t('panel.notExamined', { skipped, count: images.length });
  }
  return t(report.NoAbnormality === true ? 'panel.noAbnormality' : 'panel.noFinding');
}

// The whole text column.
export function renderReport(report, handlers) {
  const narrative = objectOf(report.Narrative);
  const language = textOf(narrative.Language);
  const impression = textOf(narrative.Impression);
  const quality = objectOf(report.ImageQuality);
  // Of an analysis that failed, the state line gives the reason already.
  const poor = report.Status === 'Completed' && quality.Adequate === false;
  const count = objectsOf(report.Findings).length;
  const reason = textOf(quality.Reason) || t('shared.noReason');
  return element(
    'div',
    { class: 'vlm-report' },
    poor && modelText('p', 'vlm-quality', t('panel.quality', { reason })),
    impression && element('h3', {}, t('panel.impression')),
    impression && modelText('p', 'vlm-impression', impression, language),
    element('h3', {}, count > 0 ? t('panel.findingsCount', { count }) : t('panel.findings')),
    count > 0
      ? findingLists(report, language, handlers)
      : element('p', { class: 'vlm-no-finding' }, noFindingText(report)),
    remarks(report, language),
  );
}

// Marks what the picture shows: image `image`, and `finding` of it or null for all.
export function markShown(reportElement, image, finding) {
  for (const group of reportElement.querySelectorAll('.vlm-group')) {
    const entered = group.vlmImage === image && !group.classList.contains('vlm-shown');
    group.classList.toggle('vlm-shown', group.vlmImage === image);
    if (entered && finding === null) {
      // scrollIntoView would scroll the whole page
      reportElement.scrollTop = group.offsetTop - reportElement.offsetTop;
    }
  }
  for (const item of reportElement.querySelectorAll('.vlm-finding')) {
    const { image: ofImage, index, pick } = item.vlmPick;
    const alone = ofImage === image && index === finding;
    pick.setAttribute('aria-pressed', String(alone));
    item.classList.toggle('vlm-shown', alone);
  }
}
