// SPDX-License-Identifier: GPL-3.0-or-later
// The slider below the picture, with a tick where something was found.
import { button, element } from '../Shared/elements.js';
import { t } from '../Shared/texts.js';
import { placeText } from './captions.js';

export class SliceBar {
  constructor(stack) {
    this.input = element('input', {
      type: 'range',
      min: '0',
      step: '1',
      class: 'vlm-slice-input',
      'aria-label': t('reader.slices'),
      oninput: () => stack.goTo(Number(this.input.value)),
    });
    this.ticks = element('div', { class: 'vlm-slice-ticks', 'aria-hidden': 'true' });
    const step = (by, key, sign) =>
      button(
        {
          class: 'vlm-slice-step',
          'aria-label': t(key),
          title: t(key),
          onclick: () => stack.step(by),
        },
        sign,
      );
    this.previous = step(-1, 'reader.previous', '‹');
    this.next = step(1, 'reader.next', '›');
    this.series = element('select', {
      class: 'vlm-series',
      'aria-label': t('reader.series'),
      hidden: true,
      onchange: () => stack.openSeries(this.series.value),
    });
    this.track = element('div', { class: 'vlm-slice-track' }, this.ticks, this.input);
    this.element = element(
      'div',
      { class: 'vlm-slice-bar' },
      this.series,
      this.previous,
      this.track,
      this.next,
    );
  }

  showStack({ seriesId, slices, series = [] }) {
    const several = slices.length > 1;
    this.input.max = String(Math.max(0, slices.length - 1));
    [this.previous, this.track, this.next].forEach((node) => (node.hidden = !several));
    this.series.hidden = series.length < 2;
    this.element.hidden = !several && series.length < 2;
    this.series.replaceChildren(
      ...series.map(({ id, text }, index) =>
        element('option', { value: id }, `${index + 1}. ${text || t('reader.series.unnamed')}`),
      ),
    );
    this.series.value = seriesId ?? '';
  }

  showSlice(slices, index) {
    this.input.value = String(index);
    this.input.setAttribute('aria-valuetext', placeText(slices, index));
    this.previous.disabled = index <= 0;
    this.next.disabled = index >= slices.length - 1;
  }

  // [{slice, colours: [0..5]}]
  showTicks(found, count) {
    const ticks = found.flatMap(({ slice, colours }) =>
      colours.slice(0, 3).map((colour, level) => {
        const tick = element('span', {
          class: 'vlm-slice-tick',
          'data-colour': colour,
          'data-level': level,
        });
        tick.style.left = `${(100 * slice) / Math.max(1, count - 1)}%`;
        return tick;
      }),
    );
    this.ticks.replaceChildren(...ticks);
  }
}
