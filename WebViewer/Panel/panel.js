// SPDX-License-Identifier: GPL-3.0-or-later
// The panel: state of the analysis, picture, findings. Wiring only; see api.js (fetch), overlay.js
// (picture), findings.js (words), state.js (state line).
import { api as serverApi } from './api.js';
import { element, button, link } from './elements.js';
import { markShown, renderReport } from './findings.js';
import { Overlay } from './overlay.js';
import { isActive, modelLine, renderState } from './state.js';

const disclaimerText = 'For research use only. Machine-made, unverified, not for diagnostic use.';
const firstDelayMs = 1000;
const longestDelayMs = 10000;
const quickPolls = 30;  // then the delay grows

class Panel {
  constructor(container, resource, { api, standalone }) {
    this.container = container;
    this.resource = resource;
    this.api = api;
    this.standalone = standalone;
    this.stopped = new AbortController();
    this.polls = 0;
    this.report = null;
    this.build();
  }

  build() {
    this.state = element('div', { class: 'vlm-state', role: 'status', 'aria-live': 'polite' });
    this.modelChoice = element('select', {
      'data-role': 'none',
      'aria-label': 'Model for the next analysis',
      hidden: true,
    });
    this.analyzeButton = button(
      { class: 'vlm-analyze', onclick: () => this.act(() => this.analyze()) },
      'Analyze',
    );
    this.retryButton = button(
      { class: 'vlm-retry', hidden: true, onclick: () => this.act(() => this.retry()) },
      'Retry',
    );
    this.actions = element(
      'div',
      { class: 'vlm-actions' },
      this.modelChoice,
      this.retryButton,
      this.analyzeButton,
    );
    this.disclaimer = element('p', { class: 'vlm-disclaimer', role: 'note' }, disclaimerText);
    this.problem = element('p', { class: 'vlm-problem', role: 'alert', hidden: true });
    this.laterFailure = element('p', {
      class: 'vlm-problem vlm-later-failure',
      role: 'status',
      dir: 'auto',
      hidden: true,
    });
    this.body = element('div', { class: 'vlm-body' });
    this.footer = element('footer', { class: 'vlm-footer' });
    this.root = element(
      'section',
      { class: 'vlm-panel', 'aria-label': 'VLM analysis' },
      element(
        'header',
        { class: 'vlm-header' },
        element('h2', {}, 'VLM analysis'),
        this.state,
        this.actions,
      ),
      this.disclaimer,
      this.problem,
      this.laterFailure,
      this.body,
      this.footer,
    );
    this.root.classList.toggle('vlm-standalone', this.standalone);
    this.container.replaceChildren(this.root);
  }

  start() {
    const signal = this.stopped.signal;
    document.addEventListener('keydown', (event) => this.onKey(event), { signal });
    this.offerModels();
    this.refresh();
  }

  stop() {
    this.stopped.abort();
    clearTimeout(this.timer);
    this.overlay?.close();
  }

  onKey(event) {
    const typing = event.target.closest?.('input:not([type=checkbox]), textarea, select');
    const modified = event.ctrlKey || event.altKey || event.metaKey || event.repeat;
    if (event.key === 'o' && !modified && !typing && !event.target.isContentEditable) {
      this.overlay?.toggle();
    }
  }

  async offerModels() {
    try {
      const models = await this.api.models(this.stopped.signal);
      if (Array.isArray(models) && models.length > 1) {
        const options = models.map(({ Name, Type }) =>
          element('option', { value: Name }, Name === Type ? Name : `${Name} (${Type})`),
        );
        this.modelChoice.append(element('option', { value: '' }, 'Default model'), ...options);
        this.modelChoice.hidden = false;
      }
    } catch {
      // A choice of models is a convenience: without it the configured one is used.
    }
  }

  async refresh() {
    try {
      const { signal } = this.stopped;
      const analyses = await this.api.analyses(this.resource, signal);
      // Those of a study or series include its parts': any of them may still be under way.
      let analysis = analyses.find(isActive) ?? analyses[0] ?? null;
      if (!isActive(analysis) || this.polls === 0) {
        const answer = await this.api.report(this.resource, signal);
        this.showReport(answer.report ?? null);
        analysis = isActive(analysis) ? analysis : (answer.analysis ?? analysis);
      }
      this.showProblem('');
      this.failed = analyses.find((one) => one.Status === 'Failed');
      this.showLaterFailure(analyses[0]);
      this.showState(analysis);
    } catch (error) {
      if (this.stopped.signal.aborted) {
        return;
      }
      this.showProblem(`Cannot read the analysis: ${error.message}`);
      if (!this.state.firstChild) {
        this.showStateLine(renderState('Unknown', null, null));
      }
      this.poll();
    }
  }

  showState(analysis) {
    const active = isActive(analysis);
    const status = active ? analysis.Status : (this.report?.Status ?? analysis?.Status);
    const hasResult = Boolean(status);
    this.showStateLine(renderState(status, analysis, this.report));
    this.state.dataset.status = status ?? 'None';
    this.retryId = this.failed?.AnalysisId ?? this.report?.AnalysisId;
    const failed = status === 'Failed' || (!active && !this.laterFailure.hidden);
    this.retryButton.hidden = !failed || !this.retryId;
    this.analyzeButton.disabled = active;
    this.analyzeButton.textContent = hasResult && !active ? 'Analyze again' : 'Analyze';
    this.footer.replaceChildren(...this.footerItems());
    if (active) {
      this.poll();
    }
  }

  // The report that is shown may be older than the newest analysis: it must not pass as its result.
  showLaterFailure(newest) {
    const shown = this.report && this.report.Status !== 'Failed';
    const text =
      shown && newest?.Status === 'Failed'
        ? `A later analysis failed: ${newest.Reason || 'no reason given'}`
        : '';
    if (this.laterFailure.textContent !== text) {
      this.laterFailure.textContent = text;
    }
    this.laterFailure.hidden = text === '';
  }

  // Unchanged nodes stay: a screen reader would say them again at every poll.
  showStateLine(nodes) {
    const line = element('div', { class: 'vlm-state-line' }, nodes);
    if (!this.state.firstChild?.isEqualNode(line)) {
      this.state.replaceChildren(line);
    }
  }

  poll() {
    const growth = Math.max(0, this.polls - quickPolls);
    const delay = Math.min(longestDelayMs, firstDelayMs * 1.2 ** growth);
    this.polls += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh(), delay);
  }

  showReport(report) {
    if (JSON.stringify(report) === JSON.stringify(this.report)) {
      return;  // keep what the user has opened and picked
    }
    this.report = report;
    this.overlay?.close();
    this.overlay = null;
    this.body.replaceChildren();
    this.disclaimer.textContent = report?.Disclaimer || disclaimerText;
    if (!report) {
      return;
    }
    const text = renderReport(report, {
      onPick: (image, finding) => this.pick(image, finding),
      onImage: (image) => this.overlay?.show(image),
    });
    if ((report.Images ?? []).length > 0) {
      this.overlay = new Overlay(this.api, report, {
        drawn: report.Status === 'Completed',
        onShow: (image, finding) => markShown(text, image, finding),
      });
      this.body.append(this.overlay.element);
    }
    this.body.append(text);
  }

  // Pressing the number of the finding that is shown alone brings the others back.
  pick(image, finding) {
    const alone = this.overlay?.image === image && this.overlay.finding === finding;
    this.overlay?.show(image, alone && this.overlay.overlayOn ? null : finding);
  }

  showProblem(text) {
    this.problem.textContent = text;
    this.problem.hidden = text === '';
  }

  footerItems() {
    const items = [];
    if (this.report) {
      items.push(modelLine(this.report.Model ?? {}));
      items.push(link(this.api.reportUrl(this.resource, 'json'), 'JSON report'));
      items.push(link(this.api.reportUrl(this.resource, 'html'), 'HTML report'));
      items.push(link(this.api.reportUrl(this.resource, 'pdf'), 'PDF report'));
      items.push(link(this.api.reportUrl(this.resource, 'text'), 'Text report'));
    }
    if (!this.standalone) {
      items.push(link(this.api.pageUrl(this.resource), 'Open in its own page'));
    }
    return items;
  }

  async analyze() {
    const known = this.report || this.state.dataset.status !== 'None';
    const body = known ? { Force: true } : {};
    if (this.modelChoice.value) {
      body.Model = this.modelChoice.value;
    }
    await this.api.analyze(this.resource, body, this.stopped.signal);
  }

  async retry() {
    await this.api.retry(this.retryId, this.stopped.signal);
  }

  // One action at a time; what it did is then read back from the server.
  async act(action) {
    clearTimeout(this.timer);
    this.analyzeButton.disabled = true;
    this.retryButton.disabled = true;
    let failure = '';
    try {
      await action();
    } catch (error) {
      failure = `This did not work: ${error.message}`;
    }
    if (this.stopped.signal.aborted) {
      return;
    }
    this.polls = 0;
    await this.refresh();
    this.retryButton.disabled = false;
    if (failure) {
      this.showProblem(failure);
    }
  }
}

function ensureStylesheet() {
  const href = new URL('panel.css', import.meta.url).href;
  const known = [...document.querySelectorAll('link[rel=stylesheet]')];
  if (!known.some((sheet) => sheet.href === href)) {
    document.head.append(element('link', { rel: 'stylesheet', href }));
  }
}

// Fills `container` with the panel of a resource (see api.js). Returns {stop()}, to be called when
// the page is left.
export function mountPanel(container, resource, { api = serverApi, standalone = true } = {}) {
  ensureStylesheet();
  const panel = new Panel(container, resource, { api, standalone });
  panel.start();
  return { stop: () => panel.stop() };
}
