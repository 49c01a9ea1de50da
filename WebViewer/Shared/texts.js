// SPDX-License-Identifier: GPL-3.0-or-later
// The words of the pages, in the reader's language. Files of words: Texts/{en,zh}/<subject>.js.
const languages = ['en', 'zh'];
const storageKey = 'vlm-language';
const words = new Map();
let chosen = 'en';

// What is kept by the browser may be forbidden, e.g. in a frame of another site.
function kept() {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

function wanted() {
  const asked = new URLSearchParams(location.search).get('language') ?? kept();
  const all = [asked, ...(navigator.languages ?? [navigator.language])].filter(Boolean);
  return all.map((tag) => tag.toLowerCase().split('-')[0]).find((tag) => languages.includes(tag)) ?? 'en';
}

// To be awaited before t() is used for these subjects, e.g. loadTexts('shared', 'reader').
export async function loadTexts(...subjects) {
  chosen = wanted();
  const files = await Promise.all(
    subjects.flatMap((subject) =>
      [...new Set(['en', chosen])].map((language) => import(`../Texts/${language}/${subject}.js`)),
    ),
  );
  for (const file of files) {  // English first: what is not translated stays readable
    for (const [key, text] of Object.entries(file.default)) {
      words.set(key, text);
    }
  }
  return chosen;
}

// The text of a key, {name} replaced by values.name; the key itself where there is none.
export function t(key, values = {}) {
  const text = words.get(key) ?? key;
  return text.replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all));
}

export const language = () => chosen;

// Takes effect when the page is loaded again.
export function keepLanguage(tag) {
  try {
    localStorage.setItem(storageKey, tag);
  } catch {
    // The choice then lasts as long as the address says it.
  }
}
