// SPDX-License-Identifier: GPL-3.0-or-later
// What survives a reload: unsaved changes, for this window; the name of who signs, for this browser.
import { listOf, objectsOf } from '../Shared/values.js';

const nameKey = 'vlm-reviewer-name';
const keyOf = (analysisId) => `vlm-review-${analysisId}`;
const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

function attempt(action) {
  try {
    return action();
  } catch {
    return null;  // the browser keeps nothing for us here, or has no room left
  }
}

export function keepDraft({ analysisId, revision, decisions, added, impression, base }) {
  const kept = JSON.stringify({ revision, decisions, added, impression, base });
  attempt(() => sessionStorage.setItem(keyOf(analysisId), kept));
}

export function forgetDraft(analysisId) {
  attempt(() => sessionStorage.removeItem(keyOf(analysisId)));
}

// As much of a draft as rebase() needs; null where nothing (sound) is kept.
export function keptDraft(analysisId) {
  const kept = attempt(() => JSON.parse(sessionStorage.getItem(keyOf(analysisId))));
  const isSound =
    isObject(kept) &&
    isObject(kept.decisions) &&
    isObject(kept.base) &&
    isObject(kept.base.decisions) &&
    [kept.added, kept.base.added].every((list) => objectsOf(list).length === listOf(list).length);
  return isSound
    ? { ...kept, added: listOf(kept.added), base: { ...kept.base, added: listOf(kept.base.added) } }
    : null;
}

export const keptName = () => attempt(() => localStorage.getItem(nameKey)) ?? '';
export const keepName = (name) => attempt(() => localStorage.setItem(nameKey, name));
