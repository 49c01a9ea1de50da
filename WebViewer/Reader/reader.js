// SPDX-License-Identifier: GPL-3.0-or-later
// The picture of the full view: stored pixels with window and zoom, slices, findings as vectors.
// Wiring only: stack.js (slices), frames.js (pixels), screen.js (drawing), overlay.js (findings).
import { element } from '../Shared/elements.js';
import { t } from '../Shared/texts.js';
import { listOf } from '../Shared/values.js';
import { Frames } from './frames.js';
import { Gestures } from './gestures.js';
import { Keys } from './keys.js';
import { Letters } from './letters.js';
import { Marks } from './marks.js';
import { Overlay } from './overlay.js';
import { fullWindow } from './pixels.js';
import { Screen } from './screen.js';
import { SliceBar } from './sliceBar.js';
import { Source } from './source.js';
import { Stack, firstFound } from './stack.js';
import { Toolbar } from './toolbar.js';
import { ViewerTeller } from './viewer.js';
import { draggedWindow } from './windows.js';

export class Reader {
  constructor(container, store, api) {
    this.store = store;
    this.source = new Source(api);
    this.frames = new Frames(this.source, () => this.showSlice());
    this.stack = new Stack(store, this.source, (error) => this.showProblem(error));
    this.marks = new Marks({
      onPick: (id) => this.pick(id),
      onHover: (id) => store.set({ hovered: id }),
    });
    this.screen = new Screen(this.marks, () => this.onView());
    this.letters = new Letters(this.source, this.screen.captions);
    this.actions = this.makeActions();
    this.toolbar = new Toolbar(store, this.actions);
    this.sliceBar = new SliceBar(this.stack);
    this.overlay = new Overlay(this);
    const { screen, marks } = this;
    const pointOf = (event) => this.gestures.pointOf(event);
    this.viewer = new ViewerTeller({ store, screen, marks, pointOf });
    this.shown = { slice: null, frame: null };
    this.element = element(
      'section',
      { class: 'vlm-reader', 'aria-label': t('reader.title') },
      this.toolbar.element,
      this.screen.stage,
      this.sliceBar.element,
    );
    container.replaceChildren(this.element);
  }

  makeActions() {
    const { store, stack } = this;
    return {
      zoom: (factor) => this.screen.zoom(factor),
      fit: () => this.screen.fit(),
      pan: (dx, dy) => this.screen.pan(dx, dy),
      canPan: () => !this.screen.fitted,
      resetWindow: () => store.set({ window: null, inverse: false }),
      fullWindow: () =>
        this.shown.frame &&
        store.set({ window: { ...fullWindow(this.shown.frame), preset: 'full' } }),
      invert: () => store.set({ inverse: !store.state.inverse }),
      step: (by) => stack.step(by),
      goTo: (index) => stack.goTo(index),
      toggle: (layer) => this.toolbar.toggle(layer),
      toggleHeat: () => this.toolbar.toggleHeat(),
      escape: () => this.escapeOf(store.state),
    };
  }

  escapeOf({ selected, editing }) {
    return selected === null || editing !== null ? null : () => this.pick(null);
  }

  start() {
    performance.mark('vlm-reader-mounted');
    this.gestures = new Gestures(this.screen.stage, this.gestureActions());
    this.keys = new Keys(this.store, this.actions);
    this.unsubscribe = this.store.subscribe((state, changed) => this.onState(state, changed));
    this.screen.onResize();
    this.toolbar.update(this.store.state);
    this.sliceBar.showStack(this.store.state.stack);
    this.overlay.showLayers();
    this.stack.start();
  }

  stop() {
    this.unsubscribe();
    [this.gestures, this.keys, this.letters, this.screen].forEach((part) => part.close());
    this.stack.stop();
    this.frames.stop();
    this.store.set({ viewer: null });
  }

  gestureActions() {
    const { screen, stack, store } = this;
    return {
      mode: (event) => this.modeOf(event),
      onStart: () => (this.windowAtStart = this.windowNow()),
      onWindow: (dx, dy) =>
        this.windowAtStart && store.set({ window: draggedWindow(this.windowAtStart, dx, dy) }),
      onPan: (dx, dy) => screen.pan(dx, dy),
      onScroll: (steps) => stack.step(steps),
      onZoom: (factor, point) => screen.zoom(factor, point),
      onPinch: (before, after) => screen.pinch(before, after),
      wheelZooms: () => store.state.stack.slices.length < 2,
      onHover: (point) => this.onHover(point),
      onClick: (point) => this.pick(this.overlay.at(point)),
      onDouble: () => screen.fit(),
    };
  }

  // Fingers scroll, or pan what is larger than the screen, unless a tool was chosen.
  modeOf(event) {
    const { tool, toolChosen, stack } = this.store.state;
    if (this.keys.space) {
      return 'pan';
    }
    if (event.pointerType !== 'touch' || toolChosen) {
      return tool;
    }
    if (!this.screen.fitted) {
      return 'pan';
    }
    return stack.slices.length > 1 ? 'scroll' : 'none';
  }

  onState(state, changed) {
    const any = (...keys) => keys.some((key) => changed.has(key));
    if (changed.has('stack')) {
      this.sliceBar.showStack(state.stack);
    }
    if (any('stack', 'draft')) {
      this.stay(state);
    }
    if (any('stack', 'slice')) {
      this.showSlice();
    }
    if (any('window', 'inverse')) {
      this.showLook();
    }
    if (any('report', 'draft', 'layers', 'stack')) {
      this.showFindings();
    }
    if (any('report', 'draft', 'stack')) {
      this.overlay.showTicks();
    }
    if (changed.has('selected') && state.selected !== null) {
      this.overlay.revealSelected();
    }
    if (any('selected', 'hovered', 'editing')) {
      this.marks.light(state);
    }
    if (any('layers', 'tool', 'window', 'inverse')) {
      this.toolbar.update(state);
    }
  }

  // Once a report decided where to begin, or a review has begun, a newer report (e.g. that of the saved
  // review) does not carry the reader elsewhere.
  stay({ report, stack, draft }) {
    this.stack.moved ||= stack.slices.length > 0 && (Boolean(draft) || firstFound(report) !== null);
  }

  // The last picture stays until the one that is wanted is there.
  showSlice() {
    const { stack, slice: index } = this.store.state;
    const slice = stack.slices[index];
    if (!slice) {
      return;
    }
    this.frames.want(stack.slices, index, this.screen.wantsMore());
    this.sliceBar.showSlice(stack.slices, index);
    const frame = this.frames.of(slice);
    const error = this.frames.errorOf(slice);
    this.screen.stage.setAttribute('aria-busy', String(!frame && !error));
    if (frame) {
      this.showFrame(slice, frame);
      this.screen.captions.showPlace(stack.slices, index);
    } else if (error) {
      this.shown = { slice: null, frame: null };
      this.screen.captions.showPlace(stack.slices, index);
      this.viewer.tell(this.shown.slice);
      this.screen.showMessage(t('reader.broken', { reason: error.message }));
    }
  }

  showFrame(slice, frame) {
    const sameSlice = this.shown.slice === slice;
    if (sameSlice && this.shown.frame === frame) {
      return;
    }
    this.shown = { slice, frame };
    this.screen.showFrame(frame, this.reportedImage(slice)?.PixelSpacingMm);
    this.toolbar.showPresets(frame);
    this.showLook();
    if (!sameSlice) {
      this.showFindings();
      this.letters.show(slice);
    }
    if (!this.painted) {
      this.painted = true;
      this.screen.draw();
      performance.mark('vlm-first-picture');
    }
  }

  reportedImage(slice) {
    return listOf(this.store.state.report?.Images)[this.stack.imageOf(slice)] ?? null;
  }

  showFindings() {
    const { slice } = this.shown;
    const image = slice ? this.stack.imageOf(slice) : null;
    this.overlay.show(image);
    this.nameCanvas();
  }

  nameCanvas() {
    const { stack, slice } = this.store.state;
    const shown = stack.slices.indexOf(this.shown.slice);
    const number = 1 + (shown >= 0 ? shown : slice);
    const words = { place: t('reader.slice', { number, count: stack.slices.length }) };
    const count = this.overlay.shapes.length;
    const key = count === 1 ? 'reader.picture.one' : 'reader.picture.many';
    this.screen.picture.canvas.setAttribute('aria-label', t(key, { ...words, count }));
  }

  windowNow() {
    const { frame } = this.shown;
    return this.store.state.window ?? frame?.window ?? null;
  }

  showLook() {
    const window = this.windowNow();
    if (window) {
      this.screen.look = { window, inverse: this.store.state.inverse };
      this.screen.schedule();
    }
  }

  onHover(point) {
    const { frame } = this.shown;
    const at = point && frame ? this.screen.screenToImage(point) : null;
    this.screen.captions.showValue(frame, at);
    this.store.set({ hovered: point ? this.overlay.at(point) : null });
  }

  // Once more: none is.
  pick(id) {
    this.store.set({ selected: id === this.store.state.selected ? null : id });
  }

  onView() {
    const { screen } = this;
    this.viewer.tell(this.shown.slice);
    const still = screen.fitted && this.store.state.stack.slices.length < 2;
    screen.stage.style.touchAction = still ? 'pan-y' : 'none';
    if (screen.wantsMore() && this.shown.slice) {
      const { stack, slice } = this.store.state;
      this.frames.want(stack.slices, slice, true);
    }
  }

  showProblem(error) {
    const none = this.store.state.stack.slices.length === 0;
    if (error && none) {
      const reason = error.message;
      this.screen.showMessage(reason ? t('reader.broken', { reason }) : t('reader.none'));
    } else if (!error) {
      this.screen.showMessage('');
    }
  }
}

// Fills `container`, which should have a height of its own. Texts of 'reader' and 'shared' must be
// loaded. Returns {stop()}.
export function mountReader(container, store, api) {
  const reader = new Reader(container, store, api);
  reader.start();
  return { stop: () => reader.stop() };
}
