// SPDX-License-Identifier: GPL-3.0-or-later
// Before and after: a bar that is pushed over the picture; right of it lies what was found.
import { element } from '../Shared/elements.js';
import { t } from '../Shared/texts.js';

const step = 0.02;
const keys = {
  ArrowLeft: -step,
  ArrowRight: step,
  ArrowDown: -step,
  ArrowUp: step,
  Home: -1,
  End: 1,
};

export class Wipe {
  // `covered`: the element that is shown right of the bar alone.
  constructor(stage, covered) {
    Object.assign(this, { stage, covered, at: 0.5, on: false });
    this.bar = element(
      'div',
      {
        class: 'vlm-wipe',
        role: 'slider',
        tabindex: '0',
        'aria-label': t('reader.wipe'),
        'aria-valuemin': '0',
        'aria-valuemax': '100',
        hidden: true,
        onpointerdown: (event) => this.bar.setPointerCapture(event.pointerId),
        onpointermove: (event) => this.onMove(event),
        onkeydown: (event) => this.onKey(event),
      },
      element('span', { class: 'vlm-wipe-before', 'aria-hidden': 'true' }, t('reader.before')),
      element('span', { class: 'vlm-wipe-grip', 'aria-hidden': 'true' }, '‹ ›'),
      element('span', { class: 'vlm-wipe-after', 'aria-hidden': 'true' }, t('reader.after')),
    );
  }

  onMove(event) {
    if (this.bar.hasPointerCapture(event.pointerId)) {
      const { left, width } = this.stage.getBoundingClientRect();
      this.moveTo((event.clientX - left) / Math.max(width, 1));
    }
  }

  onKey(event) {
    if (event.key in keys) {
      event.preventDefault();
      event.stopPropagation();  // arrows scroll slices elsewhere
      this.moveTo(this.at + keys[event.key]);
    }
  }

  moveTo(at) {
    this.at = Math.min(Math.max(at, 0), 1);
    this.show(this.on);
  }

  show(on) {
    this.on = on;
    this.bar.hidden = !on;
    const percent = 100 * this.at;
    this.bar.style.left = `${percent}%`;
    this.bar.setAttribute('aria-valuenow', String(Math.round(percent)));
    this.covered.style.clipPath = on ? `inset(0 0 0 ${percent}%)` : '';
  }
}
