// SPDX-License-Identifier: GPL-3.0-or-later
// The models: may they be asked, do they answer, what did they cost today.
import { element, modelText, replaceIfDifferent } from '../Shared/elements.js';
import { timeText } from '../Shared/state.js';
import { t } from '../Shared/texts.js';
import { durationText, numberOf, objectOf, objectsOf, textOf } from '../Shared/values.js';

const states = ['Open', 'Probing', 'Paused', 'Exhausted', 'Testing'];
const columns = ['name', 'health', 'today', 'latency', 'test'];

// good: may be asked and answers; bad: it does not answer or is not asked; else something between.
function healthOf(model) {
  if (model.Reachable === false || model.State === 'Paused') {
    return 'bad';
  }
  if (model.State === 'Open') {
    return textOf(model.Reason) ? 'warn' : 'good';
  }
  return 'warn';
}

function healthCell(model) {
  const state = states.includes(model.State) ? model.State : 'Open';
  const name = model.Reachable === false ? 'Unreachable' : state;
  const reason = textOf(model.Reason) || textOf(model.LastError);
  const until = model.OpensAt && t('overview.opensAt', { time: timeText(model.OpensAt) });
  return element(
    'td',
    { 'data-column': t('overview.model.health') },
    element(
      'span',
      { class: 'vlm-badge', 'data-health': healthOf(model) },
      t(`overview.state.${name}`),
    ),
    until && element('span', { class: 'vlm-soft' }, until),
    reason && modelText('span', 'vlm-soft vlm-words', reason),
  );
}

function nameCell(model) {
  const served = textOf(model.Served) || textOf(model.Requested);
  const parts = [textOf(model.Type), served].filter((part) => part && part !== model.Name);
  return element(
    'th',
    { scope: 'row', 'data-column': t('overview.model.name') },
    modelText('b', '', textOf(model.Name) || '–'),
    model.Default === true && element('span', { class: 'vlm-tag' }, t('overview.default')),
    modelText('span', 'vlm-soft', parts.join(' · ')),
    model.Type === 'Offline' && element('span', { class: 'vlm-soft' }, t('shared.baseline')),
  );
}

function todayText(model) {
  const { Requests, Tokens } = objectOf(model.Today);
  return model.Type === 'Offline'
    ? t('overview.noCost')
    : t('overview.today', {
        requests: numberOf(Requests) ?? 0,
        tokens: (numberOf(Tokens) ?? 0).toLocaleString(),
      });
}

function testText(model) {
  if (model.SelfTest === null || typeof model.SelfTest !== 'object') {
    return '–';
  }
  return t(model.SelfTest.Passed === true ? 'overview.testPassed' : 'overview.testFailed');
}

function rowOf(model) {
  const cell = (name, text) =>
    element('td', { 'data-column': t(`overview.model.${name}`) }, text || '–');
  return element(
    'tr',
    {},
    nameCell(model),
    healthCell(model),
    cell('today', todayText(model)),
    cell('latency', durationText(objectOf(model.Latency).MeanMs)),
    cell('test', testText(model)),
  );
}

export function modelsCard() {
  const body = element('tbody', {});
  const head = columns.map((name) => element('th', { scope: 'col' }, t(`overview.model.${name}`)));
  const card = element(
    'section',
    { class: 'vlm-card vlm-models', 'aria-labelledby': 'vlm-models-title' },
    element('h2', { id: 'vlm-models-title' }, t('overview.models')),
    element(
      'div',
      { class: 'vlm-table', tabindex: 0, role: 'region', 'aria-label': t('overview.models') },
      element('table', {}, element('thead', {}, element('tr', {}, head)), body),
    ),
  );
  return {
    element: card,
    show: (status) => replaceIfDifferent(body, objectsOf(status.Models).map(rowOf)),
  };
}
