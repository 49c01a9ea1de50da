// SPDX-License-Identifier: GPL-3.0-or-later
// Light, dark, or as the system prefers; the colours are in theme.css.
const storageKey = 'vlm-theme';
export const themes = ['system', 'light', 'dark'];

export function keptTheme() {
  try {
    const theme = localStorage.getItem(storageKey);
    return themes.includes(theme) ? theme : 'system';
  } catch {
    return 'system';  // the browser keeps nothing for us here
  }
}

// Marks the document; theme.css does the rest.
export function applyTheme(theme = keptTheme()) {
  document.documentElement.dataset.vlmTheme = theme;
  try {
    localStorage.setItem(storageKey, theme);
  } catch {
    // It then lasts until the page is left.
  }
}
