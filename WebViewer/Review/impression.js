// SPDX-License-Identifier: GPL-3.0-or-later
// The field of the impression; built once for a review, so that nobody loses what is being typed.
import { button, details, element } from '../Shared/elements.js';
import { t } from '../Shared/texts.js';

const longestText = 20000;

export class ImpressionField {
  // `change(text)`, null: back to the model's; `begin()` before somebody types.
  constructor({ begin, change }) {
    this.field = element('textarea', {
      rows: 4,
      dir: 'auto',
      maxlength: longestText,
      'data-key': 'impression',
      'aria-label': t('review.impression'),
      onfocus: begin,
      oninput: () => change(this.field.value),
      onkeydown: (event) => event.stopPropagation(),
    });
    this.reset = button({ onclick: () => { begin(); change(null); } }, t('review.impression.reset'));
    this.element = details(
      { class: 'vlm-review-impression' },
      t('review.impression'),
      element('p', { class: 'vlm-remark' }, t('review.impression.note')),
      this.field,
      this.reset,
    );
  }

  show(text, isEdited) {
    if (this.field !== document.activeElement) {
      this.field.value = text;
    }
    this.reset.disabled = !isEdited;
  }
}
