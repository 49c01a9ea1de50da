// SPDX-License-Identifier: GPL-3.0-or-later
// Keys of the page, and the dialog that lists everybody's.
import { button, element } from '../Shared/elements.js';
import { isTyping } from '../Shared/keys.js';
import { t } from '../Shared/texts.js';

const keys = [
  ['n', 'next'],
  ['p', 'previous'],
  ['Esc', 'escape'],
  ['↑ ↓ PageUp PageDown', 'slices'],
  ['Home End', 'ends'],
  ['Shift+↑↓←→', 'pan'],
  ['+ − 0', 'zoom'],
  ['w', 'window'],
  ['i', 'invert'],
  ['o', 'overlay'],
  ['h', 'heatmap'],
  ['c', 'comparison'],
  ['r', 'review'],
  ['a e x', 'decide'],
  ['Ctrl+Z', 'undo'],
  ['?', 'help'],
];

export function shortcutsDialog() {
  const dialog = element(
    'dialog',
    { class: 'vlm-dialog vlm-shortcuts', 'aria-labelledby': 'vlm-shortcuts-title' },
    element('h2', { id: 'vlm-shortcuts-title' }, t('shared.help')),
    element(
      'dl',
      {},
      keys.map(([key, name]) => [
        element(
          'dt',
          {},
          key.split(' ').map((one) => [element('kbd', {}, one), ' ']),
        ),
        element('dd', {}, t(`findings.key.${name}`)),
      ]),
    ),
    button(
      { class: 'vlm-primary', autofocus: true, onclick: () => dialog.close() },
      t('shared.close'),
    ),
  );
  return dialog;
}

const scrolling = ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'];

// Within what scrolls and has the focus, the keys of scrolling are not the picture's.
export function keepScrolling(column) {
  column.addEventListener('keydown', (event) => {
    const scrolls = event.target === column || event.target.closest('.vlm-scroll, .vlm-raw');
    if (scrolls && scrolling.includes(event.key)) {
      event.stopPropagation();
    }
  });
}

// `actions` = {next, previous, escape, help}; `signal` ends it.
export function listenToKeys(actions, signal) {
  const byKey = { n: actions.next, p: actions.previous, '?': actions.help, Escape: actions.escape };
  document.addEventListener(
    'keydown',
    (event) => {
      const modified = event.ctrlKey || event.altKey || event.metaKey;
      if (!modified && !event.defaultPrevented && !isTyping(event.target)) {
        byKey[event.key]?.();
      }
    },
    { signal },
  );
}
