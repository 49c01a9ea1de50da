// SPDX-License-Identifier: GPL-3.0-or-later
// The panel of Orthanc Explorer: state of the analysis, picture, findings, the way to the full
// view. Wiring only; see frame.js (its parts), overlay.js (picture), findings.js (words), and of
// Shared/ watch.js (asking the server) and state.js (state line).
import { api as serverApi } from '../Shared/api.js';
import { link, replaceIfDifferent } from '../Shared/elements.js';
import { isTyping } from '../Shared/keys.js';
import {
  disclaimerText,
  isActive,
  laterFailure,
  modelLine,
  problemText,
  statusOf,
  timeText,
} from '../Shared/state.js';
import { loadTexts, t } from '../Shared/texts.js';
import { objectOf, objectsOf, personText, textOf } from '../Shared/values.js';
import { watchResource } from '../Shared/watch.js';
import { markShown, renderReport } from './findings.js';
import { Frame } from './frame.js';
import { Overlay } from './overlay.js';
import { ensureStylesheet } from './stylesheet.js';

class Panel {
  constructor(container, resource, api) {
    Object.assign(this, { container, resource, api });
    this.stopped = new AbortController();
    this.state = null;
    this.report = null;
    this.busy = false;
    this.failure = '';
  }

  async start() {
    await loadTexts('shared', 'panel');
    if (this.stopped.signal.aborted) {
      return;
    }
    const { signal } = this.stopped;
    this.frame = new Frame({
      pageUrl: this.api.pageUrl(this.resource),
      onAnalyze: () => this.act(() => this.analyze()),
      onRetry: () => this.act(() => this.api.retry(this.retryId, signal)),
    });
    this.container.replaceChildren(this.frame.root);
    document.addEventListener('keydown', (event) => this.onKey(event), { signal });
    this.watcher = watchResource(this.api, this.resource, (state) => this.show(state));
    this.offerModels();
  }

  stop() {
    this.stopped.abort();
    this.watcher?.stop();
    this.overlay?.close();
  }

  onKey(event) {
    const modified = event.ctrlKey || event.altKey || event.metaKey || event.repeat;
    if (event.key === 'o' && !modified && !isTyping(event.target)) {
      this.overlay?.toggle();
    }
  }

  async offerModels() {
    try {
      this.frame.offerModels(objectsOf(await this.api.models(this.stopped.signal)));
    } catch {
      // A choice of models is a convenience: without it the configured one is used.
    }
  }

  show(state) {
    if (state.analyses !== this.state?.analyses) {
      this.failure = '';  // what did not work before something changed is of no interest any more
    }
    this.state = state;
    if (state.report !== this.report) {
      this.showReport(state.report);
    }
    const { analyses, analysis, report, problem } = state;
    // What the server could not tell is not "not analysed".
    const unread = problem !== null && analyses.length === 0 && !report;
    const status = unread ? 'Unknown' : statusOf(analysis, report);
    const active = isActive(analysis);
    const failed = analyses.find((one) => one?.Status === 'Failed');
    const later = laterFailure(state);
    this.retryId = failed?.AnalysisId ?? report?.AnalysisId;
    this.frame.showState(status, unread ? null : analysis, report);
    this.frame.showProblem(this.failure || (problem ? problemText(state) : ''));
    this.frame.showLaterFailure(later);
    this.frame.offerActions({
      canAnalyze: !active && !this.busy && !this.isGone(),
      isAgain: Boolean(status) && !unread && !active,
      canRetry: !this.busy && Boolean(this.retryId),
      wantsRetry: !active && (status === 'Failed' || later !== ''),
    });
    replaceIfDifferent(this.frame.footer, this.footerItems());
  }

  isGone() {
    return ['deleted', 'unknown'].includes(this.state?.problem?.kind);
  }

  // Of the newest review: who, when, and whether it is signed.
  reviewText() {
    const { SignedOff, Name, User, At } = objectOf(this.report?.Review);
    if (!At) {
      return '';
    }
    const name = personText(Name) || textOf(User) || t('panel.someone');
    return t(SignedOff === true ? 'panel.signed' : 'panel.draft', { name, time: timeText(At) });
  }

  showReport(report) {
    this.report = report;
    this.overlay?.close();
    this.overlay = null;
    const { frame } = this;
    frame.body.replaceChildren();
    frame.disclaimer.textContent = disclaimerText(report);
    frame.showReview(this.reviewText());
    if (!report) {
      return;
    }
    const text = renderReport(report, {
      onPick: (image, finding) => this.pick(image, finding),
      onImage: (image) => this.overlay?.show(image),
    });
    if (objectsOf(report.Images).some((image) => textOf(image.OrthancId))) {
      this.overlay = new Overlay(this.api, report, {
        drawn: report.Status === 'Completed',
        onShow: (image, finding) => markShown(text, image, finding),
      });
      frame.body.append(this.overlay.element);
    }
    frame.body.append(text);
  }

  // Pressing the number of the finding that is shown alone brings the others back.
  pick(image, finding) {
    const alone = this.overlay?.image === image && this.overlay.finding === finding;
    this.overlay?.show(image, alone && this.overlay.overlayOn ? null : finding);
  }

  footerItems() {
    if (!this.report) {
      return [];
    }
    const formats = [
      ['json', 'JSON'],
      ['html', 'HTML'],
      ['pdf', 'PDF'],
      ['text', t('panel.textFormat')],
    ];
    const links = formats.map(([name, format]) =>
      link(this.api.reportUrl(this.resource, name), t('panel.report', { format })),
    );
    return [modelLine(objectOf(this.report.Model)), ...links];
  }

  async analyze() {
    const known = this.report || this.state?.analyses.length > 0;
    const body = known ? { Force: true } : {};
    if (this.frame.chosenModel) {
      body.Model = this.frame.chosenModel;
    }
    await this.api.analyze(this.resource, body, this.stopped.signal);
  }

  // One action at a time; what it did is then read back from the server.
  async act(action) {
    this.busy = true;
    this.frame.disableActions();
    let failure = '';
    try {
      await action();
    } catch (error) {
      failure = t('shared.failedAction', { reason: error.message });
    }
    await this.watcher.refresh();
    this.busy = false;
    this.failure = failure;
    if (!this.stopped.signal.aborted && this.state) {
      this.show(this.state);
    }
  }
}

// Fills `container` with the panel of a resource (see api.js). Returns {stop()}, to be called when
// the page is left.
export function mountPanel(container, resource, { api = serverApi } = {}) {
  ensureStylesheet();
  const panel = new Panel(container, resource, api);
  panel.start().catch((problem) => console.warn('VLM panel:', problem));
  return { stop: () => panel.stop() };
}
