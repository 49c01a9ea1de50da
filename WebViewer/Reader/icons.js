// SPDX-License-Identifier: GPL-3.0-or-later
// Signs of the toolbar, 16 x 16, drawn for this plugin.
import { svgElement } from '../Shared/elements.js';

const paths = {
  window: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M8 1.5v13A6.5 6.5 0 0 0 8 1.5',
  pan: 'M8 1v14M1 8h14M6 3l2-2l2 2M6 13l2 2l2-2M3 6L1 8l2 2M13 6l2 2l-2 2',
  zoomIn: 'M7 2a5 5 0 1 0 0 10a5 5 0 1 0 0-10M10.6 10.6L15 15M7 4.5v5M4.5 7h5',
  zoomOut: 'M7 2a5 5 0 1 0 0 10a5 5 0 1 0 0-10M10.6 10.6L15 15M4.5 7h5',
  fit: 'M1.5 5.5v-4h4M10.5 1.5h4v4M14.5 10.5v4h-4M5.5 14.5h-4v-4',
  invert: 'M2 2h12v12H2zM2 14L14 2M5 4v3M3.5 5.5h3M9.5 10.5h3',
  reset: 'M3 3v4h4M3.4 7A5.5 5.5 0 1 1 3 10',
};

export function icon(name) {
  return svgElement(
    'svg',
    { class: 'vlm-icon', viewBox: '0 0 16 16', 'aria-hidden': 'true', focusable: 'false' },
    svgElement('path', { d: paths[name] }),
  );
}
