// SPDX-License-Identifier: GPL-3.0-or-later
// The panel brings its own look: Orthanc Explorer knows nothing of it.
import { element } from '../Shared/elements.js';

export function ensureStylesheet() {
  const href = new URL('panel.css', import.meta.url).href;
  const known = [...document.querySelectorAll('link[rel=stylesheet]')];
  if (!known.some((sheet) => sheet.href === href)) {
    document.head.append(element('link', { rel: 'stylesheet', href }));
  }
}
