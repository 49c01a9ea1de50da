// SPDX-License-Identifier: GPL-3.0-or-later
// Asks again and again: not while the page is hidden, more slowly while the server does not answer.
const longestDelayMs = 30000;

class Poller {
  constructor(ask, { onAnswer, onFailure, delayMs }) {
    Object.assign(this, { ask, onAnswer, onFailure, delayMs });
    this.stopped = new AbortController();
    this.failures = 0;
    this.turn = 0;
    this.told = null;
    const { signal } = this.stopped;
    document.addEventListener('visibilitychange', () => this.onVisibility(), { signal });
    addEventListener('online', () => this.now(), { signal });
  }

  stop() {
    this.stopped.abort();
    clearTimeout(this.timer);
  }

  onVisibility() {
    clearTimeout(this.timer);
    if (!document.hidden) {
      this.now();
    }
  }

  // Asks now; a question that is under way no longer counts.
  async now() {
    clearTimeout(this.timer);
    const turn = (this.turn += 1);
    const isOver = () => this.stopped.signal.aborted || turn !== this.turn;
    if (this.stopped.signal.aborted) {
      return;
    }
    try {
      const answer = await this.ask(this.stopped.signal);
      if (isOver()) {
        return;
      }
      this.failures = 0;
      this.tell(answer);
    } catch (error) {
      if (isOver()) {
        return;
      }
      this.failures += 1;
      this.told = null;  // the next answer is news: the failure stands in place of the last
      this.onFailure(error);
    }
    this.plan();
  }

  // What is as before is not told: nothing is drawn anew for it.
  tell(answer) {
    const text = JSON.stringify(answer);
    const isNews = text !== this.told;
    this.told = text;
    this.onAnswer(answer, isNews);
  }

  plan() {
    if (document.hidden) {
      return;
    }
    const delay = this.failures > 0 ? this.delayMs * 2 ** (this.failures - 1) : this.delayMs;
    this.timer = setTimeout(
      () => this.now(),
      Math.min(delay, Math.max(longestDelayMs, this.delayMs)),
    );
  }
}

// `ask(signal)` gives a promise; onAnswer(answer, isNews), onFailure(error). Returns {now(),
// stop()}.
export function pollWhileSeen(ask, { onAnswer, onFailure = () => {}, delayMs = 5000 }) {
  const poller = new Poller(ask, { onAnswer, onFailure, delayMs });
  poller.now();
  return { now: () => poller.now(), stop: () => poller.stop() };
}
