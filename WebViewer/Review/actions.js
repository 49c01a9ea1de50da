// SPDX-License-Identifier: GPL-3.0-or-later
// What the buttons and keys of a review do.
import { askDiscard, askReason, askSignature } from './dialogs.js';
import { deskFindings } from './desk.js';
import {
  accept, acceptRemaining, counts, impressionOf, isDirty, problems, redo, reject, remove, undecide, undecided, undo,
} from './draft.js';
import { own } from './effective.js';
import { namesOf } from './rows.js';
import { t } from '../Shared/texts.js';

const mostAdded = 200;  // of one review: the server's limit, too

// What of a draft the signature dialog shows.
function signedFacts(state) {
  const { draft, status } = state;
  const findings = deskFindings(state).map((finding, index) => ({
    ...namesOf(finding, index),
    disposition: finding.draft.disposition ?? 'undecided',
    remark: [finding.draft.edited.map((key) => t(`review.${key}`)).join(', '), finding.draft.reason]
      .filter(Boolean)
      .join(' · '),
  }));
  return {
    images: draft.images.length,
    counts: counts(draft),
    findings,
    impression: impressionOf(draft),
    isTold: draft.impression === null && draft.added.length > 0,
    amends: draft.isSigned ? draft.revision : 0,
    user: status?.Review?.User,
  };
}

// `section` has store, session, editor, element and focusRow(id, name).
export function deskActions(section) {
  const { store, session, editor } = section;
  const change = (step) => {
    editor.close();
    store.set({ draft: step(store.state.draft) });
  };
  // Not while the draft is being saved, or rebased on another's.
  const unlessBusy = (action) => (...args) => (session.busy ? false : action(...args));
  const findingOf = (id) => {
    const all = deskFindings(store.state);
    const index = all.findIndex((finding) => finding.Id === id);
    return namesOf(all[index] ?? {}, Math.max(index, 0));
  };
  // After a decision the next open one comes.
  const advance = () => {
    const [next] = undecided(store.state.draft);
    if (next) {
      store.set({ selected: next });
    }
  };
  const looking = {
    select: (id) => store.set({ selected: id }),
    hover: (id) => store.set({ hovered: id }),
  };
  // An edit that is open belongs to the draft as it was before these.
  const afterEdit = (step) => () => {
    editor.close(true);
    return step();
  };
  const changing = {
    accept: (id) => change((draft) => accept(draft, id)),
    undecide: (id) => change((draft) => undecide(draft, id)),
    remove: (id) => change((draft) => remove(draft, id)),
    edit: (id) => editor.open(id),
    acceptRemaining: () => change(acceptRemaining),
    undo: () => change(undo),
    redo: () => change(redo),
    add() {
      if (store.state.draft.added.length >= mostAdded) {
        session.tell({ problem: { key: 'review.problem.many', most: mostAdded } });
      } else {
        editor.draw();
      }
    },
    async reject(id) {
      editor.close();
      const earlier = own(store.state.draft.decisions, id);
      const before = earlier?.Disposition === 'Rejected' ? earlier.Reason : '';
      const reason = await askReason(section.element, findingOf(id), before);
      if (reason !== null && store.state.draft && !session.busy) {
        change((draft) => reject(draft, id, reason));
      }
      section.focusRow(id, 'reject');
      return reason !== null;
    },
    async sign() {
      editor.close();
      if (problems(store.state.draft).length > 0) {
        return;
      }
      const name = await askSignature(section.element, signedFacts(store.state));
      if (name !== null && store.state.draft) {
        await session.save(name);
        section.focusTitle();
      }
    },
    async save() {
      editor.close();
      await session.save();
      section.focusTitle();
    },
    async discard() {
      editor.close();
      const unsaved = isDirty(store.state.draft) || session.isUnsaved();
      if (!unsaved || (await askDiscard(section.element))) {
        session.discard();
        section.focusTitle();
      }
    },
    look: afterEdit(() => session.look()),
    back: afterEdit(() => session.back()),
    onTop: afterEdit(() => session.onTop()),
  };
  const guarded = Object.entries(changing).map(([name, action]) => [name, unlessBusy(action)]);
  const actions = { ...looking, ...Object.fromEntries(guarded) };
  const decideNext = (action) => async (id) => {
    if ((await action(id)) !== false) {
      advance();
    }
  };
  return {
    ...actions,
    acceptNext: decideNext(actions.accept),
    rejectNext: decideNext(actions.reject),
  };
}
