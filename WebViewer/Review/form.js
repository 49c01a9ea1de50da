// SPDX-License-Identifier: GPL-3.0-or-later
// The form of one finding: label, anatomy, side, severity, description, and its place in numbers.
// Built once when it is opened, so that nobody loses what is being typed.
import { button, details, element } from '../Shared/elements.js';
import { t } from '../Shared/texts.js';
import { objectsOf, textOf } from '../Shared/values.js';
import { normalized } from './ellipse.js';

const lateralities = ['', 'Left', 'Right', 'Bilateral', 'Midline'];  // '': not known
// As Foundation/CleanText is used for a model's reply.
const longestLabel = 200;
const longestText = 4000;
const numbers = [
  ['column', (ellipse) => ellipse.Mean[0]],
  ['row', (ellipse) => ellipse.Mean[1]],
  ['a', (ellipse) => ellipse.SemiAxesPx[0]],
  ['b', (ellipse) => ellipse.SemiAxesPx[1]],
  ['angle', (ellipse) => ellipse.AngleDegrees],
];

// Those of the report first, each once. Plugin/Findings/Terminology knows the usual ones.
function suggestions(report, key) {
  const usual = t(`review.usual.${key}`).split('|');
  const seen = objectsOf(report?.Findings).map((finding) => textOf(finding[key]).slice(0, longestLabel));
  return [...new Set([...seen, ...usual])].filter(Boolean).slice(0, 100);
}

function datalist(id, texts) {
  return element('datalist', { id }, texts.map((text) => element('option', { value: text })));
}

const short = ['Label', 'Anatomy', 'Laterality', 'Severity'];

function field(key, control) {
  control.dataset.key = `form ${key}`;
  const kind = short.includes(key) ? 'vlm-field vlm-field-short' : 'vlm-field';
  return element('label', { class: kind }, t(`review.${key}`), control);
}

export class FindingForm {
  // `facts` = {title, report, members, canReset, isAdded}; `on` = {change(members), done, cancel, reset, place}.
  constructor(facts, on) {
    this.on = on;
    this.controls = this.buildControls(facts);
    this.place = element('div', { class: 'vlm-review-place' });
    this.hint = element('p', { class: 'vlm-remark' }, t('review.form.drag'));
    this.complaint = element('p', { class: 'vlm-complaint', role: 'alert' });
    this.element = this.build(facts);
    this.show(facts.members);
  }

  buildControls({ report }) {
    const text = (attributes) => element('input', { type: 'text', maxlength: longestLabel, ...attributes });
    const side = element(
      'select',
      {},
      lateralities.map((value) => element('option', { value }, t(`review.side.${value || 'Unknown'}`))),
    );
    this.lists = [
      datalist('vlm-labels', suggestions(report, 'Label')),
      datalist('vlm-anatomies', suggestions(report, 'Anatomy')),
      datalist('vlm-severities', suggestions(report, 'Severity')),
    ];
    return {
      Label: text({ list: 'vlm-labels', required: true }),
      Anatomy: text({ list: 'vlm-anatomies' }),
      Laterality: side,
      Severity: text({ list: 'vlm-severities' }),
      Description: element('textarea', { rows: 3, maxlength: longestText }),
      Reason: text({ maxlength: 2000 }),
    };
  }

  build({ title, canReset, isAdded }) {
    const fields = Object.entries(this.controls).filter(([key]) => key !== 'Reason' || !isAdded);
    for (const [key, control] of fields) {
      // Not once it is left: the button that was pressed would be drawn anew under the pointer.
      control.addEventListener('input', () => this.on.change({ [key]: control.value.trim() }));
      control.dir = 'auto';
    }
    return element(
      'form',
      {
        class: 'vlm-finding-form',
        novalidate: true,
        'aria-label': title,
        onsubmit: (event) => this.submit(event),
        onkeydown: (event) => this.onKey(event),
      },
      element('h3', {}, title),
      this.hint,
      fields.map(([key, control]) => field(key, control)),
      details({ class: 'vlm-place-details' }, t('review.place'), this.place),
      this.lists,
      this.complaint,
      element(
        'div',
        { class: 'vlm-form-buttons' },
        element('button', { type: 'submit', class: 'vlm-primary', 'data-key': 'form done' }, t('review.form.done')),
        button({ class: 'vlm-cancel', onclick: () => this.on.cancel() }, t('review.form.cancel')),
        canReset && button({ onclick: () => this.on.reset() }, t('review.form.reset')),
      ),
    );
  }

  submit(event) {
    event.preventDefault();
    const { Label } = this.controls;
    if (Label.value.trim() === '') {
      this.complaint.textContent = t('review.problem.label', { number: this.number ?? '' });
      Label.setAttribute('aria-invalid', 'true');
      Label.focus();
      return;
    }
    this.on.done();
  }

  onKey(event) {
    event.stopPropagation();  // the reader's shortcuts are not meant here
    if (event.key === 'Escape') {
      event.preventDefault();
      this.on.cancel();
    }
  }

  // What the draft says now; the control in which somebody types is left alone.
  show(members) {
    for (const [key, control] of Object.entries(this.controls)) {
      if (control !== document.activeElement) {
        const value = textOf(members[key]);
        control.value = key === 'Laterality' && !lateralities.includes(value) ? '' : value;
      }
    }
    if (this.controls.Label.value.trim()) {
      this.complaint.textContent = '';
      this.controls.Label.removeAttribute('aria-invalid');
    }
    this.showPlace(members.Ellipse);
  }

  // Whether the picture shows the image of this finding.
  showReach(isShown) {
    const hint = t(isShown ? 'review.form.drag' : 'review.form.unseen');
    if (this.hint.textContent !== hint) {
      this.hint.textContent = hint;
    }
  }

  showPlace(ellipse) {
    if (!ellipse) {
      this.place.replaceChildren(button({ onclick: () => this.on.place() }, t('review.place.set')));
      this.inputs = null;
      return;
    }
    this.inputs ??= this.buildPlace();
    this.ellipse = ellipse;
    // The five are one ellipse: while one is being typed, all are as they were typed.
    if (!this.inputs.includes(document.activeElement)) {
      this.fillPlace();
    }
  }

  fillPlace() {
    const shown = normalized(this.ellipse);
    numbers.forEach(([, read], index) => {
      this.inputs[index].value = String(read(shown));
    });
  }

  buildPlace() {
    const inputs = numbers.map(([name]) =>
      element('input', { type: 'number', step: 'any', 'data-key': `form ${name}` }),
    );
    for (const input of inputs) {
      input.addEventListener('input', () => this.readPlace());
      input.addEventListener('blur', (event) => this.onLeave(inputs, event.relatedTarget));
    }
    const fields = numbers.map(([name], index) =>
      element('label', { class: 'vlm-field' }, t(`review.place.${name}`), inputs[index]),
    );
    this.place.replaceChildren(...fields);
    return inputs;
  }

  // Not for another of the five, nor for another window.
  onLeave(inputs, next) {
    const stays = [next, document.activeElement].some((node) => inputs.includes(node));
    if (!stays && inputs === this.inputs) {
      this.fillPlace();
    }
  }

  readPlace() {
    const [column, row, a, b, angle] = this.inputs.map((input) => input.valueAsNumber);
    if ([column, row, a, b, angle].every(Number.isFinite) && a > 0 && b > 0) {
      this.on.change({ Ellipse: { Mean: [column, row], SemiAxesPx: [a, b], AngleDegrees: angle } });
    }
  }
}
