// SPDX-License-Identifier: GPL-3.0-or-later
// Follows the analyses and the report of a resource: quickly while something is under way, slowly
// else, not at all while the page is hidden. Recovers by itself when the server comes back.
//
// onState gets, whenever something differs,
//   {analyses: [], analysis: null | the one to show, report: null | report, problem: null | {...},
//    deleted: null | 'report' | 'resource'}
// problem = {kind, message, httpStatus}
// kind: 'unreachable' | 'refused' | 'unknown' | 'deleted' | 'failed'
import { isActive } from './state.js';

const activeDelayMs = 1000;
const idleDelayMs = 5000;
const longestDelayMs = 15000;

// What a finished analysis or a review of it changes: then the report is another one.
function signatureOf(analyses) {
  return JSON.stringify(
    analyses
      .filter((one) => !isActive(one))
      .map((one) => [
        one.AnalysisId,
        one.Status,
        one.CompletedAt,
        one.Review,
        one.Reviewed,
        one.Revision,
      ]),
  );
}

// Those of a study or series include its parts': any of them may still be under way.
function shownAnalysis(analyses) {
  return analyses.find(isActive) ?? analyses[0] ?? null;
}

function isSame(one, other) {
  return Object.is(one, other) || JSON.stringify(one) === JSON.stringify(other);
}

function kindOf(error, seenBefore) {
  switch (error.httpStatus) {
    case 404:
      return seenBefore ? 'deleted' : 'unknown';
    case 401:
    case 403:
      return 'refused';
    case undefined:
    case 502:
    case 503:
    case 504:
      return 'unreachable';
    default:
      return 'failed';
  }
}

class Watcher {
  constructor(api, resource, onState) {
    Object.assign(this, { api, resource, onState });
    this.stopped = new AbortController();
    this.state = { analyses: [], analysis: null, report: null, problem: null, deleted: null };
    this.hasTold = false;
    this.signature = null;
    this.tag = null;
    this.reportAt = 0;
    this.owesReport = false;
    this.failures = 0;
    this.seen = false;
    this.turn = 0;
  }

  start() {
    const { signal } = this.stopped;
    document.addEventListener('visibilitychange', () => this.onVisibility(), { signal });
    addEventListener('online', () => this.refresh(), { signal });
    this.refresh();
  }

  stop() {
    this.stopped.abort();
    clearTimeout(this.timer);
  }

  onVisibility() {
    if (document.hidden) {
      clearTimeout(this.timer);
    } else if (!this.isOver()) {
      this.poll(false);
    }
  }

  isOver() {
    const kind = this.state.problem?.kind;
    return this.stopped.signal.aborted || kind === 'deleted' || kind === 'unknown';
  }

  // Asks now, the report included.
  refresh() {
    return this.stopped.signal.aborted ? Promise.resolve() : this.poll(true);
  }

  async poll(withReport) {
    clearTimeout(this.timer);
    const turn = (this.turn += 1);
    this.owesReport ||= withReport; // until an answer counts, whichever question it is of
    const answer = await this.ask(this.owesReport).catch((error) => ({ error }));
    if (this.stopped.signal.aborted || turn !== this.turn) {
      return; // a later question has been asked meanwhile
    }
    this.tell(answer.error ? this.failed(answer.error) : this.answered(answer));
    this.plan();
  }

  answered({ patch, known }) {
    this.failures = 0;
    this.seen = true;
    this.owesReport = false;
    Object.assign(this, known);
    return patch;
  }

  failed(error) {
    this.failures += 1;
    const kind = kindOf(error, this.seen);
    const problem = { kind, message: error.message, httpStatus: error.httpStatus ?? null };
    return kind === 'deleted' ? { problem, deleted: 'resource' } : { problem };
  }

  // {patch: of the state, known: what is known if this answer counts}
  async ask(withReport) {
    const { signal } = this.stopped;
    const { list, tag } = await this.api.analysesNow(this.resource, signal);
    const signature = signatureOf(list);
    // The tag changes with any change of the queue, a review included, and with every step of a
    // running analysis: not more than one look at the report for each idle delay.
    const due = Date.now() - this.reportAt >= idleDelayMs - 500;
    const isNews = signature !== this.signature || (tag !== this.tag && due);
    const patch = { analyses: list, analysis: shownAnalysis(list), problem: null };
    if (list.length > 0) {
      patch.deleted = null;
    }
    if (withReport || isNews || (tag === null && due)) {
      const answer = await this.api.report(this.resource, signal);
      patch.report = answer.report ?? null;
      patch.analysis ??= answer.analysis ?? null;
      patch.deleted = this.deletionOf(patch);
      return { patch, known: { reportAt: Date.now(), signature, tag } };
    }
    return { patch, known: {} };
  }

  deletionOf({ analyses, report }) {
    if (report || analyses.length > 0) {
      return null;
    }
    const had = this.state.report || this.state.analyses.length > 0;
    return had ? 'report' : this.state.deleted;
  }

  // A report that says the same stays the same object: nothing is drawn anew for it.
  tell(patch) {
    const next = { ...this.state, ...patch };
    const news = Object.keys(next).filter((key) => !isSame(next[key], this.state[key]));
    const changes = Object.fromEntries(news.map((key) => [key, next[key]]));
    this.state = Object.freeze({ ...this.state, ...changes });
    if (news.length > 0 || !this.hasTold) {
      this.hasTold = true;
      this.onState(this.state);
    }
  }

  plan() {
    if (this.isOver() || document.hidden) {
      return;
    }
    const calm = isActive(this.state.analysis) ? activeDelayMs : idleDelayMs;
    const failed = Math.min(longestDelayMs, activeDelayMs * 2 ** (this.failures - 1));
    const delay = this.failures > 0 ? failed : calm;
    this.timer = setTimeout(() => this.poll(false), delay);
  }
}

// Returns {stop(), refresh()}; refresh() is for after an action, its promise ends with the answer.
export function watchResource(api, resource, onState) {
  const watcher = new Watcher(api, resource, onState);
  watcher.start();
  return { stop: () => watcher.stop(), refresh: () => watcher.refresh() };
}
