// SPDX-License-Identifier: GPL-3.0-or-later
// What fingers, mouse and wheel do on the stage -> actions. Knows nothing of pictures.
//
// actions = {
//   mode(event)            what one pointer's drag does: 'window' | 'pan' | 'scroll' | 'none'
//   onStart(mode), onWindow(dx, dy), onPan(dx, dy), onScroll(steps)    dx, dy: since the drag began
//   onZoom(factor, point), onPinch(before, after)         points [x, y] from the stage's corner
//   wheelZooms()           whether the wheel zooms by itself, as there is nothing to scroll through
//   onHover(point | null), onClick(point), onDouble(point)
// }
import { wheelPixels, wheelSteps, wheelZoom } from './wheel.js';

const clickReach = 4;  // CSS pixels a click may tremble
const scrollPx = 12;  // a drag of that far is one slice

// Handles and controls on the stage have their own gestures.
const isOthers = (event) =>
  event.target.closest?.('.vlm-handles, button, input, select, a, .vlm-wipe');

export class Gestures {
  constructor(stage, actions) {
    Object.assign(this, { stage, actions });
    this.pointers = new Map();
    this.drag = null;
    this.wheel = 0;
    this.closed = new AbortController();
    const { signal } = this.closed;
    const on = (type, action, options = {}) =>
      stage.addEventListener(type, action.bind(this), { signal, ...options });
    on('pointerdown', this.onDown);
    on('pointermove', this.onMove);
    on('pointerup', this.onUp);
    on('pointercancel', this.onCancel);
    on('pointerleave', () => this.pointers.size === 0 && actions.onHover(null));
    on('wheel', this.onWheel, { passive: false });
    on('dblclick', (event) => isOthers(event) || actions.onDouble(this.pointOf(event)));
    on('contextmenu', (event) => event.preventDefault());  // the right button pans
    // Else the middle button scrolls the page.
    on('mousedown', (event) => event.button === 1 && event.preventDefault());
  }

  close() {
    this.closed.abort();
  }

  pointOf(event) {
    const { left, top } = this.stage.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  onDown(event) {
    if (isOthers(event)) {
      return;
    }
    this.stage.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, this.pointOf(event));
    if (this.pointers.size === 1) {
      const point = this.pointOf(event);
      const mode = event.button === 0 ? this.actions.mode(event) : 'pan';
      this.drag = {
        mode,
        from: point,
        last: point,
        moved: false,
        scrolled: 0,
        button: event.button,
      };
    } else {
      this.drag = null;  // two fingers
    }
  }

  onMove(event) {
    const point = this.pointOf(event);
    if (!this.pointers.has(event.pointerId)) {
      this.actions.onHover(isOthers(event) ? null : point);
      return;
    }
    const before = [...this.pointers.values()];
    this.pointers.set(event.pointerId, point);
    if (this.pointers.size === 2) {
      this.actions.onPinch(before, [...this.pointers.values()]);
    } else if (this.drag) {
      this.dragTo(point);
    }
    if (event.pointerType === 'mouse') {
      this.actions.onHover(point);
    }
  }

  dragTo(point) {
    const { drag, actions } = this;
    const [dx, dy] = [point[0] - drag.from[0], point[1] - drag.from[1]];
    if (!drag.moved) {
      if (Math.hypot(dx, dy) < clickReach) {
        return;
      }
      drag.moved = true;
      actions.onStart(drag.mode);
    }
    if (drag.mode === 'window') {
      actions.onWindow(dx, dy);
    } else if (drag.mode === 'pan') {
      actions.onPan(point[0] - drag.last[0], point[1] - drag.last[1]);
    } else if (drag.mode === 'scroll') {
      const steps = Math.trunc(dy / scrollPx);
      if (steps !== drag.scrolled) {
        actions.onScroll(steps - drag.scrolled);
        drag.scrolled = steps;
      }
    }
    drag.last = point;
  }

  onUp(event) {
    const known = this.pointers.delete(event.pointerId);
    if (known && this.drag && !this.drag.moved && this.drag.button === 0) {
      this.actions.onClick(this.pointOf(event));
    }
    this.drag = null;
  }

  onCancel(event) {
    this.pointers.delete(event.pointerId);
    this.drag = null;
  }

  onWheel(event) {
    event.preventDefault();
    const moved = wheelPixels(event);
    if (event.ctrlKey || event.metaKey || this.actions.wheelZooms()) {
      this.actions.onZoom(wheelZoom(moved), this.pointOf(event));
      return;
    }
    const { steps, rest } = wheelSteps(moved, this.wheel);
    this.wheel = rest;
    if (steps !== 0) {
      this.actions.onScroll(steps);
    }
  }
}
