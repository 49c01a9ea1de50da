// SPDX-License-Identifier: GPL-3.0-or-later
// The words of a report: impression, findings, remarks. The keys are those of DESIGN.md section 5.
import { button, element, modelText } from './elements.js';

const paletteSize = 6;  // of the layers: Plugin/Render/Palette.h

// With the numbers that the layers draw: the report's own. In one collected from several those of its
// parts, which the layers know; in older ones they are counted within the image. `index`: as the
// layers' parameter `finding` counts.
export function numberFindings(report) {
  const counts = new Map();
  return (report.Findings ?? []).map((finding) => {
    const image = finding.Image ?? 0;
    const index = counts.get(image) ?? 0;
    counts.set(image, index + 1);
    const number = finding.NumberInPart || finding.Number || index + 1;
    return { finding, image, index, number };
  });
}

function millimetres(value) {
  return value < 10 ? value.toFixed(1) : String(Math.round(value));
}

function sizeOf(measurements) {
  const { LongAxisMm: long, ShortAxisMm: short } = measurements ?? {};
  if (typeof long !== 'number') {
    return '';
  }
  return typeof short === 'number'
    ? `${millimetres(long)} × ${millimetres(short)} mm`
    : `${millimetres(long)} mm`;
}

function scoreOf(finding) {
  const known = typeof finding.ModelScore === 'number';
  return element(
    'span',
    { class: 'vlm-score', title: "The model's own number; not a probability" },
    known ? `model score ${finding.ModelScore.toFixed(2)}` : 'no model score',
  );
}

const verdicts = {
  Verified: 'Further readings and the pixels support this location',
  Adjusted: 'The location was corrected by further readings or the pixels',
  Unverified: 'The location could not be confirmed',
  Rejected: 'The location contradicts further readings or the pixels',
};

function badgeOf(verification) {
  const status = verification?.Status in verdicts ? verification.Status : 'Unverified';
  const shift = verification?.ShiftPx;
  const moved = status === 'Adjusted' && typeof shift === 'number';
  return element(
    'span',
    { class: 'vlm-badge', 'data-kind': status.toLowerCase(), title: verdicts[status] },
    status,
    moved && ` ${shift.toFixed(0)} px`,
  );
}

function checksOf(verification) {
  const checks = verification?.Checks ?? [];
  if (checks.length === 0) {
    return null;
  }
  const passed = checks.filter((check) => check.Passed).length;
  const rows = checks.map((check) =>
    element(
      'li',
      { 'data-passed': String(Boolean(check.Passed)) },
      element('span', {}, check.Passed ? '✓ ' : '✗ '),
      element('span', { class: 'vlm-visually-hidden' }, check.Passed ? 'passed: ' : 'failed: '),
      modelText('b', '', check.Name ?? ''),
      check.Detail && ': ',
      check.Detail && modelText('span', '', check.Detail),
    ),
  );
  return details(`${passed} of ${checks.length} location checks passed`, element('ul', {}, rows));
}

function details(summary, ...content) {
  return element(
    'details',
    { class: 'vlm-details' },
    element('summary', {}, summary),
    ...content,
  );
}

function whereOf(finding) {
  const side = finding.Laterality === 'Unknown' ? '' : finding.Laterality;
  return [side, finding.Anatomy, finding.Severity].filter(Boolean).join(' · ');
}

function findingItem({ finding, image, index, number }, language, onPick) {
  const label = finding.Label || 'Unnamed finding';
  const where = whereOf(finding);
  const size = sizeOf(finding.Measurements);
  const located = Boolean(finding.Box);
  const pick = button(
    {
      class: 'vlm-number',
      'data-colour': (number - 1) % paletteSize,
      'aria-pressed': 'false',
      'aria-label': located ? `Show finding ${number} alone` : `Finding ${number}, not located`,
      title: located ? 'Show this finding alone' : 'The model did not say where',
      disabled: !located,
      onclick: () => onPick(image, index),
    },
    String(number),
  );
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
        modelText('strong', 'vlm-label', label, language),
        badgeOf(finding.Verification),
      ),
      element(
        'div',
        { class: 'vlm-facts' },
        scoreOf(finding),
        size && element('span', { class: 'vlm-size' }, size),
        !located && element('span', {}, 'not located'),
        where && modelText('span', '', where, language),
      ),
      finding.Description && modelText('p', 'vlm-description', finding.Description, language),
      checksOf(finding.Verification),
    ),
  );
  item.vlmPick = { image, index, pick };
  return item;
}

function listOf(texts, language) {
  return element('ul', {}, texts.map((text) => modelText('li', '', text, language)));
}

// Of a report collected over a series or study: what each part came to.
function partTexts(report) {
  const parts = report.Parts ?? [];
  return parts.length < 2
    ? []
    : parts.map(({ Level, Modality, Status, Impression }) => {
        const title = [Level, Modality, Status].filter(Boolean).join(' · ');
        return Impression ? `${title}: ${Impression}` : title;
      });
}

function remarks(report, language) {
  const narrative = report.Narrative ?? {};
  const rejected = report.Rejected ?? [];
  const parts = [
    ['Recommendations', narrative.Recommendations ?? []],
    ['Limitations', narrative.Limitations ?? []],
    ['Warnings', report.Warnings ?? []],
    ['Rejected by verification', rejected.map((finding) => finding.Label || 'Unnamed finding')],
    ['Parts of this report', partTexts(report)],
  ];
  return parts
    .filter(([, texts]) => texts.length > 0)
    .map(([title, texts]) => details(`${title} (${texts.length})`, listOf(texts, language)));
}

// Findings grouped by image when there are several. `onPick(image, finding)` is called when a
// number is pressed, `onImage(image)` when a heading is.
function findingLists(report, language, { onPick, onImage }) {
  const numbered = numberFindings(report);
  const images = report.Images ?? [];
  if (images.length < 2) {
    const items = numbered.map((entry) => findingItem(entry, language, onPick));
    return [element('ol', { class: 'vlm-findings' }, items)];
  }
  return [...new Set(numbered.map((entry) => entry.image))].sort((a, b) => a - b).map((image) => {
    const items = numbered
      .filter((entry) => entry.image === image)
      .map((entry) => findingItem(entry, language, onPick));
    const heading = button(
      { class: 'vlm-image-heading', onclick: () => onImage(image) },
      `Image ${image + 1} of ${images.length}`,
    );
    const group = element(
      'div',
      { class: 'vlm-group' },
      element('h4', {}, heading),
      element('ol', { class: 'vlm-findings' }, items),
    );
    group.vlmImage = image;
    return group;
  });
}

function noFindingText(report) {
  if (report.Status !== 'Completed') {
    return 'No model judged this: there is nothing to list.';
  }
  const images = report.Images ?? [];
  const skipped = images.filter((image) => image.Examined === false).length;
  if (skipped > 0) {
    return `No finding. Not examined by the model: ${skipped} of ${images.length} images.`;
  }
  return report.NoAbnormality
    ? 'No abnormality reported by the model.'
    : 'The model looked and reported no finding.';
}

// The whole text column.
export function renderReport(report, handlers) {
  const narrative = report.Narrative ?? {};
  const language = narrative.Language;
  // Of an analysis that failed, the state line gives the reason already.
  const poor = report.Status === 'Completed' && report.ImageQuality?.Adequate === false;
  const count = (report.Findings ?? []).length;
  return element(
    'div',
    { class: 'vlm-report' },
    poor &&
      modelText(
        'p',
        'vlm-quality',
        `Image quality is limited: ${report.ImageQuality.Reason || 'no reason given'}`,
      ),
    narrative.Impression && element('h3', {}, 'Impression'),
    narrative.Impression && modelText('p', 'vlm-impression', narrative.Impression, language),
    element('h3', {}, count > 0 ? `Findings (${count})` : 'Findings'),
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
    if (entered && finding === null) {  // scrollIntoView would scroll the whole page
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
