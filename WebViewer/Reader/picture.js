// SPDX-License-Identifier: GPL-3.0-or-later
// Draws pixels, and the map of anomaly above them, on canvases that show the same view.
import { element } from '../Shared/elements.js';
import { t } from '../Shared/texts.js';
import { heatMap } from './heat.js';
import { displayTable, paint } from './pixels.js';

const pixelsSeenFrom = 6;  // screen pixels per image pixel: from there on pixels have edges
const mostRatio = 2;  // finer screens show no more

function bufferOf(columns, rows) {
  const canvas = document.createElement('canvas');
  canvas.width = columns;
  canvas.height = rows;
  return canvas;
}

class Layer {
  constructor(className, attributes = {}) {
    this.canvas = element('canvas', { class: className, ...attributes });
    this.context = this.canvas.getContext('2d');
  }

  // An empty layer that is as large as the viewport, in CSS pixels from its corner.
  clear(viewport) {
    const ratio = Math.min(window.devicePixelRatio || 1, mostRatio);
    const width = Math.max(1, Math.round(viewport.width * ratio));
    const height = Math.max(1, Math.round(viewport.height * ratio));
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    this.context.setTransform(1, 0, 0, 1, 0, 0);
    this.context.clearRect(0, 0, width, height);
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    return ratio;
  }
}

export class Picture extends Layer {
  constructor() {
    // Until there is a picture, too: the reader says more once there is one.
    super('vlm-canvas', { role: 'img', 'aria-label': t('reader.title') });
    this.frame = null;
    this.painted = null;  // what the buffer holds: [frame, window, inverse]
  }

  repaint(frame, window, inverse) {
    const [known, center, width, turned] = this.painted ?? [];
    if (
      known === frame &&
      center === window.Center &&
      width === window.Width &&
      turned === inverse
    ) {
      return;
    }
    if (this.buffer?.width !== frame.columns || this.buffer?.height !== frame.rows) {
      this.buffer = bufferOf(frame.columns, frame.rows);
      this.image = new ImageData(frame.columns, frame.rows);
    }
    paint(frame, displayTable(frame, window, inverse), new Uint32Array(this.image.data.buffer));
    this.buffer.getContext('2d').putImageData(this.image, 0, 0);
    this.painted = [frame, window.Center, window.Width, inverse];
  }

  draw(view, viewport, frame, { window, inverse }) {
    this.repaint(frame, window, inverse);
    const ratio = this.clear(viewport);
    const { context } = this;
    context.imageSmoothingEnabled = view.scaleX * ratio < pixelsSeenFrom;
    context.imageSmoothingQuality = 'medium';
    const width = frame.storedColumns * view.scaleX;
    const height = frame.storedRows * view.scaleY;
    context.drawImage(this.buffer, view.x, view.y, width, height);
  }
}

export class Heat extends Layer {
  constructor() {
    super('vlm-heat', { 'aria-hidden': 'true' });
    this.known = [];
  }

  mapOf(findings, image) {
    const [knownFindings, columns, rows] = this.known;
    if (knownFindings !== findings || columns !== image.columns || rows !== image.rows) {
      this.known = [findings, image.columns, image.rows];
      this.map = heatMap(findings, image);
      if (this.map) {
        this.buffer = bufferOf(this.map.columns, this.map.rows);
        const pixels = new ImageData(this.map.data, this.map.columns, this.map.rows);
        this.buffer.getContext('2d').putImageData(pixels, 0, 0);
      }
    }
    return this.map;
  }

  // `findings`: those of the shown image; the same list means that nothing changed.
  draw(view, viewport, { findings, image, opacity }) {
    this.canvas.hidden = !(opacity > 0);
    const map = opacity > 0 ? this.mapOf(findings, image) : null;
    this.clear(viewport);
    this.canvas.style.opacity = String(Math.min(1, opacity));
    if (map) {
      this.context.imageSmoothingEnabled = true;
      this.context.drawImage(
        this.buffer,
        view.x + (map.left + 0.5) * view.scaleX,
        view.y + (map.top + 0.5) * view.scaleY,
        map.width * view.scaleX,
        map.height * view.scaleY,
      );
    }
  }
}
