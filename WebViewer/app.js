// SPDX-License-Identifier: GPL-3.0-or-later
// Which page it is: index.html?study=, ?series= or ?instance= {Orthanc identifier} is the reader;
// without any of them, the overview.
import { api } from './Shared/api.js';
import { element } from './Shared/elements.js';
import { masthead } from './Shared/masthead.js';
import { language, loadTexts, t } from './Shared/texts.js';
import { applyTheme } from './Shared/theme.js';

const levels = { study: 'studies', series: 'series', instance: 'instances' };
const query = new URLSearchParams(location.search);
const name = Object.keys(levels).find((key) => query.get(key));
const app = document.querySelector('#vlm-app');

// Asked for before the modules that need them, so that nothing is ever drawn without its style.
function styles(...names) {
  const sheets = names.map((file) => {
    const href = new URL(file, import.meta.url).href;
    const sheet = element('link', { rel: 'stylesheet', href });
    document.head.append(sheet);
    return new Promise((resolve) => {
      sheet.addEventListener('load', resolve);
      sheet.addEventListener('error', resolve);
    });
  });
  return Promise.all(sheets);
}

async function openReader() {
  const resource = { level: levels[name], id: query.get(name) };
  const ready = Promise.all([
    loadTexts('shared', 'findings', 'reader', 'review'),
    styles('Reader/reader.css', 'Review/review.css'),
  ]);
  const { mountPage } = await import('./Findings/page.js');
  await ready;
  document.documentElement.lang = language();
  return mountPage(app, resource, api);
}

async function openOverview() {
  const ready = Promise.all([loadTexts('shared', 'overview'), styles('Overview/overview.css')]);
  const { mountOverview } = await import('./Overview/overview.js');
  await ready;
  document.documentElement.lang = language();
  document.title = t('shared.title');
  const main = element('main', { class: 'vlm-overview-page' });
  app.replaceChildren(masthead({ homeUrl: '' }), main);
  return mountOverview(main, api);
}

applyTheme();
try {
  const page = await (name ? openReader() : openOverview());
  addEventListener('pagehide', (event) => event.persisted || page?.stop?.());
} catch (error) {
  // Nothing may end in an empty page.
  app.replaceChildren(
    element('p', { class: 'vlm-alert', role: 'alert' }, `${error.message ?? error}`),
  );
  throw error;
}
