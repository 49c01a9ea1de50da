// SPDX-License-Identifier: GPL-3.0-or-later
// What can be scrolled through, and which of it is shown: keeps the store's stack, slice and image.
import { listOf, numberOf, objectsOf, textOf } from '../Shared/values.js';
import { isPassing } from './source.js';

const retryMs = 2000;
const reportMs = 300;  // what is found decides what is shown first, if it is known that soon

const keyOf = (slice) => `${slice?.OrthancId}/${slice?.Frame ?? 0}`;

// Index of the image of the report's first finding, null without any.
export function firstFound(report) {
  const images = objectsOf(report?.Findings).map((finding) => numberOf(finding.Image) ?? 0);
  const known = images.filter((image) => image >= 0 && image < listOf(report?.Images).length);
  return known.length > 0 ? Math.min(...known) : null;
}

export class Stack {
  // onProblem(error | null): why nothing can be shown.
  constructor(store, source, onProblem) {
    Object.assign(this, { store, source, onProblem });
    this.stopped = new AbortController();
    this.turn = 0;
    this.series = [];  // to choose from, of a study
    this.moved = false;  // by the reader: a report that comes late does not carry them away
    this.places = new Map();
    this.unsubscribe = store.subscribe((state, changed) => this.onState(state, changed));
  }

  stop() {
    this.stopped.abort();
    clearTimeout(this.timer);
    this.unsubscribe();
  }

  async start() {
    clearTimeout(this.timer);
    this.indexReport();
    const { resource } = this.store.state;
    this.loading = true;
    try {
      if (resource.level === 'studies') {
        const { signal } = this.stopped;
        [this.series] = await Promise.all([
          this.source.seriesOf(resource.id, signal),
          this.firstReport(),
        ]);
        await this.openAnyOf(this.choices());
      } else if (!(await this.open(resource, null))) {
        this.onProblem(new Error(''));
      }
    } catch (error) {
      this.fail(error, () => this.start());
    }
    this.loading = false;
  }

  fail(error, again) {
    if (this.stopped.signal.aborted) {
      return;
    }
    this.onProblem(error);
    if (isPassing(error)) {
      clearTimeout(this.timer);
      this.timer = setTimeout(again, retryMs);
    }
  }

  // The series to choose from: those of the report, if there is one.
  choices() {
    const images = objectsOf(this.store.state.report?.Images);
    const told = new Set(images.map((image) => textOf(image.SeriesInstanceUID)).filter(Boolean));
    const known = this.series.filter(({ uid }) => told.has(uid));
    return known.length > 0 ? known : this.series;
  }

  // The first that has pictures, the one of the first finding before the others.
  async openAnyOf(choices) {
    const image = listOf(this.store.state.report?.Images)[firstFound(this.store.state.report)];
    const first = choices.filter(({ uid }) => uid === image?.SeriesInstanceUID);
    for (const series of [...first, ...choices.filter((one) => !first.includes(one))]) {
      if (await this.open({ level: 'series', id: series.id }, series)) {
        return;
      }
    }
    this.onProblem(new Error(''));
  }

  // Whether it has slices. `wanted`: the report's image to show, else that of the first finding.
  async open(resource, series, wanted = null) {
    clearTimeout(this.timer);
    const turn = (this.turn += 1);
    const isOver = () => turn !== this.turn || this.stopped.signal.aborted;
    let slices;
    try {
      [slices] = await Promise.all([this.slicesOf(resource, series), this.firstReport()]);
    } catch (error) {
      if (!isOver()) {
        throw error;
      }
    }
    if (isOver()) {
      return true;  // another was asked for meanwhile
    }
    if (slices.length === 0) {
      return false;
    }
    this.onProblem(null);
    const stack = { seriesId: resource.id, slices, series: this.choices() };
    this.show(stack, this.startOf(slices, wanted));
    return true;
  }

  // Ends when there is a report, or it has been waited for long enough.
  firstReport() {
    this.waited ??= new Promise((resolve) => {
      const { store } = this;
      const isKnown = () => store.state.report !== null || store.state.analysis !== null;
      const timer = setTimeout(end, reportMs);
      const unsubscribe = store.subscribe(() => isKnown() && end());
      function end() {
        clearTimeout(timer);
        unsubscribe();
        resolve();
      }
      if (isKnown()) {
        end();
      }
    });
    return this.waited;
  }

  async slicesOf(resource, series) {
    const slices = await this.source.slices(resource, this.stopped.signal);
    return slices.length > 0 ? slices : this.reported(series);
  }

  // The images of the report itself, where the server has no better order.
  reported(series) {
    return objectsOf(this.store.state.report?.Images)
      .filter((image) => !series || image.SeriesInstanceUID === series.uid)
      .map((image) => ({ OrthancId: textOf(image.OrthancId), Frame: image.Frame ?? 0 }));
  }

  startOf(slices, wanted) {
    const { report } = this.store.state;
    const image = wanted ?? firstFound(report);
    const found = slices.findIndex((slice) => this.imageOf(slice) === image);
    return image !== null && found >= 0 ? found : Math.floor((slices.length - 1) / 2);
  }

  show(stack, index) {
    this.store.set({ stack, slice: index, image: this.imageOf(stack.slices[index]) });
  }

  indexReport() {
    const images = listOf(this.store.state.report?.Images);
    this.places = new Map(images.map((image, index) => [keyOf(image), index]));
  }

  // Index into the report's images, null where the report does not speak of the slice.
  imageOf(slice) {
    return this.places.get(keyOf(slice)) ?? null;
  }

  // Absolute; out of range is the first or the last.
  goTo(index) {
    const { stack } = this.store.state;
    const last = stack.slices.length - 1;
    if (last >= 0) {
      this.moved = true;
      this.show(stack, Math.min(Math.max(Math.round(index), 0), last));
    }
  }

  step(by) {
    this.goTo(this.store.state.slice + by);
  }

  async openSeries(id, wanted = null) {
    const series = this.series.find((one) => one.id === id);
    try {
      if (series && !(await this.open({ level: 'series', id }, series, wanted))) {
        this.onProblem(new Error(''));
      }
    } catch (error) {
      this.fail(error, () => this.openSeries(id, wanted));
    }
  }

  // The slice of an image of the report, in another series if need be.
  showImage(image) {
    const { stack, report } = this.store.state;
    const index = stack.slices.findIndex((slice) => this.imageOf(slice) === image);
    if (index >= 0) {
      this.show(stack, index);
      return;
    }
    const uid = listOf(report?.Images)[image]?.SeriesInstanceUID;
    const series = this.series.find((one) => one.uid === uid);
    if (series && series.id !== stack.seriesId) {
      this.openSeries(series.id, image);
    }
  }

  onState(state, changed) {
    if (changed.has('report')) {
      this.onReport(state);
    }
    // Others choose an image by setting it; what is set here already agrees with the slice.
    const shown = this.imageOf(state.stack.slices[state.slice]);
    if (changed.has('image') && state.image !== null && state.image !== shown) {
      this.moved = true;
      this.showImage(state.image);
    }
  }

  onReport({ report, stack, slice }) {
    this.indexReport();
    if (stack.slices.length === 0) {
      if (!this.loading) {
        this.start();  // the report may know of images that nobody else does
      }
      return;
    }
    const first = firstFound(report);
    if (!this.moved && first !== null) {
      this.moved = true;
      this.showImage(first);
    } else {
      this.show({ ...stack, series: this.choices() }, slice);
    }
  }
}
