// SPDX-License-Identifier: GPL-3.0-or-later
// Builds DOM elements. Strings become text nodes, never markup: what a model wrote is untrusted.

// Children that are null, undefined, false or '' are left out.
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      node.addEventListener(name.slice(2), value);
    } else if (value === true) {
      node.setAttribute(name, '');
    } else if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(name, value);
    }
  }
  node.append(...children.flat().filter((child) => child || child === 0));
  return node;
}

// jQuery Mobile restyles buttons, and loads links into its own page, unless told otherwise.
export function button(attributes, ...children) {
  return element('button', { type: 'button', 'data-role': 'none', ...attributes }, ...children);
}

export function link(href, ...children) {
  return element(
    'a',
    { href, target: '_blank', rel: 'noopener', 'data-ajax': 'false' },
    ...children,
  );
}

// Text of a model: its language may run right to left.
export function modelText(tag, className, text, language) {
  return element(tag, { class: className, dir: 'auto', lang: language || null }, String(text));
}
