// SPDX-License-Identifier: GPL-3.0-or-later
// The findings of the shown image above it, linked both ways with the store's selected and hovered.
import { effectiveFindings } from '../Review/draft.js';
import { colourOf, numberOf, numberOfFinding, textOf } from '../Shared/values.js';
import { findingAt, shapesOf } from './shapes.js';

const clickReachPx = 14;  // a finger may miss what is small

const isHere = (finding, image) => image !== null && (numberOf(finding.Image) ?? 0) === image;

export class Overlay {
  constructor({ store, screen, marks, stack, sliceBar }) {
    Object.assign(this, { store, screen, marks, stack, sliceBar });
    this.shapes = [];
    this.warm = [];
    this.drawn = [];
  }

  // The same list as long as nothing of it changed.
  findings() {
    const { report, draft } = this.store.state;
    const all = effectiveFindings(report, draft);
    if (all !== this.all) {
      this.all = all;
      this.warmAt = NaN;
    }
    return all;
  }

  // `image`: index of the image on the screen, which may lag behind the wanted slice.
  show(image) {
    const all = this.findings();
    if (this.warmAt !== image) {
      this.warmAt = image;
      this.warm = all.filter(
        (finding) => isHere(finding, image) && finding.draft?.disposition !== 'Rejected',
      );
    }
    this.showMarks(all, image);
    this.marks.light(this.store.state);
    this.showLayers();
    this.screen.schedule();
  }

  // Drawn anew only for what changes their look: the heat map's strength, for one, does not.
  showMarks(all, image) {
    const { layers } = this.store.state;
    const { outline, ellipses, raw, labels } = layers;
    const wanted = [all, image, outline, ellipses, raw, labels];
    if (wanted.some((one, index) => one !== this.drawn[index])) {
      this.drawn = wanted;
      this.shapes = image === null ? [] : shapesOf(all, image);
      this.marks.show(this.shapes, layers);
    }
  }

  showLayers() {
    const { layers } = this.store.state;
    const { screen, marks } = this;
    screen.overlays.hidden = !layers.overlay && !layers.comparison;
    marks.svg.classList.toggle('vlm-marks-unlabelled', !layers.labels);
    screen.warmth = { findings: this.warm, opacity: numberOf(layers.heatmap) ?? 0 };
    screen.wipe.show(Boolean(layers.comparison));
    screen.schedule();
  }

  // Where along the stack something was found.
  showTicks() {
    const all = this.findings();
    const { slices } = this.store.state.stack;
    const colours = new Map();
    all.forEach((finding, index) => {
      const image = numberOf(finding.Image) ?? 0;
      const colour = colourOf(numberOfFinding(finding, index));
      colours.set(image, [...new Set([...(colours.get(image) ?? []), colour])]);
    });
    const found = slices
      .map((slice, index) => ({
        slice: index,
        colours: colours.get(this.stack.imageOf(slice)) ?? [],
      }))
      .filter((entry) => entry.colours.length > 0);
    this.sliceBar.showTicks(found, slices.length);
  }

  at(point) {
    const { overlay, comparison } = this.store.state.layers;
    if (!overlay && !comparison) {
      return null;
    }
    const reach = clickReachPx / this.screen.view.scaleX;
    return (
      this.marks.badgeAt(point) ?? findingAt(this.shapes, this.screen.screenToImage(point), reach)
    );
  }

  // Of the page's list, of the picture, or by keys: the slice of the finding is shown.
  revealSelected() {
    const { selected } = this.store.state;
    const finding = this.findings().find((one) => textOf(one.Id) === selected);
    if (!finding) {
      return;
    }
    const image = numberOf(finding.Image) ?? 0;
    if (image !== this.store.state.image) {
      this.stack.showImage(image);
    }
    const mean = finding.Gaussian?.Mean;
    if (Array.isArray(mean) && mean.every(Number.isFinite)) {
      this.screen.reveal(mean);
    }
  }
}
