// SPDX-License-Identifier: GPL-3.0-or-later
// Asks which side of the patient is at which edge, for a slice that stays on the screen.
import { orientationOf } from './orientation.js';

const calmMs = 200;  // a slice shown for so long is looked at

export class Letters {
  constructor(source, captions) {
    Object.assign(this, { source, captions });
  }

  close() {
    clearTimeout(this.calm);
    this.slice = null;
  }

  show(slice) {
    clearTimeout(this.calm);
    this.slice = slice;
    this.tell(this.source.facts.get(slice.OrthancId));
    this.calm = setTimeout(() => this.ask(slice), calmMs);
  }

  tell(tags) {
    this.captions.showOrientation(orientationOf(tags));
  }

  async ask(slice) {
    const tags = await this.source.orientationTags(slice.OrthancId).catch(() => ({}));
    if (slice === this.slice) {
      this.tell(tags);
    }
  }
}
