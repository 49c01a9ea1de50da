// SPDX-License-Identifier: GPL-3.0-or-later
// The pixels of the stack's slices: the shown one first, then those around it, as far as memory
// goes.
import { around, Loader } from './loader.js';
import { isPassing } from './source.js';

const usualWidth = 2048;  // columns asked for at first, of images that have more
const mostWidth = 4096;  // the most that the server sends
const mostBytes = 256e6;
const guessedBytes = 1e6;

function wishFor({ OrthancId, Frame }, width) {
  return { key: `${OrthancId}/${Frame}@${width}`, OrthancId, Frame, width };
}

export class Frames {
  constructor(source, onChange) {
    const load = (wish, signal) => source.pixels(wish, signal);
    this.loader = new Loader({ load, onChange, isPassing, mostBytes });
    this.direction = 1;
    this.last = 0;
  }

  stop() {
    this.loader.stop();
  }

  // The best that was loaded of a slice, or null.
  of(slice) {
    return (
      this.loader.get(wishFor(slice, mostWidth).key) ??
      this.loader.get(wishFor(slice, usualWidth).key)
    );
  }

  errorOf(slice) {
    return this.loader.errorOf(wishFor(slice, usualWidth).key);
  }

  // `fine`: the shown slice is also wanted with more pixels.
  want(slices, index, fine) {
    this.direction = Math.sign(index - this.last) || this.direction;
    this.last = index;
    const most = Math.max(3, Math.floor((0.9 * mostBytes) / (this.loader.largest || guessedBytes)));
    const order = around(index, slices.length, this.direction, most);
    const [first, ...others] = order.map((at) => wishFor(slices[at], usualWidth));
    this.loader.wish([first, ...(fine ? [wishFor(slices[index], mostWidth)] : []), ...others]);
  }
}
