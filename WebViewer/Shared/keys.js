// SPDX-License-Identifier: GPL-3.0-or-later
// When a key is somebody's text, or a dialog's, and no command of the page.
const typing = 'input:not([type=range], [type=checkbox], [type=radio]), textarea, select';

// `target` of a key's event.
export function isTyping(target) {
  return Boolean(
    target?.isContentEditable ||
    target?.closest?.(typing) ||
    document.querySelector('dialog[open]'),
  );
}
