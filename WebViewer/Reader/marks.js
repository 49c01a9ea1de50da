// SPDX-License-Identifier: GPL-3.0-or-later
// The findings as vectors above the picture: lines as thin at every zoom, badges of one size.
import { svgElement } from '../Shared/elements.js';
import { t } from '../Shared/texts.js';
import { imageToScreen } from './geometry.js';

const badgeRadius = 9;  // CSS pixels
const mostLabel = 40;  // letters
const labelGap = 5;
const letterWidth = 6.5;
const line = 2 * badgeRadius + 2;  // of badges that would lie above each other
const mostShifts = 6;

function short(text) {
  const letters = [...text];
  return letters.length > mostLabel ? `${letters.slice(0, mostLabel - 1).join('')}…` : text;
}

function ellipseNode({ Mean, SemiAxesPx, AngleDegrees }, attributes) {
  return svgElement('ellipse', {
    cx: Mean[0],
    cy: Mean[1],
    rx: SemiAxesPx[0],
    ry: SemiAxesPx[1],
    transform: `rotate(${AngleDegrees} ${Mean[0]} ${Mean[1]})`,
    ...attributes,
  });
}

function boxNode({ Left, Top, Width, Height }, attributes) {
  return svgElement('rect', { x: Left, y: Top, width: Width, height: Height, ...attributes });
}

// The line that stands for the finding; twice, a dark one below to be seen on white.
function mainNode(shape, layers, className) {
  if (shape.outline && layers.outline) {
    const points = shape.outline.map(([column, row]) => `${column},${row}`).join(' ');
    return svgElement('polygon', { class: className, points });
  }
  return shape.ellipse
    ? ellipseNode(shape.ellipse, { class: className })
    : boxNode(shape.box, { class: className });
}

function linesOf(shape, layers) {
  const nodes = [
    mainNode(shape, layers, 'vlm-mark-halo'),
    mainNode(shape, layers, 'vlm-mark-line'),
  ];
  if (layers.ellipses) {
    nodes.push(
      ...shape.rings.map((ring) =>
        ellipseNode(ring, { class: 'vlm-mark-ring', 'data-mass': ring.mass }),
      ),
    );
  }
  if (layers.raw && shape.raw) {
    nodes.push(boxNode(shape.raw, { class: 'vlm-mark-raw' }));
    if (shape.box) {
      nodes.push(boxNode(shape.box, { class: 'vlm-mark-box' }));
    }
  }
  return nodes;
}

function badgeOf(shape, layers) {
  const label = layers.labels ? short(shape.label) : '';
  const node = svgElement(
    'g',
    { class: 'vlm-mark-badge', 'data-finding': shape.id, 'data-colour': shape.colour },
    svgElement('circle', { r: badgeRadius }),
    svgElement(
      'text',
      { class: 'vlm-mark-number', 'text-anchor': 'middle', dy: '0.35em' },
      String(shape.number),
    ),
    label &&
      svgElement(
        'text',
        { class: 'vlm-mark-label', x: badgeRadius + labelGap, dy: '0.35em' },
        label,
      ),
  );
  node.dataset.disposition = shape.disposition;
  const width = 2 * badgeRadius + (label ? labelGap + letterWidth * label.length : 0);
  return { node, id: shape.id, anchor: shape.top, width, at: [0, 0] };
}

// What a screen reader says of a mark.
function nameOf(shape) {
  const label = shape.label || t('reader.unnamed');
  const words = { number: shape.number, label: short(label) };
  const state = shape.disposition || shape.status;
  const stateKey = shape.disposition
    ? `shared.disposition.${state}`
    : `shared.verification.${state}`;
  return state ? t('reader.mark.state', { ...words, state: t(stateKey) }) : t('reader.mark', words);
}

// Above the mark; within the stage, if the mark is; not above another badge.
function freePlace([left, top], { width }, placed, viewport) {
  const inside = left > 0 && top > 0 && left < viewport.width && top < viewport.height;
  const x = inside
    ? Math.min(Math.max(left, badgeRadius + 1), viewport.width - badgeRadius - 1)
    : left;
  const start = inside ? Math.max(top - badgeRadius - 3, badgeRadius + 1) : top - badgeRadius - 3;
  const isFree = (y) =>
    placed.every(
      ({ at, width: other }) =>
        Math.abs(at[1] - y) >= line - 1 ||
        at[0] - badgeRadius > x - badgeRadius + width ||
        x > at[0] + other,
    );
  const shifts = Array.from({ length: mostShifts }, (_, step) => start - step * line);
  return [x, shifts.find((y) => (y > badgeRadius || !inside) && isFree(y)) ?? start];
}

export class Marks {
  // onPick(id), onHover(id | null): by keyboards and assistive technology; pointers: gestures.js.
  constructor({ onPick, onHover }) {
    Object.assign(this, { onPick, onHover });
    this.imageGroup = svgElement('g', { class: 'vlm-marks-image' });
    this.handles = svgElement('g', { class: 'vlm-handles' });
    // In screen points; the marks themselves have names that say the same.
    this.badgeGroup = svgElement('g', { class: 'vlm-badges', 'aria-hidden': 'true' });
    this.svg = svgElement(
      'svg',
      { class: 'vlm-marks', role: 'group', 'aria-label': t('reader.marks') },
      this.imageGroup,
      this.badgeGroup,
    );
    // Of its own, above: it stays where the comparison hides the other marks.
    this.handlesSvg = svgElement('svg', { class: 'vlm-marks vlm-marks-handles' }, this.handles);
    this.shapes = [];
    this.badges = [];
  }

  markOf(shape, layers) {
    const { id } = shape;
    return svgElement(
      'g',
      {
        class: 'vlm-mark',
        tabindex: '0',
        role: 'button',
        'aria-label': nameOf(shape),
        'data-finding': id,
        'data-number': shape.number,
        'data-colour': shape.colour,
        'data-disposition': shape.disposition || null,
        'data-status': shape.status || null,
        onkeydown: (event) => this.onKey(event, id),
        onclick: (event) => event.detail === 0 && this.onPick(id),
        onfocus: () => this.onHover(id),
        onblur: () => this.onHover(null),
      },
      linesOf(shape, layers),
    );
  }

  onKey(event, id) {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.onPick(id);
    }
  }

  // Draws these findings; the focus stays with its finding.
  show(shapes, layers) {
    const focused = this.svg.contains(document.activeElement)
      ? document.activeElement.dataset.finding
      : null;
    this.shapes = shapes;
    this.imageGroup.replaceChildren(...shapes.map((shape) => this.markOf(shape, layers)));
    this.badges = shapes.map((shape) => badgeOf(shape, layers));
    this.badgeGroup.replaceChildren(...this.badges.map(({ node }) => node));
    if (focused !== null) {
      this.markNode(focused)?.focus({ preventScroll: true });
    }
  }

  markNode(id) {
    return [...this.imageGroup.children].find((node) => node.dataset.finding === id);
  }

  light({ selected, hovered, editing }) {
    for (const node of this.imageGroup.children) {
      node.setAttribute('aria-pressed', String(node.dataset.finding === selected));
    }
    for (const node of [...this.imageGroup.children, ...this.badgeGroup.children]) {
      const { finding } = node.dataset;
      node.classList.toggle('vlm-mark-selected', finding === selected);
      node.classList.toggle('vlm-mark-hovered', finding === hovered);
      node.classList.toggle('vlm-mark-edited', finding === editing);
    }
  }

  place(view, viewport) {
    const [x, y] = imageToScreen(view, [0, 0]);
    this.imageGroup.setAttribute(
      'transform',
      `translate(${x} ${y}) scale(${view.scaleX} ${view.scaleY})`,
    );
    const placed = [];
    for (const badge of this.badges) {
      badge.at = freePlace(imageToScreen(view, badge.anchor), badge, placed, viewport);
      placed.push(badge);
      badge.node.setAttribute('transform', `translate(${badge.at[0]} ${badge.at[1]})`);
    }
  }

  // The finding whose badge is at a screen point, or null.
  badgeAt([x, y]) {
    const hit = this.badges.find(({ at }) => Math.hypot(at[0] - x, at[1] - y) <= badgeRadius + 2);
    return hit?.id ?? null;
  }
}
