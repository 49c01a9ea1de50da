// SPDX-License-Identifier: GPL-3.0-or-later
// Edits one finding of the draft: its form in the column and its ellipse on the picture. Also draws new
// ones. Everything goes through the draft in the store; opened and done is one step of undo.
import { button, element } from '../Shared/elements.js';
import { t } from '../Shared/texts.js';
import { add, asOneStep, edit, effectiveFindings, undecide } from './draft.js';
import { DrawingSheet } from './drawing.js';
import { own } from './effective.js';
import { bounded, isEllipse } from './ellipse.js';
import { FindingForm } from './form.js';
import { Handles } from './handles.js';
import { namesOf } from './rows.js';

const isSameImage = (one, other) =>
  Boolean(one && other) && one.OrthancId === other.OrthancId && (one.Frame ?? 0) === (other.Frame ?? 0);

function middleOf(image) {
  const [columns, rows] = [image?.Columns ?? 64, image?.Rows ?? 64];
  const semiAxis = Math.max(Math.min(columns, rows) / 8, 2);
  return { Mean: [(columns - 1) / 2, (rows - 1) / 2], SemiAxesPx: [semiAxis, semiAxis], AngleDegrees: 0 };
}

export class Editor {
  // `isFrozen()`: no change is to be taken now.
  constructor(store, { onClose, isFrozen = () => false }) {
    Object.assign(this, { store, onClose, isFrozen });
    this.element = element('div', { class: 'vlm-editor-slot' });
    this.id = null;
    this.before = null;
    this.form = null;
    this.handles = null;
    this.sheet = null;
    this.unsubscribe = store.subscribe((state, changed) => this.onState(state, changed));
  }

  get isOpen() {
    return this.id !== null;
  }

  get isDrawing() {
    return Boolean(this.hint);
  }

  stop() {
    this.unsubscribe();
    this.clear();
  }

  // The finding as the draft has it: {members, image (of the draft's), index (in the shown report), number}.
  subject(state = this.store.state) {
    const { draft, report } = state;
    const added = draft?.added.find((item) => item.Id === this.id);
    const original = draft && own(draft.originals, this.id);
    if (!added && !original) {
      return null;
    }
    const decision = added ? {} : own(draft.decisions, this.id);
    const members = added ?? { ...original, ...(decision?.Disposition === 'Edited' ? decision : {}) };
    const all = effectiveFindings(report, draft);
    const place = all.findIndex((finding) => finding.Id === this.id);
    const { number } = namesOf(all[place] ?? members, Math.max(place, 0));
    return { members, image: draft.images[members.Image], number, isAdded: Boolean(added) };
  }

  // `before`: what cancelling goes back to.
  open(id, before = this.store.state.draft) {
    this.close();
    this.id = id;
    this.before = before;
    const subject = this.subject();
    if (!subject) {
      this.id = null;
      return;
    }
    const title = t(subject.isAdded ? 'review.form.add' : 'review.form.edit', subject);
    const facts = { title, report: this.store.state.report, members: subject.members };
    this.form = new FindingForm(
      { ...facts, canReset: !subject.isAdded, isAdded: subject.isAdded },
      {
        change: (members) => this.change(members),
        done: () => this.close(),
        cancel: () => this.cancel(),
        reset: () => this.reset(),
        place: () => this.change({ Ellipse: middleOf(subject.image) }),
      },
    );
    this.element.replaceChildren(this.form.element);
    this.store.set({ selected: id, editing: id });
    this.updateHandles();
    this.form.controls.Label.focus({ preventScroll: true });
    this.reveal();
  }

  change(members) {
    const subject = this.subject();
    if (!subject || this.isFrozen()) {
      return;
    }
    const { Ellipse } = members;
    const sound = Ellipse ? { ...members, Ellipse: bounded(Ellipse, subject.image) } : members;
    this.store.set({ draft: edit(this.store.state.draft, this.id, sound) });
  }

  reset() {
    if (!this.isFrozen()) {
      this.store.set({ draft: undecide(this.store.state.draft, this.id) });
    }
  }

  // Done: what was changed becomes one step. `isQuiet`: the focus is elsewhere and stays there.
  close(isQuiet = false) {
    const { draft } = this.store.state;
    if (this.id !== null && draft && this.before) {
      this.store.set({ draft: asOneStep(this.before, draft) });
    }
    this.end(isQuiet);
  }

  cancel() {
    if (this.id !== null && this.before) {
      this.store.set({ draft: this.before });
    }
    this.end();
  }

  end(isQuiet = false) {
    const { id } = this;
    const wasOpen = id !== null || this.isDrawing;
    this.clear();
    if (wasOpen) {
      this.store.set({ editing: null });
      if (!isQuiet) {
        this.onClose(id);
      }
    }
  }

  clear() {
    this.handles?.stop();
    this.sheet?.stop();
    Object.assign(this, { id: null, before: null, form: null, handles: null, sheet: null, hint: null });
    this.element.replaceChildren();
  }

  onState(state, changed) {
    if (this.isOpen && changed.has('draft')) {
      const subject = this.subject(state);
      if (!subject) {
        this.clear();  // the draft is gone, or the finding by an undo
        this.store.set({ editing: null });
        return;
      }
      this.form.show(subject.members);
    }
    if (['draft', 'viewer', 'report', 'editing'].some((key) => changed.has(key))) {
      this.updateHandles();
      this.updateSheet();
    }
  }

  // What the picture shows, which may lag behind the wanted slice, as an image of the draft's report;
  // -1: none of it.
  shownImage({ draft, viewer } = this.store.state) {
    return draft ? draft.images.findIndex((other) => isSameImage(other, viewer?.slice)) : -1;
  }

  updateHandles() {
    const subject = this.isOpen && this.subject();
    const { viewer } = this.store.state;
    const isShown = subject && viewer?.handlesLayer && this.shownImage() === subject.members.Image;
    if (this.handles && (!isShown || this.handles.viewer.handlesLayer !== viewer.handlesLayer)) {
      this.handles.stop();
      this.handles = null;
    }
    this.form?.showReach(Boolean(isShown));
    if (!isShown) {
      return;
    }
    this.handles ??= new Handles(viewer, subject.image, (ellipse) =>
      this.change({ Ellipse: ellipse }),
    );
    this.handles.show(isEllipse(subject.members.Ellipse) ? subject.members.Ellipse : null, viewer);
  }

  // A missed finding: first its place, then the form.
  draw() {
    this.close();
    this.message = element('p', { class: 'vlm-remark', role: 'status' });
    this.middle = button(
      { class: 'vlm-primary', 'data-key': 'middle', onclick: () => this.place() },
      t('review.added.middle'),
    );
    const cancel = button({ class: 'vlm-cancel', onclick: () => this.end() }, t('review.form.cancel'));
    const buttons = element('div', { class: 'vlm-form-buttons' }, this.middle, cancel);
    this.hint = element(
      'div',
      { class: 'vlm-drawing-hint', role: 'group', 'aria-label': t('review.add') },
      element('h3', {}, t('review.add')),
      this.message,
      buttons,
    );
    this.element.replaceChildren(this.hint);
    this.store.set({ editing: 'new' });
    this.updateSheet();
    this.middle.focus({ preventScroll: true });
    this.reveal();
  }

  // After the list has shown the selected finding.
  reveal() {
    requestAnimationFrame(() => this.element.firstChild?.scrollIntoView({ block: 'nearest' }));
  }

  updateSheet() {
    const { viewer, draft } = this.store.state;
    if (!this.isDrawing) {
      return;
    }
    if (!draft) {
      this.end();
      return;
    }
    const index = this.shownImage();
    const message = t(index >= 0 ? 'review.added.hint' : 'review.added.elsewhere');
    if (this.message.textContent !== message) {
      this.message.textContent = message;
    }
    this.middle.disabled = index < 0;
    this.showSheet(index >= 0 && viewer?.handlesLayer ? viewer : null, draft.images[index]);
  }

  // The same sheet as long as it is of the same image: something may be half drawn.
  showSheet(viewer, image) {
    const isSame = this.sheet && viewer && this.sheet.image.OrthancId === image.OrthancId
      && this.sheet.image.Frame === image.Frame && this.sheet.viewer.handlesLayer === viewer.handlesLayer;
    if (isSame) {
      this.sheet.viewer = viewer;
      return;
    }
    this.sheet?.stop();
    this.sheet = viewer && new DrawingSheet(viewer, image, (ellipse) => this.place(ellipse));
  }

  place(ellipse) {
    const index = this.shownImage();
    const { draft } = this.store.state;
    if (index < 0 || !draft) {
      return;
    }
    const before = draft;
    const drawn = ellipse ?? middleOf(draft.images[index]);
    const next = add(draft, { Image: index, Ellipse: drawn });
    this.clear();
    this.store.set({ draft: next });
    this.open(next.added[next.added.length - 1].Id, before);
  }
}
