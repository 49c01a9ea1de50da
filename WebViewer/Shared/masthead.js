// SPDX-License-Identifier: GPL-3.0-or-later
// The head of every page of ours: where one is, what it is about, language, colours and help.
// Needs the texts `shared`.
import { button, element } from './elements.js';
import { keepLanguage, language, t } from './texts.js';
import { applyTheme, keptTheme, themes } from './theme.js';

function chooser(label, options, chosen, onChoice) {
  const select = element(
    'select',
    { 'aria-label': label, title: label, onchange: () => onChoice(select.value) },
    options.map(([value, name, tag]) =>
      element('option', { value, lang: tag, selected: value === chosen }, name),
    ),
  );
  return select;
}

function languageChooser() {
  const tags = ['en', 'zh'].map((tag) => [tag, t(`shared.language.${tag}`), tag]);
  return chooser(t('shared.language'), tags, language(), (tag) => {
    keepLanguage(tag);
    const address = new URL(location.href);
    address.searchParams.delete('language'); // what was chosen now counts
    history.replaceState(null, '', address);
    location.reload();
  });
}

function themeChooser() {
  const names = themes.map((theme) => [theme, t(`shared.theme.${theme}`)]);
  return chooser(t('shared.theme'), names, keptTheme(), applyTheme);
}

// `middle`: what the page is about; `homeUrl`: of the list of all analyses, '' on that page itself.
export function masthead({ homeUrl, middle = [], onHelp = null }) {
  const title = homeUrl
    ? element('a', { href: homeUrl, class: 'vlm-home', title: t('shared.home') }, t('shared.title'))
    : t('shared.title');
  return element(
    'header',
    { class: 'vlm-masthead' },
    element('h1', {}, title),
    element('div', { class: 'vlm-subject' }, middle),
    element(
      'div',
      { class: 'vlm-choices' },
      languageChooser(),
      themeChooser(),
      onHelp &&
        button(
          {
            class: 'vlm-help',
            'aria-label': t('shared.help'),
            title: `${t('shared.help')} (?)`,
            onclick: onHelp,
          },
          '?',
        ),
    ),
  );
}
