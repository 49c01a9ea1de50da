// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps what was loaded within a bound of memory and loads what is wished for, the most urgent
// first, a few at a time. Knows nothing of pixels: a value only has `bytes`.

const longestDelayMs = 30000;

export class Loader {
  // load(wish, signal) -> Promise of {bytes, ...}. onChange(key) when one arrived or failed.
  constructor({
    load,
    onChange,
    isPassing = () => false,
    parallel = 4,
    mostBytes = 256e6,
    retryMs = 2000,
  }) {
    Object.assign(this, { load, onChange, isPassing, parallel, mostBytes, retryMs });
    this.kept = new Map();  // in order of use, the oldest first
    this.failures = new Map();
    this.flying = new Map();
    this.wishes = [];
    this.bytes = 0;
    this.largest = 0;
    this.stopped = false;
    this.paused = false;  // the server is away: nothing is asked for before the next retry
    this.problem = null;
    this.delayMs = retryMs;
    this.timer = null;
  }

  // [{key, ...}], the most urgent first. Replaces what was wished for earlier.
  wish(wishes) {
    this.wishes = wishes;
    const wanted = new Set(wishes.map(({ key }) => key));
    for (const [key, flight] of this.flying) {
      if (!wanted.has(key)) {
        flight.abort();
      }
    }
    this.next();
  }

  get(key) {
    const value = this.kept.get(key);
    if (value) {
      // used last
      this.kept.delete(key);
      this.kept.set(key, value);
    }
    return value ?? null;
  }

  // While the server is away, what is not even asked for fails as the last that was.
  errorOf(key) {
    const isHeld = this.paused && !this.kept.has(key) && !this.flying.has(key);
    return this.failures.get(key) ?? (isHeld ? this.problem : null);
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
    this.flying.forEach((flight) => flight.abort());
    this.kept.clear();
  }

  next() {
    if (this.stopped || this.paused) {
      return;
    }
    for (const [index, wish] of this.wishes.entries()) {
      if (this.flying.size >= this.parallel) {
        return;
      }
      const { key } = wish;
      if (this.kept.has(key) || this.failures.has(key) || this.flying.has(key)) {
        continue;
      }
      if (!this.makeRoom(index)) {
        return;  // all that is kept is more urgent
      }
      this.fetch(wish);
    }
  }

  // For one more value; the most urgent wish always gets it.
  makeRoom(index) {
    while (
      this.bytes + this.largest * (this.flying.size + 1) > this.mostBytes &&
      this.kept.size > 0
    ) {
      const victim = this.leastUrgent();
      if (victim.index <= index) {
        return index === 0;
      }
      this.drop(victim.key);
    }
    return true;
  }

  leastUrgent() {
    const places = new Map(this.wishes.map(({ key }, index) => [key, index]));
    let victim = { key: null, index: -1 };
    for (const key of this.kept.keys()) {
      const index = places.get(key) ?? Infinity;
      if (index > victim.index) {
        victim = { key, index };
      }
    }
    return victim;
  }

  drop(key) {
    this.bytes -= this.kept.get(key)?.bytes ?? 0;
    this.kept.delete(key);
  }

  async fetch(wish) {
    const flight = new AbortController();
    this.flying.set(wish.key, flight);
    try {
      const value = await this.load(wish, flight.signal);
      this.keep(wish.key, value);
    } catch (error) {
      this.fail(wish.key, error, flight.signal.aborted);
    }
    this.flying.delete(wish.key);
    if (!this.stopped) {
      if (!flight.signal.aborted) {
        this.onChange(wish.key);
      }
      this.next();
    }
  }

  keep(key, value) {
    this.kept.set(key, value);
    this.bytes += value.bytes;
    this.largest = Math.max(this.largest, value.bytes);
    this.resume();
  }

  // The server answers: what failed still waits, but no longer than at first.
  resume() {
    this.paused = false;
    if (this.delayMs > this.retryMs) {
      this.delayMs = this.retryMs;
      if (this.timer !== null) {
        clearTimeout(this.timer);
        this.plan();
      }
    }
  }

  fail(key, error, aborted) {
    if (aborted) {
      return;
    }
    this.failures.set(key, error);
    if (this.isPassing(error) && !this.stopped) {
      this.paused = true;
      this.problem = error;
      if (this.timer === null) {
        this.plan();
        this.delayMs = Math.min(2 * this.delayMs, longestDelayMs);
      }
    }
  }

  plan() {
    this.timer = setTimeout(() => this.retry(), this.delayMs);
  }

  // What may have passed is tried again.
  retry() {
    this.timer = null;
    this.paused = false;
    for (const [key, error] of this.failures) {
      if (this.isPassing(error)) {
        this.failures.delete(key);
      }
    }
    this.next();
  }
}

// Indexes around `at`, the nearest first, those in the direction of travel before the others.
export function around(at, count, direction, most = count) {
  const ahead = direction < 0 ? -1 : 1;
  const order = [at];
  for (
    let distance = 1;
    order.length < Math.min(count, most) && distance < 2 * count;
    distance += 1
  ) {
    const [first, second] = [at + ahead * distance, at - ahead * Math.ceil(distance / 2)];
    if (first >= 0 && first < count) {
      order.push(first);
    }
    // Half as far against the direction: the reader may turn round.
    if (distance % 2 === 1 && second >= 0 && second < count && order.length < most) {
      order.push(second);
    }
  }
  return order;
}
