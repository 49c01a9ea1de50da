// SPDX-License-Identifier: GPL-3.0-or-later
// A sheet over the picture on which a missed finding is drawn.
import { svgElement } from '../Shared/elements.js';
import { ellipseBetween } from './dragging.js';
import { bounded } from './ellipse.js';

const leastPx = 4;  // less was a click

// `onDrawn(ellipse)` is called once something was dragged over.
export class DrawingSheet {
  constructor(viewer, image, onDrawn) {
    Object.assign(this, { viewer, image, onDrawn });
    this.rubber = svgElement('ellipse', { class: 'vlm-handle-edge' });
    this.sheet = svgElement('rect', { class: 'vlm-drawing-sheet', width: '100%', height: '100%' });
    this.group = svgElement('g', { class: 'vlm-drawing' }, this.sheet, this.rubber);
    this.from = null;
    this.sheet.addEventListener('pointerdown', (event) => this.onDown(event));
    this.sheet.addEventListener('pointermove', (event) => this.onMove(event));
    this.sheet.addEventListener('pointerup', (event) => this.onUp(event));
    this.sheet.addEventListener('pointercancel', () => this.forget());
    viewer.handlesLayer.append(this.group);
  }

  screenPoint(event) {
    const corner = this.viewer.handlesLayer.ownerSVGElement.getBoundingClientRect();
    return [event.clientX - corner.left, event.clientY - corner.top];
  }

  onDown(event) {
    if (event.button === 0) {
      event.stopPropagation();
      event.preventDefault();
      this.sheet.setPointerCapture(event.pointerId);
      this.from = this.screenPoint(event);
    }
  }

  onMove(event) {
    if (!this.from) {
      return;
    }
    event.stopPropagation();
    const to = this.screenPoint(event);
    const values = {
      cx: (this.from[0] + to[0]) / 2,
      cy: (this.from[1] + to[1]) / 2,
      rx: Math.abs(to[0] - this.from[0]) / 2,
      ry: Math.abs(to[1] - this.from[1]) / 2,
    };
    Object.entries(values).forEach(([name, value]) => this.rubber.setAttribute(name, value));
  }

  onUp(event) {
    if (!this.from) {
      return;
    }
    event.stopPropagation();
    const points = [this.from, this.screenPoint(event)];
    this.forget();
    const size = Math.max(...[0, 1].map((i) => Math.abs(points[1][i] - points[0][i])));
    if (size >= leastPx) {
      const ends = points.map((point) => this.viewer.screenToImage(point));
      this.onDrawn(bounded(ellipseBetween(...ends), this.image));
    }
  }

  forget() {
    this.from = null;
    ['rx', 'ry'].forEach((name) => this.rubber.setAttribute(name, 0));
  }

  stop() {
    this.group.remove();
  }
}
