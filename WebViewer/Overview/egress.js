// SPDX-License-Identifier: GPL-3.0-or-later
// Budget and egress at a glance: what was used today, and what left this machine last.
import { element, facts, modelText, replaceIfDifferent } from '../Shared/elements.js';
import { timeText } from '../Shared/state.js';
import { t } from '../Shared/texts.js';
import { bytesText, numberOf, objectOf, objectsOf, textOf, textsOf } from '../Shared/values.js';
import { pollWhileSeen } from './poller.js';

const lookedAt = 100;
const delayMs = 15000;

const sum = (numbers) => numbers.reduce((total, one) => total + (numberOf(one) ?? 0), 0);

function usedToday(status) {
  const today = objectsOf(status.Models).map((model) => objectOf(model.Today));
  const [requests, tokens] = ['Requests', 'Tokens'].map((name) =>
    sum(today.map((one) => one[name])),
  );
  return t('overview.today', { requests, tokens: tokens.toLocaleString() });
}

function lastText(entry) {
  const to = [textOf(entry.Host), textOf(entry.Model)].filter(Boolean).join(' · ');
  return t('overview.lastSent', { time: timeText(entry.Time), to });
}

function sentFacts(page) {
  const entries = objectsOf(page?.Entries);
  if (entries.length === 0) {
    return [element('p', {}, t('overview.nothingSent'))];
  }
  const bytes = bytesText(sum(entries.map((entry) => entry.Bytes)));
  const hosts = [...new Set(entries.map((entry) => textOf(entry.Host)).filter(Boolean))];
  const context = [...new Set(entries.flatMap((entry) => textsOf(entry.Context)))];
  const count = page.Next
    ? t('overview.lastRequests', { count: entries.length })
    : String(entries.length);
  return [
    facts([
      [t('overview.requests'), t('overview.sentCount', { count, bytes })],
      [t('overview.hosts'), modelText('span', '', hosts.join(', '))],
      [t('overview.context'), context.join(', ') || t('overview.noContext')],
      [t('overview.last'), modelText('span', '', lastText(entries[0]))],
    ]),
  ];
}

export function egressCard(api) {
  const today = element('p', {});
  const sent = element('div', {});
  const card = element(
    'section',
    { class: 'vlm-card', 'aria-labelledby': 'vlm-egress-title' },
    element('h2', { id: 'vlm-egress-title' }, t('overview.egress')),
    element('h3', {}, t('overview.usedToday')),
    today,
    element('h3', {}, t('overview.sent')),
    sent,
  );
  const poller = pollWhileSeen((signal) => api.egress({ limit: lookedAt }, signal), {
    onAnswer: (page, isNews) => isNews && replaceIfDifferent(sent, sentFacts(page)),
    onFailure: (error) =>
      replaceIfDifferent(sent, [
        element('p', {}, t('overview.cannotRead', { reason: error.message })),
      ]),
    delayMs,
  });
  return {
    element: card,
    show: (status) => replaceIfDifferent(today, [document.createTextNode(usedToday(status))]),
    stop: () => poller.stop(),
  };
}
