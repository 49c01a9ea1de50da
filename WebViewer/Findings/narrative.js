// SPDX-License-Identifier: GPL-3.0-or-later
// Impression and narrative; what refers to a finding is a button that shows it.
import { button, details, element, modelText } from '../Shared/elements.js';
import { badge, modelLine } from '../Shared/state.js';
import { t } from '../Shared/texts.js';
import {
  colourOf,
  levelOf,
  numberOfFinding,
  objectOf,
  objectsOf,
  textOf,
  textsOf,
} from '../Shared/values.js';
import { effectiveFindings } from '../Review/draft.js';
import { sentencesOf } from './references.js';

// `findings`: those of the number, the slices of one lesion; pressed again, the next one is shown.
function referenceButton(number, findings, store) {
  const ids = findings.map(({ Id }) => textOf(Id));
  const label = textOf(findings[0]?.Label).slice(0, 120);
  const next = () => ids[(ids.indexOf(store.state.selected) + 1) % ids.length];
  return button(
    {
      class: 'vlm-reference',
      'data-colour': colourOf(number),
      'data-reference': ids.join(' '),
      'aria-label': t('findings.reference', { number, label }),
      title: label,
      onclick: () => store.set({ selected: next() }),
      onmouseenter: () => store.set({ hovered: ids[0] }),
      onmouseleave: () => store.set({ hovered: null }),
      onfocus: () => store.set({ hovered: ids[0] }),
      onblur: () => store.set({ hovered: null }),
    },
    number,
  );
}

function pieceNodes(piece, byNumber, store) {
  if (piece.numbers) {
    return piece.numbers.map((number) => [
      ' ',
      referenceButton(number, byNumber.get(number), store),
    ]);
  }
  if (piece.note) {
    return element(
      'span',
      { class: 'vlm-note' },
      ` ${t('findings.note')} `,
      modelText('span', '', piece.note),
    );
  }
  return piece.text;
}

function sentences(report, section, store) {
  const findings = effectiveFindings(report, store.state.draft);
  const byNumber = new Map();
  findings.forEach((finding, index) => {
    const number = numberOfFinding(finding, index);
    byNumber.set(number, [...(byNumber.get(number) ?? []), finding]);
  });
  const language = textOf(objectOf(report.Narrative).Language) || null;
  return sentencesOf(report, section, new Set(byNumber.keys())).map((pieces) =>
    element(
      'p',
      { class: 'vlm-sentence', dir: 'auto', lang: language },
      pieces.map((piece) => pieceNodes(piece, byNumber, store)),
    ),
  );
}

// The conclusion, first of all.
export function impressionCard(report, store) {
  const isJudged = report.Status === 'Completed' || textOf(objectOf(report.Narrative).Impression);
  return isJudged ? impression(report, store) : null;
}

function impression(report, store) {
  const original = textOf(objectOf(report.Review).OriginalImpression);
  const told = sentences(report, 'Impression', store);
  const quality = objectOf(report.ImageQuality);
  const poor = report.Status === 'Completed' && quality.Adequate === false;
  return element(
    'section',
    { class: 'vlm-card vlm-impression', 'aria-label': t('findings.impression') },
    element('h2', {}, t('findings.impression')),
    poor &&
      element(
        'p',
        { class: 'vlm-caution' },
        `${t('findings.quality')} `,
        modelText('span', '', textOf(quality.Reason) || t('shared.noReason')),
      ),
    told.length > 0 ? told : element('p', { class: 'vlm-soft' }, t('findings.impression.none')),
    element('p', { class: 'vlm-by' }, modelLine(report.Model)),
    original &&
      details({}, t('findings.impression.original'), modelText('p', 'vlm-soft', original)),
  );
}

function listing(title, texts, language) {
  return (
    texts.length > 0 && [
      element('h3', {}, title),
      element(
        'ul',
        {},
        texts.slice(0, 100).map((text) => modelText('li', '', text, language)),
      ),
    ]
  );
}

function rejected(report) {
  return objectsOf(report.Rejected).map((finding) => {
    const label = textOf(finding.Label) || t('shared.unnamed');
    const review = objectOf(finding.Review);
    const human = review.Disposition === 'Rejected';
    const reason = human ? textOf(review.Reason) : '';
    const by = t(human ? 'findings.rejected.reviewer' : 'findings.rejected.verification');
    return [label, by, reason].filter(Boolean).join(t('findings.semicolon'));
  });
}

// Each part of a collected report, with the way to its own page.
function parts(report, api) {
  const all = objectsOf(report.Parts);
  const rows = all.slice(0, 200).map((part) => {
    const level = levelOf(part.Level);
    const status = badge(part.Status);
    const name = [level && t(`findings.level.${level}`), textOf(part.Modality)].filter(Boolean);
    const title = name.join(' · ') || textOf(part.AnalysisId);
    const id = textOf(part.OrthancId);
    const way = level && id ? element('a', { href: api.pageUrl({ level, id }) }, title) : title;
    return element('li', {}, way, ' ', status, ' ', modelText('span', '', textOf(part.Impression)));
  });
  return rows.length > 1 && [element('h3', {}, t('findings.parts')), element('ul', {}, rows)];
}

// Everything else in words; null when there is nothing.
export function narrativeCard(report, store, api) {
  const narrative = objectOf(report.Narrative);
  const language = textOf(narrative.Language);
  const told = sentences(report, 'Findings', store);
  const content = [
    told,
    textOf(narrative.Technique) && [
      element('h3', {}, t('findings.technique')),
      modelText('p', '', textOf(narrative.Technique), language),
    ],
    listing(t('findings.recommendations'), textsOf(narrative.Recommendations), language),
    listing(t('findings.limitations'), textsOf(narrative.Limitations), language),
    listing(t('findings.warnings'), textsOf(report.Warnings), language),
    listing(t('findings.rejected'), rejected(report)),
    parts(report, api),
  ].filter((part) => part && part.length > 0);
  return content.length === 0
    ? null
    : element(
        'section',
        { class: 'vlm-card vlm-narrative', 'aria-label': t('findings.narrative') },
        element('h2', {}, t('findings.narrative')),
        content,
      );
}
