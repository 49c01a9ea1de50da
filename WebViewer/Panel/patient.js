// SPDX-License-Identifier: GPL-3.0-or-later
// One line on the page of a patient in Orthanc Explorer: how many reports there are, and where.
import { ApiError, api as serverApi } from '../Shared/api.js';
import { element, link } from '../Shared/elements.js';
import { badge, timeText } from '../Shared/state.js';
import { loadTexts, t } from '../Shared/texts.js';
import { objectsOf, textOf } from '../Shared/values.js';
import { ensureStylesheet } from './stylesheet.js';

const countedAtMost = 100;

// The patient's own identifier, by which reports are found; '' where the server does not tell it.
async function patientIdOf(api, orthancId, signal) {
  try {
    return textOf((await api.patient(orthancId, signal)).MainDicomTags?.PatientID);
  } catch (error) {
    if (error instanceof ApiError) {
      return '';
    }
    throw error;
  }
}

function lineOf({ reports, isMore }, patientId, api) {
  const [newest] = reports;
  if (!newest) {
    return [element('span', {}, t('panel.patientNone'))];
  }
  const count = isMore ? `${reports.length}+` : reports.length;
  const key = count === 1 ? 'panel.patientOne' : 'panel.patientMany';
  return [
    element('span', {}, t(key, { count, time: timeText(newest.CompletedAt) })),
    badge(newest.Status),
    link(api.overviewUrl({ patientId }), t('panel.patientLink')),
  ];
}

async function fill(container, orthancId, api, signal) {
  await loadTexts('shared', 'panel');
  const patientId = await patientIdOf(api, orthancId, signal);
  if (patientId === '' || signal.aborted) {
    return;  // without it, the reports of everybody would be found
  }
  const page = await api.reports({ patientId, limit: countedAtMost }, signal);
  const found = { reports: objectsOf(page?.Reports), isMore: Boolean(page?.Next) };
  const line = element('p', { class: 'vlm-line' }, lineOf(found, patientId, api));
  container.replaceChildren(
    element('section', { class: 'vlm-panel', 'aria-label': t('shared.title') }, line),
  );
}

// Returns {stop()}.
export function mountPatient(container, orthancId, { api = serverApi } = {}) {
  ensureStylesheet();
  const stopped = new AbortController();
  // Nothing depends on this line: without it the page is as it was.
  fill(container, orthancId, api, stopped.signal).catch((problem) => {
    container.replaceChildren();
    if (!stopped.signal.aborted) {
      console.warn('VLM panel:', problem);
    }
  });
  return { stop: () => stopped.abort() };
}
