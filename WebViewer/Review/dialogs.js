// SPDX-License-Identifier: GPL-3.0-or-later
// The questions a review asks before it goes on: why a finding is rejected, whether all of it is to
// be signed, whether changes are to be lost. Each returns a promise; null: given up.
import { button, element, modelText } from '../Shared/elements.js';
import { t } from '../Shared/texts.js';
import { keepName, keptName } from './keeping.js';
import { countsText } from './summary.js';

const usualReasons = 7;
const longestReason = 1900;
const longestName = 64;
let number = 0;

// `build(close)` gives {title, nodes, first}; `first` gets the focus.
function ask(container, build) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const titleId = `vlm-dialog-${(number += 1)}`;
    const dialog = element('dialog', { class: 'vlm-dialog', 'aria-labelledby': titleId });
    const close = (answer) => {
      dialog.close();
      dialog.remove();
      before?.focus?.();
      resolve(answer);
    };
    const { title, nodes, first } = build(close);
    dialog.append(modelText('h2', '', title, null), ...nodes.filter(Boolean));
    dialog.firstChild.id = titleId;
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      close(null);
    });
    // The reader's shortcuts are not meant here.
    dialog.addEventListener('keydown', (event) => event.stopPropagation());
    container.append(dialog);
    dialog.showModal();
    first?.focus();
  });
}

function form(submit, ...nodes) {
  return element(
    'form',
    {
      novalidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        submit();
      },
    },
    nodes,
  );
}

function footer(confirm, close, kind = 'primary') {
  return element(
    'div',
    { class: 'vlm-dialog-buttons' },
    button({ class: 'vlm-cancel', onclick: () => close(null) }, t('review.cancel')),
    element('button', { type: 'submit', class: `vlm-${kind}` }, confirm),
  );
}

function complaint() {
  return element('p', { class: 'vlm-complaint', role: 'alert' });
}

function choice(index, checked) {
  const text = t(`review.reason.${index}`);
  const radio = element('input', { type: 'radio', name: 'vlm-reason', value: text, checked });
  return element('label', { class: 'vlm-choice' }, radio, ` ${text}`);
}

// Why `finding` ({number, label}) is rejected. `earlier`: the reason given before.
export function askReason(container, finding, earlier = '') {
  return ask(container, (close) => {
    const choices = Array.from({ length: usualReasons }, (_, index) =>
      choice(index, t(`review.reason.${index}`) === earlier),
    );
    const usual = choices.some((item) => item.querySelector('input').checked);
    const own = element('textarea', { rows: 2, maxlength: longestReason, 'data-key': 'own-reason' });
    own.value = usual ? '' : earlier;
    const problem = complaint();
    const submit = () => {
      const chosen = choices.map((item) => item.querySelector('input')).find((input) => input.checked);
      // Own words go on where the usual ones end.
      const reason = [chosen?.value, own.value.trim()].filter(Boolean).join(': ');
      if (reason) {
        close(reason);
      } else {
        problem.textContent = t('review.reject.needed');
      }
    };
    const nodes = [
      form(
        submit,
        element('fieldset', {}, element('legend', {}, t('review.reject.why')), choices),
        element('label', { class: 'vlm-field' }, t('review.reject.own'), own),
        problem,
        footer(t('review.reject'), close, 'danger'),
      ),
    ];
    const first = choices.map((item) => item.querySelector('input')).find((input) => input.checked);
    return { title: t('review.reject.title', finding), nodes, first: first ?? choices[0].firstChild };
  });
}

function isName(text) {
  return text.length > 0 && text.length <= longestName && !/[\\=]/.test(text);
}

function nameField(user) {
  const input = element('input', {
    type: 'text',
    maxlength: longestName,
    autocomplete: 'name',
    'data-key': 'name',
    'aria-describedby': 'vlm-name-hint',
  });
  input.value = keptName() || user || '';
  const hint = element('span', { class: 'vlm-remark', id: 'vlm-name-hint' }, t('review.sign.hint'));
  return { input, label: element('label', { class: 'vlm-field' }, t('review.sign.name'), input, hint) };
}

function decidedRow({ number: of, label, disposition, remark }) {
  const text = `${of}. ${label}`;
  return element(
    'li',
    { 'data-disposition': disposition },
    modelText('span', 'vlm-review-label', text),
    element('span', { class: 'vlm-verdict' }, t(`review.${disposition}`)),
    remark && modelText('span', 'vlm-remark', remark),
  );
}

// `facts` = {images, counts, findings: [{number, label, disposition, remark}], impression, isTold, amends, user};
// isTold: the server adds words on what was added. The name of who signs.
export function askSignature(container, facts) {
  return ask(container, (close) => {
    const { input, label } = nameField(facts.user);
    const problem = complaint();
    const submit = () => {
      const name = input.value.trim();
      if (isName(name)) {
        keepName(name);
        close(name);
      } else {
        problem.textContent = t('review.sign.name.needed');
        input.focus();
      }
    };
    const images = t(facts.images === 1 ? 'review.sign.images.one' : 'review.sign.images.many', {
      count: facts.images,
    });
    const nodes = [
      element('p', {}, t('review.sign.what', { images })),
      element('ul', { class: 'vlm-signed-list' }, facts.findings.map(decidedRow)),
      element('p', { class: 'vlm-review-counts' }, countsText(facts.counts)),
      element('h3', {}, t('review.sign.impression')),
      modelText('p', 'vlm-signed-impression', facts.impression || t('review.sign.impression.none')),
      facts.isTold && element('p', { class: 'vlm-remark' }, t('review.sign.impression.added')),
      facts.amends && element('p', {}, t('review.sign.amends', { revision: facts.amends })),
      element('p', { class: 'vlm-remark' }, t('review.sign.note')),
      form(submit, label, problem, footer(t('review.sign.confirm'), close)),
    ];
    return { title: t('review.sign.title'), nodes, first: input };
  });
}

// Whether changes may be lost: true, or null.
export function askDiscard(container) {
  return ask(container, (close) => {
    const keep = button({ class: 'vlm-cancel', onclick: () => close(null) }, t('review.discard.keep'));
    const drop = button({ class: 'vlm-danger', onclick: () => close(true) }, t('review.discard'));
    const buttons = element('div', { class: 'vlm-dialog-buttons' }, keep, drop);
    return { title: t('review.discard.sure'), nodes: [buttons], first: keep };
  });
}
