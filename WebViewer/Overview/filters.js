// SPDX-License-Identifier: GPL-3.0-or-later
// Which reports are listed. What is chosen is kept in the page's address, so that it can be shared.
import { button, element } from '../Shared/elements.js';
import { t } from '../Shared/texts.js';

const statuses = ['Completed', 'Abstained', 'Failed'];
const modalities = ['CR', 'CT', 'DX', 'MG', 'MR', 'NM', 'PT', 'US', 'XA'];
const typingPauseMs = 300;
const filterNames = ['modality', 'status', 'label', 'minScore', 'reviewed', 'patientId'];

export function filterOfAddress(search = location.search) {
  const query = new URLSearchParams(search);
  const chosen = filterNames.map((name) => [name, (query.get(name) ?? '').trim()]);
  return Object.fromEntries(chosen.filter(([, value]) => value !== ''));
}

function keepInAddress(filter) {
  const address = new URL(location.href);
  for (const name of filterNames) {
    if (filter[name]) {
      address.searchParams.set(name, filter[name]);
    } else {
      address.searchParams.delete(name);
    }
  }
  history.replaceState(null, '', address);
}

function labelled(name, control) {
  return element(
    'label',
    { class: 'vlm-filter' },
    element('span', {}, t(`overview.filter.${name}`)),
    control,
  );
}

function choice(name, options, chosen) {
  // What the address says stays, even where this page would not offer it.
  const known = options.some(([value]) => value === chosen);
  const all = known || !chosen ? options : [...options, [chosen, chosen]];
  return element(
    'select',
    { name },
    element('option', { value: '' }, t('overview.filter.any')),
    all.map(([value, text]) => element('option', { value, selected: value === chosen }, text)),
  );
}

function fields(filter) {
  const reviewed = ['true', 'false'].map((value) => [
    value,
    t(`overview.filter.reviewed.${value}`),
  ]);
  const score = {
    type: 'number',
    name: 'minScore',
    min: 0,
    max: 1,
    step: 0.05,
    value: filter.minScore,
  };
  return [
    labelled(
      'modality',
      choice(
        'modality',
        modalities.map((one) => [one, one]),
        filter.modality,
      ),
    ),
    labelled(
      'status',
      choice(
        'status',
        statuses.map((one) => [one, t(`shared.status.${one}`)]),
        filter.status,
      ),
    ),
    labelled(
      'label',
      element('input', { type: 'search', name: 'label', maxlength: 64, value: filter.label }),
    ),
    labelled('minScore', element('input', score)),
    labelled('reviewed', choice('reviewed', reviewed, filter.reviewed)),
    labelled(
      'patientId',
      element('input', {
        type: 'search',
        name: 'patientId',
        maxlength: 64,
        value: filter.patientId,
      }),
    ),
  ];
}

// `onChange(filter)` is called with what was chosen, e.g. {modality: 'CT', minScore: '0.5'}.
export function filterForm(onChange) {
  let timer = null;
  const read = () => {
    const chosen = [...new FormData(form)].map(([name, value]) => [name, value.trim()]);
    return Object.fromEntries(chosen.filter(([, value]) => value !== ''));
  };
  const changed = () => {
    clearTimeout(timer);
    keepInAddress(read());
    onChange(read());
  };
  const reset = () => {
    form.querySelectorAll('input, select').forEach((control) => {
      control.value = '';
    });
    changed();
  };
  const form = element(
    'form',
    {
      class: 'vlm-filters',
      role: 'search',
      'aria-label': t('overview.filters'),
      onchange: changed,
      oninput: () => {
        clearTimeout(timer);
        timer = setTimeout(changed, typingPauseMs);
      },
      onsubmit: (event) => {
        event.preventDefault();
        changed();
      },
    },
    fields(filterOfAddress()),
    button({ class: 'vlm-filter-reset', onclick: reset }, t('overview.filter.reset')),
  );
  return form;
}
