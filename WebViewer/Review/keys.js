// SPDX-License-Identifier: GPL-3.0-or-later
// The keys of a review: r begins, a e x decide the selected finding, Esc gives up an edit. Not while typing.
import { isTyping } from '../Shared/keys.js';
import { deskFindings } from './desk.js';
import { own } from './effective.js';

function selectedId({ draft, report, selected }) {
  return deskFindings({ draft, report }).some((finding) => finding.Id === selected) ? selected : null;
}

function decide(key, section) {
  const { state } = section.store;
  const id = selectedId(state);
  if (id === null) {
    return false;
  }
  const isAdded = !own(state.draft.originals, id);
  switch (key) {
    case 'a':
      return !isAdded && section.actions.acceptNext(id);
    case 'x':
      return isAdded ? section.actions.remove(id) : section.actions.rejectNext(id);
    default:
      return section.actions.edit(id);
  }
}

// Of `section`: store, session, editor, actions, begin().
export function reviewKeys(section) {
  return (event) => {
    const { key, ctrlKey, metaKey, shiftKey, altKey, defaultPrevented } = event;
    const { draft } = section.store.state;
    if (defaultPrevented || altKey || isTyping(event.target)) {
      return;
    }
    if (ctrlKey || metaKey) {
      if (draft && key.toLowerCase() === 'z') {
        event.preventDefault();
        section.actions[shiftKey ? 'redo' : 'undo']();
      }
      return;
    }
    if (key === 'r' && !draft) {
      event.preventDefault();
      section.begin();
    } else if (draft && ['a', 'e', 'x'].includes(key)) {
      event.preventDefault();
      decide(key, section);
    } else if (key === 'Escape' && (section.editor.isOpen || section.editor.isDrawing)) {
      event.preventDefault();
      section.editor.cancel();
    }
  };
}
