// SPDX-License-Identifier: GPL-3.0-or-later
// The ellipse of the edited finding on the picture, with handles to move, stretch and turn it: by mouse,
// pen, finger or keys.
import { svgElement } from '../Shared/elements.js';
import { t } from '../Shared/texts.js';
import { afterKey, dragHandle, ellipsePoint, handlesOf } from './dragging.js';
import { bounded } from './ellipse.js';

const edgePoints = 72;
const names = {
  move: 'move',
  longEnd: 'long',
  longStart: 'long',
  shortEnd: 'short',
  shortStart: 'short',
  rotate: 'rotate',
};
const focusable = ['move', 'longEnd', 'shortEnd', 'rotate'];

const text = (point) => point.map((value) => value.toFixed(2)).join(',');

// `viewer` = {imageToScreen, screenToImage, handlesLayer}, of the reader; `change(ellipse)` is called on any change.
export class Handles {
  constructor(viewer, image, change) {
    Object.assign(this, { viewer, image, change });
    this.ellipse = null;
    this.drag = null;
    this.edge = svgElement('polygon', { class: 'vlm-handle-edge' });
    this.grip = svgElement('polygon', { class: 'vlm-handle-grip' });
    this.stem = svgElement('line', { class: 'vlm-handle-stem' });
    this.knobs = Object.fromEntries(Object.keys(names).map((name) => [name, this.knob(name)]));
    this.group = svgElement(
      'g',
      { class: 'vlm-handles' },
      this.grip,
      this.edge,
      this.stem,
      Object.values(this.knobs),
    );
    this.listen(this.grip, 'move');
    viewer.handlesLayer.append(this.group);
  }

  knob(name) {
    const isFocusable = focusable.includes(name);
    const knob = svgElement(
      'g',
      {
        class: 'vlm-knob',
        'data-handle': name,
        role: isFocusable ? 'button' : null,
        tabindex: isFocusable ? '0' : null,
        'aria-label': isFocusable ? t(`review.handle.${names[name]}`) : null,
        'aria-hidden': isFocusable ? null : 'true',
        onkeydown: (event) => this.onKey(event),
      },
      svgElement('circle', { class: 'vlm-knob-reach', r: 16 }),
      svgElement('circle', { class: 'vlm-knob-mark', r: 5 }),
    );
    this.listen(knob, name);
    return knob;
  }

  listen(node, name) {
    node.addEventListener('pointerdown', (event) => this.onDown(event, node, name));
    node.addEventListener('pointermove', (event) => this.onMove(event));
    node.addEventListener('pointerup', (event) => this.onUp(event));
    node.addEventListener('pointercancel', (event) => this.onUp(event));
    // The reader pans, scrolls and zooms by these.
    for (const type of ['mousedown', 'touchstart', 'dblclick', 'contextmenu']) {
      node.addEventListener(type, (event) => event.stopPropagation());
    }
  }

  pointOf(event) {
    const corner = this.viewer.handlesLayer.ownerSVGElement.getBoundingClientRect();
    return this.viewer.screenToImage([event.clientX - corner.left, event.clientY - corner.top]);
  }

  onDown(event, node, name) {
    if (event.button !== 0 || this.drag) {
      return;
    }
    event.stopPropagation();
    event.preventDefault();
    node.setPointerCapture(event.pointerId);
    (name === 'move' ? this.knobs.move : node).focus?.({ preventScroll: true });
    // Where on the handle it was taken stays under the pointer.
    const from = this.pointOf(event);
    const at = handlesOf(this.ellipse, this.scale())[name];
    this.drag = { name, id: event.pointerId, by: [at[0] - from[0], at[1] - from[1]] };
  }

  onMove(event) {
    if (this.drag?.id !== event.pointerId) {
      return;
    }
    event.stopPropagation();
    const [column, row] = this.pointOf(event);
    const { name, by } = this.drag;
    this.apply(dragHandle(this.ellipse, name, [column + by[0], row + by[1]]));
  }

  onUp(event) {
    if (this.drag?.id === event.pointerId) {
      event.stopPropagation();
      this.drag = null;
    }
  }

  onKey(event) {
    const ellipse = this.ellipse && afterKey(this.ellipse, event);
    if (ellipse) {
      event.preventDefault();
      event.stopPropagation();  // arrows change the slice elsewhere
        this.apply(ellipse);
    }
  }

  apply(ellipse) {
    this.change(bounded(ellipse, this.image));
  }

  // CSS pixels per image pixel, along columns.
  scale() {
    const [[x0], [x1]] = [[0, 0], [1, 0]].map(this.viewer.imageToScreen);
    return Math.abs(x1 - x0) || 1;
  }

  // The picture may have been zoomed or moved: `viewer` is the reader's newest.
  show(ellipse, viewer) {
    Object.assign(this, { ellipse, viewer });
    this.group.classList.toggle('vlm-no-place', !ellipse);
    this.draw();
  }

  draw() {
    if (!this.ellipse) {
      return;
    }
    const onScreen = (point) => this.viewer.imageToScreen(point);
    const turns = Array.from({ length: edgePoints }, (_, i) => (2 * Math.PI * i) / edgePoints);
    const outline = turns.map((turn) => text(onScreen(ellipsePoint(this.ellipse, turn)))).join(' ');
    this.edge.setAttribute('points', outline);
    this.grip.setAttribute('points', outline);
    const handles = handlesOf(this.ellipse, this.scale());
    for (const [name, point] of Object.entries(handles)) {
      this.knobs[name].setAttribute('transform', `translate(${text(onScreen(point))})`);
    }
    const ends = [onScreen(handles.longEnd), onScreen(handles.rotate)];
    ['x1', 'y1', 'x2', 'y2'].forEach((name, i) => this.stem.setAttribute(name, ends.flat()[i]));
  }

  stop() {
    this.group.remove();
  }
}
