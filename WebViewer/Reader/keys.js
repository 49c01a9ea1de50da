// SPDX-License-Identifier: GPL-3.0-or-later
// The reader's keys; the dialog that lists them is the page's.
import { isTyping } from '../Shared/keys.js';

const ownKeys =
  'input, [role=slider], [role=radiogroup], [role=menu], [role=listbox], dialog[open]';
const pressable = 'button, a, summary, [role=button], input';

const several = 5;  // slices
const arrows = {
  ArrowUp: -1,
  ArrowLeft: -1,
  PageUp: -several,
  ArrowDown: 1,
  ArrowRight: 1,
  PageDown: several,
};

const pans = { ArrowUp: [0, 60], ArrowDown: [0, -60], ArrowLeft: [60, 0], ArrowRight: [-60, 0] };

export class Keys {
  // actions: {step(by), goTo(index), zoom(factor), fit(), resetWindow(), invert(), toggle(layer),
  //   toggleHeat(), pan(dx, dy), canPan(), escape(): null where there is nothing to leave}
  constructor(store, actions) {
    Object.assign(this, { store, actions });
    this.space = false;  // held: a drag pans
    this.closed = new AbortController();
    const { signal } = this.closed;
    document.addEventListener('keydown', (event) => this.onDown(event), { signal });
    document.addEventListener('keyup', (event) => event.key === ' ' && (this.space = false), {
      signal,
    });
    addEventListener('blur', () => (this.space = false), { signal });
  }

  close() {
    this.closed.abort();
  }

  onDown(event) {
    const modified = event.ctrlKey || event.altKey || event.metaKey;
    if (event.defaultPrevented || modified || isTyping(event.target)) {
      return;
    }
    const action = this.actionOf(event);
    if (action) {
      event.preventDefault();
      action();
    }
  }

  actionOf({ key, shiftKey, target }) {
    const { actions } = this;
    if (key in arrows || key === 'Home' || key === 'End') {
      return this.isBusy(target) ? null : this.movementOf(key, shiftKey);
    }
    if (key === ' ') {
      return target?.closest?.(pressable) ? null : () => (this.space = true);
    }
    const table = {
      '+': () => actions.zoom(1.25),
      '=': () => actions.zoom(1.25),
      '-': () => actions.zoom(1 / 1.25),
      0: actions.fit,
      w: actions.resetWindow,
      i: actions.invert,
      o: () => actions.toggle('overlay'),
      c: () => actions.toggle('comparison'),
      h: actions.toggleHeat,
    };
    return key === 'Escape' ? actions.escape() : (table[key] ?? null);
  }

  // Sliders and lists move by arrows themselves, and so does an ellipse that is being edited.
  isBusy(target) {
    return this.store.state.editing !== null || target?.closest?.(ownKeys);
  }

  // Through the slices, or over a picture that is larger than the screen.
  movementOf(key, shiftKey) {
    const { length } = this.store.state.stack.slices;
    if (key in pans && (shiftKey || length < 2)) {
      return this.actions.canPan() ? () => this.actions.pan(...pans[key]) : null;
    }
    if (length < 2) {
      return null;
    }
    if (key === 'Home' || key === 'End') {
      return () => this.actions.goTo(key === 'Home' ? 0 : length - 1);
    }
    return () => this.actions.step(arrows[key]);
  }
}
