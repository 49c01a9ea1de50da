// SPDX-License-Identifier: GPL-3.0-or-later
// The stage: picture, heat, marks, captions, one above the other, all of one view.
import { element } from '../Shared/elements.js';
import { Captions } from './captions.js';
import * as geometry from './geometry.js';
import { Heat, Picture } from './picture.js';
import { Wipe } from './wipe.js';

export class Screen {
  // onView() after the view changed and everything was drawn.
  constructor(marks, onView) {
    Object.assign(this, { marks, onView });
    this.picture = new Picture();
    this.heat = new Heat();
    this.captions = new Captions();
    this.overlays = element('div', { class: 'vlm-overlays' }, this.heat.canvas, marks.svg);
    this.message = element('p', {
      class: 'vlm-reader-message',
      role: 'alert',
      dir: 'auto',
      hidden: true,
    });
    this.stage = element('div', { class: 'vlm-reader-stage' });
    this.wipe = new Wipe(this.stage, this.overlays);
    this.stage.append(
      this.picture.canvas,
      this.overlays,
      this.wipe.bar,
      marks.handlesSvg,
      this.captions.element,
      this.message,
    );
    this.viewport = { width: 0, height: 0 };
    this.view = { x: 0, y: 0, scaleX: 1, scaleY: 1 };
    this.image = { columns: 1, rows: 1, aspect: 1 };
    this.fitted = true;
    this.frame = null;
    this.look = { window: { Center: 0, Width: 1 }, inverse: false };
    this.warmth = { findings: [], opacity: 0 };
    this.observer = new ResizeObserver(() => this.onResize());
    this.observer.observe(this.stage);
  }

  close() {
    this.observer.disconnect();
    cancelAnimationFrame(this.ticket);
  }

  onResize() {
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (width !== this.viewport.width || height !== this.viewport.height) {
      this.viewport = { width, height };
      this.setView(this.fitted ? this.fittedView() : this.view);
      this.draw();  // at once: a canvas that was resized is empty
    }
  }

  fittedView() {
    return geometry.fitView(this.viewport, this.image);
  }

  // The view stays where the next image is as large as this one.
  showFrame(frame, spacingMm) {
    const spacing = frame.spacingMm ?? spacingMm ?? null;
    const image = {
      columns: frame.storedColumns,
      rows: frame.storedRows,
      aspect: geometry.aspectOf(spacing),
    };
    const same = ['columns', 'rows', 'aspect'].every((key) => image[key] === this.image[key]);
    this.frame = frame;
    this.spacingMm = spacing;
    if (!same) {
      this.image = image;
      this.fit();
    }
    this.showMessage('');
    this.schedule();
  }

  // In place of the picture.
  showMessage(text) {
    if (this.message.textContent !== text) {
      this.message.textContent = text;
    }
    this.message.hidden = text === '';
    this.stage.classList.toggle('vlm-reader-broken', text !== '');
  }

  setView(view) {
    this.view = geometry.keepInside(view, this.viewport, this.image);
    this.schedule();
  }

  fit() {
    this.fitted = true;
    this.setView(this.fittedView());
  }

  zoom(factor, point = [this.viewport.width / 2, this.viewport.height / 2]) {
    this.fitted = false;
    const least = this.fittedView().scaleX / 4;
    this.setView(geometry.zoomAt(this.view, factor, point, least));
  }

  pan(dx, dy) {
    this.fitted = false;
    this.setView(geometry.panBy(this.view, dx, dy));
  }

  pinch(before, after) {
    this.fitted = false;
    this.setView(geometry.pinch(this.view, before, after));
  }

  reveal(point) {
    if (!this.fitted) {
      this.setView(geometry.reveal(this.view, this.viewport, point));
    }
  }

  imageToScreen(point) {
    return geometry.imageToScreen(this.view, point);
  }

  screenToImage(point) {
    return geometry.screenToImage(this.view, point);
  }

  // Whether the screen could show more pixels than were sent.
  wantsMore() {
    const { frame } = this;
    const ratio = window.devicePixelRatio || 1;
    return (
      Boolean(frame) &&
      frame.columns < frame.storedColumns &&
      this.view.scaleX * ratio * frame.storedColumns > 1.05 * frame.columns
    );
  }

  // Once before the next picture of the screen, however often it is asked for.
  schedule() {
    this.ticket ??= requestAnimationFrame(() => this.draw());
  }

  draw() {
    cancelAnimationFrame(this.ticket);
    this.ticket = null;
    const { view, viewport, frame } = this;
    if (viewport.width === 0 || !frame) {
      return;
    }
    this.picture.draw(view, viewport, frame, this.look);
    this.heat.draw(view, viewport, { ...this.warmth, image: this.image });
    this.marks.place(view, viewport);
    this.captions.showView(view, this.spacingMm);
    this.captions.showWindow(frame, this.look.window, this.look.inverse);
    this.onView();
  }
}
