// SPDX-License-Identifier: GPL-3.0-or-later
// For the curious: model, prompt, times, use, pictures, what left the machine, what came back.
// What is not in the report is asked of the server when it is opened.
import { details, element, facts, modelText } from '../Shared/elements.js';
import { timeText } from '../Shared/state.js';
import { t } from '../Shared/texts.js';
import {
  bytesText,
  durationText,
  listOf,
  numberOf,
  objectOf,
  objectsOf,
  placeOf,
  textOf,
} from '../Shared/values.js';

const mostRows = 300;

export function table(name, heads, rows) {
  return element(
    'div',
    { class: 'vlm-scroll', tabindex: 0, role: 'region', 'aria-label': name },
    element(
      'table',
      {},
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          heads.map((head) => element('th', { scope: 'col' }, head)),
        ),
      ),
      element(
        'tbody',
        {},
        rows.slice(0, mostRows).map((cells) =>
          element(
            'tr',
            {},
            cells.map((cell) => element('td', { dir: 'auto' }, cell || '–')),
          ),
        ),
      ),
    ),
  );
}

const againMs = 3000;
const mostAgain = 20;

// `content()` may be a promise; asked anew each time it is opened, and for a while by itself as long as
// what it gives is marked `data-again`: there may be more soon.
export function lazyDetails(title, content) {
  const place = element('div', { 'aria-live': 'polite' });
  const show = async (left) => {
    try {
      place.replaceChildren(...[await content()].flat());
    } catch (error) {
      const reason = t('shared.failedAction', { reason: error.message });
      place.replaceChildren(element('p', { class: 'vlm-caution' }, reason));
    }
    if (left > 0 && place.querySelector('[data-again]')) {
      setTimeout(() => node.open && node.isConnected && show(left - 1), againMs);
    }
  };
  const onToggle = () => {
    if (node.open) {
      place.replaceChildren(element('p', { class: 'vlm-soft' }, t('findings.loading')));
      show(mostAgain);
    }
  };
  const node = details({ ontoggle: onToggle }, title, place);
  return node;
}

function modelFacts(report) {
  const model = objectOf(report.Model);
  return [
    [t('findings.model.name'), [model.Name, model.Type].map(textOf).filter(Boolean).join(' · ')],
    [t('findings.model.requested'), textOf(model.Requested)],
    [t('findings.model.served'), textOf(model.Served)],
    [t('findings.model.prompt'), textOf(model.PromptVersion)],
    [t('findings.model.readings'), textOf(model.Readings)],
  ];
}

function useFacts(report) {
  const timing = objectOf(report.Timing);
  const usage = objectOf(report.Usage);
  return [
    [t('findings.timing.queued'), timing.QueuedAt && timeText(timing.QueuedAt)],
    [t('findings.timing.started'), timing.StartedAt && timeText(timing.StartedAt)],
    [t('findings.timing.completed'), timing.CompletedAt && timeText(timing.CompletedAt)],
    [t('findings.timing.model'), durationText(timing.ModelMs)],
    [t('findings.timing.rest'), durationText(timing.PipelineMs)],
    [t('findings.usage.requests'), textOf(usage.Requests)],
    [
      t('findings.usage.tokens'),
      [usage.InputTokens, usage.OutputTokens].map(textOf).filter(Boolean).join(' / '),
    ],
    [t('findings.usage.sent'), bytesText(usage.BytesSent)],
    [t('findings.analysisId'), textOf(report.AnalysisId)],
  ];
}

function imageRows(report) {
  return objectsOf(report.Images).map((image, index) => {
    const spacing = listOf(image.PixelSpacingMm).map(numberOf);
    const isKnown = spacing.length === 2 && !spacing.includes(null);
    const examined = image.Examined !== false;
    return [
      String(index + 1),
      `${textOf(image.Columns)} × ${textOf(image.Rows)}`,
      isKnown && `${spacing.map((mm) => mm.toFixed(3)).join(' × ')} mm`,
      examined
        ? t('findings.images.examined')
        : textOf(image.Reason) || t('findings.images.skipped'),
      textOf(image.SOPInstanceUID),
    ];
  });
}

async function studyIdOf(resource, api) {
  return resource.level === 'studies' ? resource.id : textOf((await api.studyOf(resource)).ID);
}

async function egress(store, api) {
  const { resource } = store.state;
  const page = await api.egress({ study: await studyIdOf(resource, api), limit: 100 });
  const entries = objectsOf(page.Entries);
  if (entries.length === 0) {
    return element('p', {}, t('findings.egress.none'));
  }
  const rows = entries.map((entry) => [
    timeText(entry.Time),
    textOf(entry.Host),
    textOf(entry.Model),
    bytesText(entry.Bytes),
    listOf(entry.Pictures)
      .map((hash) => textOf(hash).slice(0, 12))
      .join(' '),
    listOf(entry.Context).map(textOf).join(', '),
    textOf(entry.Rule),
    textOf(entry.Outcome) || t('findings.egress.pending'),
  ]);
  const heads = ['time', 'host', 'model', 'bytes', 'pictures', 'context', 'rule', 'outcome'];
  return table(
    t('findings.egress'),
    heads.map((head) => t(`findings.egress.${head}`)),
    rows,
  );
}

// To be scrolled by keyboard, too.
function rawText(text) {
  const node = modelText('pre', 'vlm-raw', text);
  node.tabIndex = 0;
  return node;
}

function reading(one, index) {
  const findings = objectsOf(one.Findings);
  const images = listOf(one.Images)
    .map((image) => (numberOf(image) ?? 0) + 1)
    .join(', ');
  const replies = objectsOf(one.Replies);
  return element(
    'li',
    {},
    element('b', {}, `${index + 1}. `, modelText('span', '', textOf(one.View))),
    ` ${t('findings.reading.text', { images, count: findings.length })}`,
    one.Problem && element('p', { class: 'vlm-caution' }, textOf(one.Problem)),
    replies.map((reply) => details({}, t('findings.reading.reply'), rawText(textOf(reply.Text)))),
  );
}

// A collected report's readings are those of its parts.
async function readings(store, api) {
  const { resource, report } = store.state;
  const parts = objectsOf(report.Parts).filter(placeOf);
  const asked =
    parts.length > 0
      ? parts.map((part) => [placeOf(part), part.AnalysisId])
      : [[placeOf(report) ?? resource, report.AnalysisId]];
  const answers = await Promise.allSettled(
    asked.slice(0, 10).map(([of, id]) => api.readings(of, id)),
  );
  const all = answers.flatMap(({ value }) => objectsOf(value?.Readings));
  if (all.length === 0) {
    return element('p', {}, answers[0]?.reason?.message ?? t('findings.readings.none'));
  }
  return element('ul', { class: 'vlm-readings' }, all.slice(0, 60).map(reading));
}

export function detailsCard(report, store, api) {
  const images = imageRows(report);
  const heads = ['number', 'size', 'spacing', 'state', 'uid'];
  return element(
    'section',
    { class: 'vlm-card vlm-details', 'aria-label': t('findings.details') },
    element('h2', {}, t('findings.details')),
    details({}, t('findings.model'), facts(modelFacts(report))),
    details({}, t('findings.timing'), facts(useFacts(report))),
    images.length > 0 &&
      details(
        {},
        t('findings.images', { count: images.length }),
        table(
          t('findings.images', { count: images.length }),
          heads.map((head) => t(`findings.images.${head}`)),
          images,
        ),
      ),
    lazyDetails(t('findings.egress'), () => egress(store, api)),
    lazyDetails(t('findings.readings'), () => readings(store, api)),
  );
}
