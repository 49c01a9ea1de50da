// SPDX-License-Identifier: GPL-3.0-or-later
// Light, dark, or as the system prefers; the colours are in theme.css and, over them, dark.css.
const storageKey = 'vlm-theme';
const mediaOfDark = { system: '(prefers-color-scheme: dark)', light: 'not all', dark: 'all' };
export const themes = Object.keys(mediaOfDark);

export function keptTheme() {
  try {
    const theme = localStorage.getItem(storageKey);
    return themes.includes(theme) ? theme : 'system';
  } catch {
    return 'system';  // the browser keeps nothing for us here
  }
}

export function applyTheme(theme = keptTheme()) {
  document.documentElement.dataset.vlmTheme = theme;  // for what the browser itself draws: app.css
  document.querySelector('#vlm-dark').media = mediaOfDark[theme];
  try {
    localStorage.setItem(storageKey, theme);
  } catch {
    // It then lasts until the page is left.
  }
}
