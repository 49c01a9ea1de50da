// SPDX-License-Identifier: GPL-3.0-or-later
// One finding of the list: what, how big, how sure; opened, also why.
import { button, element, facts, modelText } from '../Shared/elements.js';
import { t } from '../Shared/texts.js';
import {
  colourOf,
  numberOf,
  numberOfFinding,
  objectOf,
  shortNumber,
  sizeText,
  textOf,
  textsOf,
} from '../Shared/values.js';
import { imagedSide } from './ledger.js';
import {
  dispositionOf,
  ledger,
  originalText,
  reviewBadge,
  verificationBadge,
  whyText,
} from './verdict.js';

const sides = ['Left', 'Right', 'Bilateral', 'Midline'];
let items = 0;

function numberBadge(number) {
  return element('span', { class: 'vlm-number', 'data-colour': colourOf(number) }, number);
}

// A name, not a treatise.
function labelOf(finding) {
  const label = textOf(finding.Label).trim();
  return label.length > 300 ? `${label.slice(0, 300)}…` : label || t('shared.unnamed');
}

function scoreText(finding) {
  const score = numberOf(finding.ModelScore);
  return element(
    'span',
    { title: t('shared.score.title') },
    score === null ? t('shared.score.none') : t('shared.score', { score: score.toFixed(2) }),
  );
}

function sideText(side) {
  return sides.includes(side) ? t(`shared.side.${side}`) : '';
}

function sideFact(finding) {
  const stated = sideText(finding.Laterality);
  const imaged = sideText(imagedSide(finding));
  return imaged && stated ? t('findings.side.differs', { stated, imaged }) : stated || imaged;
}

function factsOf(finding, { place, language, isFollower }) {
  const parts = [
    isFollower && t('findings.sameLesion'),
    sizeText(finding.Measurements),
    sideFact(finding),
    textOf(finding.Anatomy) && modelText('span', '', textOf(finding.Anatomy), language),
    textOf(finding.Severity) && modelText('span', '', textOf(finding.Severity), language),
    place,
    dispositionOf(finding) !== 'Added' && scoreText(finding),
  ].filter(Boolean);
  return element(
    'p',
    { class: 'vlm-item-facts' },
    parts.map((part) => (typeof part === 'string' ? element('span', {}, part) : part)),
  );
}

function measurements(finding) {
  const known = objectOf(finding.Measurements);
  const area = shortNumber(known.AreaMm2)
    ? `${shortNumber(known.AreaMm2)} mm²`
    : shortNumber(known.AreaPx2) && `${shortNumber(known.AreaPx2)} px²`;
  const inside = shortNumber(known.MeanInside);
  const around = shortNumber(known.MeanAround);
  const code = objectOf(finding.Code);
  return facts([
    [t('findings.size'), sizeText(known)],
    [t('findings.area'), area],
    [t('findings.intensity'), inside && around && t('findings.intensity.text', { inside, around })],
    [t('findings.contrast'), shortNumber(known.ContrastToNoise)],
    [t('findings.category'), textOf(finding.Category)],
    [
      t('findings.code'),
      [code.Scheme, code.Value, code.Meaning].map(textOf).filter(Boolean).join(' '),
    ],
  ]);
}

function paragraph(title, text, language) {
  return (
    text && element('p', {}, element('b', {}, `${title} `), modelText('span', '', text, language))
  );
}

function body(finding, language) {
  const review = objectOf(finding.Review);
  const reason = finding.draft ? textOf(finding.draft.reason) : textOf(review.Reason);
  return [
    textOf(finding.Description) &&
      modelText('p', 'vlm-description', textOf(finding.Description), language),
    paragraph(t('findings.reason'), reason),
    paragraph(t('findings.original'), originalText(finding)),
    paragraph(t('findings.evidence'), textOf(finding.Evidence), language),
    paragraph(
      t('findings.differential'),
      textsOf(finding.Differential).join(t('findings.semicolon')),
      language,
    ),
    ledger(finding),
    measurements(finding),
  ];
}

// An <li> with {vlmPick: its button, vlmBody: what opens}; `on` = {pick(id), hover(id | null)}.
export function findingItem(finding, index, { place, language, on, isFollower }) {
  items += 1;
  const number = numberOfFinding(finding, index);
  const id = textOf(finding.Id);
  const inside = element('div', { class: 'vlm-item-body', id: `vlm-item-${items}`, hidden: true });
  const pick = button(
    {
      class: 'vlm-pick',
      'aria-expanded': 'false',
      'aria-controls': inside.id,
      disabled: !id,
      onclick: () => on.pick(id),
    },
    numberBadge(number),
    modelText('span', 'vlm-label', labelOf(finding), language),
  );
  const item = element(
    'li',
    {
      class: isFollower ? 'vlm-item vlm-follower' : 'vlm-item',
      'data-finding-id': id,
      'data-disposition': dispositionOf(finding).toLowerCase() || null,
      onmouseenter: () => on.hover(id),
      onmouseleave: () => on.hover(null),
      onfocusin: () => on.hover(id),
      onfocusout: () => on.hover(null),
    },
    element(
      'div',
      { class: 'vlm-item-head' },
      element('h3', {}, pick),
      verificationBadge(finding),
      reviewBadge(finding),
    ),
    factsOf(finding, { place, language, isFollower }),
    element('p', { class: 'vlm-item-why' }, whyText(finding)),
    inside,
  );
  // Made when it is opened: of 200 findings one looks at a few.
  item.vlmOpen = (isOpen) => {
    if (isOpen && !inside.firstChild) {
      inside.append(...body(finding, language).filter(Boolean));
    }
    inside.hidden = !isOpen;
    pick.setAttribute('aria-expanded', String(isOpen));
    item.classList.toggle('vlm-selected', isOpen);
  };
  return item;
}
