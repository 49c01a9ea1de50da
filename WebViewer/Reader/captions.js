// SPDX-License-Identifier: GPL-3.0-or-later
// The words in the corners of the picture: where it lies, how it is shown, the value under the
// cursor.
import { element } from '../Shared/elements.js';
import { t } from '../Shared/texts.js';
import { scaleBar } from './geometry.js';
import { valueAt } from './pixels.js';

const mostBarPx = 120;
const edges = ['left', 'right', 'top', 'bottom'];

const rounded = (value) => String(Number(value.toFixed(Math.abs(value) < 10 ? 1 : 0)));

function number(value) {
  return Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 10 ? 2 : 1);
}

// What is at a point of the image, in words; '' outside of it.
function valueText(frame, point) {
  const value = frame && point ? valueAt(frame, point) : null;
  if (value === null) {
    return '';
  }
  const place = { column: Math.round(point[0]), row: Math.round(point[1]) };
  if (Array.isArray(value)) {
    return t('reader.value.colour', { ...place, red: value[0], green: value[1], blue: value[2] });
  }
  return t('reader.value', {
    ...place,
    value: `${number(value)}${frame.unit ? ` ${frame.unit}` : ''}`,
  });
}

// Which slice, of how many, and where in the patient.
export function placeText(slices, index) {
  if (slices.length < 2) {
    return '';
  }
  const place = t('reader.slice', { number: index + 1, count: slices.length });
  const position = slices[index]?.PositionMm ?? null;
  return position === null
    ? place
    : `${place} · ${t('reader.position', { mm: position.toFixed(1) })}`;
}

export class Captions {
  constructor() {
    this.place = element('p', { class: 'vlm-caption vlm-caption-place' });
    this.window = element('span', {});
    this.value = element('span', { class: 'vlm-caption-value' });
    this.zoom = element('span', {});
    this.barText = element('span', {});
    this.bar = element('span', { class: 'vlm-scale-bar' });
    this.letters = Object.fromEntries(
      edges.map((edge) => [edge, element('p', { class: `vlm-letter vlm-letter-${edge}` })]),
    );
    this.element = element(
      'div',
      { class: 'vlm-captions', 'aria-hidden': 'true' },
      this.place,
      element('p', { class: 'vlm-caption vlm-caption-window' }, this.value, this.window),
      element('p', { class: 'vlm-caption vlm-caption-zoom' }, this.barText, this.bar, this.zoom),
      Object.values(this.letters),
    );
  }

  showPlace(slices, index) {
    this.place.textContent = placeText(slices, index);
  }

  showWindow(frame, { Center, Width }, inverse) {
    const words = { center: rounded(Center), width: rounded(Width), unit: frame.unit };
    const text = frame.channels === 3 ? '' : t('reader.windowText', words).trim();
    this.window.textContent = [text, inverse && t('reader.inverted')].filter(Boolean).join(' · ');
  }

  showView(view, spacingMm) {
    this.zoom.textContent = `${Math.round(100 * view.scaleX)} %`;
    const bar = scaleBar(view, spacingMm, mostBarPx);
    this.bar.hidden = bar === null;
    this.barText.textContent = bar === null ? '' : `${Number(bar.mm.toPrecision(1))} mm`;
    if (bar) {
      this.bar.style.width = `${bar.px}px`;
    }
  }

  showValue(frame, point) {
    this.value.textContent = valueText(frame, point);
  }

  // `orientation`: as of orientation.js, null where unknown.
  showOrientation(orientation) {
    for (const edge of edges) {
      this.letters[edge].textContent = orientation?.[edge] ?? '';
    }
  }
}
