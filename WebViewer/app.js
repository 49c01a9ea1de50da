// SPDX-License-Identifier: GPL-3.0-or-later
// The panel as a page of its own: index.html?study=, ?series= or ?instance= {Orthanc identifier};
// without any of them, the list of recent analyses.
import { mountPanel } from './panel.js';
import { showRecent } from './recent.js';

const levels = { study: 'studies', series: 'series', instance: 'instances' };
const main = document.querySelector('main');
const query = new URLSearchParams(location.search);
const name = Object.keys(levels).find((key) => query.get(key));

if (name) {
  document.title = `VLM analysis of ${name} ${query.get(name)}`;
  const panel = mountPanel(main, { level: levels[name], id: query.get(name) });
  addEventListener('pagehide', (event) => event.persisted || panel.stop());
} else {
  showRecent(main);
}
