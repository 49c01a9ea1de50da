// SPDX-License-Identifier: GPL-3.0-or-later
// One review from its beginning to its end: fetched, kept, saved, and what to do when somebody else
// was faster. Knows the store and the server, nothing of how it looks. The draft is in the store.
import { placeOf } from '../Shared/values.js';
import { choicesOf, isWhole, reviewOf } from './choices.js';
import { bodyOf, draftOf, isDirty } from './draft.js';
import { forgetDraft, keepDraft, keptDraft } from './keeping.js';
import { disagreements, isSaved, rebase } from './rebase.js';

const keepDelayMs = 150;

// The key of the error's sentence in Texts.
function problemOf(error) {
  const keys = { 400: 'refused', 401: 'login', 403: 'forbidden', 404: 'gone', 410: 'gone' };
  const { httpStatus } = error;
  if (!httpStatus) {
    return { key: 'review.error.network', message: '' };
  }
  const key = keys[httpStatus] ?? (httpStatus >= 502 ? 'busy' : 'refused');
  return { key: `review.error.${key}`, message: error.message };
}

export class ReviewSession {
  // `onChange()` is called when a member below differs; changes of the draft are told by the store.
  constructor(store, api, onChange) {
    Object.assign(this, { store, api, onChange });
    this.place = null;
    this.busy = null;       // 'loading' | 'saving'
    this.problem = null;    // {key, message}
    this.note = null;       // {key, ...values}: what happened, told once
    this.conflict = null;   // {Revision, User, Name, At, report: null | theirs, mine: null | draft}
    this.turn = 0;
    this.unsubscribe = store.subscribe((state, changed) => changed.has('draft') && this.plan(state));
  }

  stop() {
    this.turn += 1;
    this.unsubscribe();
    this.keepNow();
  }

  tell(patch) {
    Object.assign(this, patch);
    this.onChange();
  }

  // Not at every step of a drag.
  plan({ draft }) {
    clearTimeout(this.timer);
    this.unkept = draft;
    this.timer = draft && setTimeout(() => this.keepNow(), keepDelayMs);
  }

  keepNow() {
    clearTimeout(this.timer);
    const draft = this.unkept;
    this.unkept = null;
    if (!draft) {
      return;
    }
    if (isDirty(draft)) {
      keepDraft(draft);
    } else {
      forgetDraft(draft.analysisId);
    }
  }

  // A draft that waits to be kept is forgotten, too.
  forget(analysisId) {
    clearTimeout(this.timer);
    this.unkept = null;
    forgetDraft(analysisId);
  }

  // Whether leaving the page would lose something.
  isUnsaved() {
    return isDirty(this.store.state.draft) || Boolean(this.conflict?.mine);
  }

  // Where the analysis' report is stored: one shown for an image may be its series'.
  async findPlace({ AnalysisId, Level, OrthancId }) {
    const analyses = await this.api.analyses(this.store.state.resource);
    const listed = analyses.find((one) => one?.AnalysisId === AnalysisId);
    return placeOf(listed ?? { Level, OrthancId }) ?? this.store.state.resource;
  }

  async wholeReport(analysisId) {
    const { report } = await this.api.report(this.place);
    return isWhole(report, analysisId) ? report : null;
  }

  // `choice`: one of choicesOf(report).
  async begin(choice) {
    const turn = (this.turn += 1);
    this.tell({ busy: 'loading', problem: null, note: null, conflict: null });
    try {
      this.place = await this.findPlace(choice);
      const report = await this.wholeReport(choice.AnalysisId);
      if (turn === this.turn) {
        this.tell({ busy: null });
        this.open(report);
      }
    } catch (error) {
      if (turn === this.turn) {
        this.tell({ busy: null, problem: problemOf(error) });
      }
    }
  }

  open(report) {
    if (!report) {
      this.tell({ problem: { key: 'review.partial', message: '' } });
      return;
    }
    const fresh = draftOf(report);
    const kept = keptDraft(fresh.analysisId);
    const draft = kept ? rebase(kept, report) : fresh;
    if (isDirty(draft)) {
      const isChanged = kept.revision !== fresh.revision;
      const key = isChanged ? 'review.restored.changed' : 'review.restored';
      this.note = { key, revision: fresh.revision };
    }
    this.showTheirs(report);
    this.store.set({ draft });
    this.onChange();
  }

  // The report in the store, unless that one is collected from several or of a part.
  showTheirs(report) {
    const { report: shown } = this.store.state;
    const isNewer = report.Review?.Revision !== shown?.Review?.Revision;
    if (isNewer && this.isOfStore(report)) {
      this.store.set({ report });
    }
  }

  isOfStore(report) {
    const { report: shown, resource } = this.store.state;
    const place = placeOf(report);
    return (
      isWhole(shown, report.AnalysisId) && place?.level === resource?.level && place?.id === resource?.id
    );
  }

  discard() {
    const { draft } = this.store.state;
    this.forget(draft?.analysisId ?? this.conflict?.mine?.analysisId);
    if (this.conflict?.report) {
      this.showTheirs(this.conflict.report);
    }
    this.store.set({ draft: null, editing: null });
    this.tell({ conflict: null, problem: null, note: null });
  }

  // `name` of who signs; empty: nobody does yet.
  async save(name = '') {
    const { draft } = this.store.state;
    if (this.busy || !draft) {
      return;
    }
    const turn = (this.turn += 1);
    this.tell({ busy: 'saving', problem: null, note: null });
    try {
      const report = await this.api.review(this.place, bodyOf(draft, name));
      await this.finish(draft, report, name);
    } catch (error) {
      if (turn !== this.turn) {
        return;
      }
      if (error.httpStatus === 409 && Number.isInteger(error.details?.Revision)) {
        await this.meet(draft, error.details, name);
      } else {
        this.tell({ busy: null, problem: problemOf(error) });
      }
    }
  }

  async finish(draft, report, name) {
    this.forget(draft.analysisId);
    let shown = report;
    if (!this.isOfStore(report)) {
      shown = await this.api.report(this.store.state.resource).then(
        (answer) => answer.report ?? this.store.state.report,
        () => this.store.state.report,  // saved it is; the page's own watch will catch up
      );
    }
    this.store.set({ report: shown, draft: null, editing: null });
    const key = name ? 'review.sign.done' : 'review.save.done';
    const revision = report.Review?.Revision ?? draft.revision + 1;
    this.tell({ busy: null, conflict: null, note: { key, revision } });
  }

  // Somebody was faster; perhaps ourselves, when an answer was lost on its way.
  async meet(draft, details, name) {
    const report = await this.wholeReport(draft.analysisId).catch(() => null);
    const isAllThere = report && isSaved(draft, report);
    if (isAllThere && Boolean(name) === (report.Review?.SignedOff === true)) {
      await this.finish(draft, report, name);
      return;
    }
    this.tell({ busy: null, conflict: { ...details, report, mine: null } });
  }

  // A newer revision is known before anything was posted, e.g. by the page's watch.
  noticeNewer(report) {
    const { draft } = this.store.state;
    const review = draft && reviewOf(report, draft.analysisId);
    if (review && !this.conflict && !this.busy && review.Revision > draft.revision) {
      this.tell({ conflict: { ...review, report: null, mine: null } });
    }
  }

  // The analysis was made again, or is gone: what is shown is not what is reviewed.
  noticeReplaced(report) {
    const { draft } = this.store.state;
    if (draft && !this.busy && !choicesOf(report).some((one) => one.AnalysisId === draft.analysisId)) {
      this.tell({ problem: { key: 'review.replaced', message: '' } });
    }
  }

  mine() {
    return this.conflict?.mine ?? this.store.state.draft;
  }

  async theirs() {
    if (this.conflict.report) {
      return this.conflict.report;
    }
    const report = await this.wholeReport(this.mine().analysisId);
    if (!report) {
      throw new Error('the report is no longer there');
    }
    return report;
  }

  // What is done with the other's review, once it is here.
  async withTheirs(action) {
    if (this.busy || !this.conflict || !this.mine()) {
      return;
    }
    const turn = (this.turn += 1);
    this.tell({ busy: 'loading', problem: null });
    try {
      const report = await this.theirs();
      if (turn === this.turn) {
        this.busy = null;  // the action tells
        action(this.mine(), report);
      }
    } catch (error) {
      if (turn === this.turn) {
        this.tell({ busy: null, problem: problemOf(error) });
      }
    }
  }

  look() {
    return this.withTheirs((draft, report) => {
      this.showTheirs(report);
      this.store.set({ draft: null, editing: null });
      this.tell({ conflict: { ...this.conflict, report, mine: draft } });
    });
  }

  back() {
    const mine = this.conflict?.mine;
    if (this.busy || !mine) {
      return;
    }
    this.tell({ conflict: { ...this.conflict, mine: null } });
    this.store.set({ draft: mine });
  }

  onTop() {
    return this.withTheirs((draft, report) => {
      const differ = disagreements(draft, report);
      this.showTheirs(report);
      this.store.set({ draft: rebase(draft, report) });
      const note = { key: 'review.conflict.done', revision: report.Review?.Revision ?? '', differ };
      this.tell({ conflict: null, problem: null, note });
    });
  }
}
