// SPDX-License-Identifier: GPL-3.0-or-later
// Builds DOM elements. Strings become text nodes, never markup: what a model wrote is untrusted.

const svgNamespace = 'http://www.w3.org/2000/svg';

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      node.addEventListener(name.slice(2), value);
    } else if (value === true) {
      node.setAttribute(name, '');
    } else if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(name, value);
    }
  }
  node.append(...children.flat(3).filter((child) => child || child === 0));
  return node;
}

// Children that are null, undefined, false or '' are left out.
export function element(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function svgElement(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(svgNamespace, tag), attributes, children);
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

// What can be opened; `attributes` of the <details>.
export function details(attributes, summary, ...content) {
  return element('details', attributes, element('summary', {}, summary), ...content);
}

// A list of names and values; pairs without a value are left out.
export function facts(pairs) {
  const known = pairs.filter(([, value]) => value || value === 0);
  return element(
    'dl',
    { class: 'vlm-facts-list' },
    known.map(([name, value]) => [element('dt', {}, name), element('dd', { dir: 'auto' }, value)]),
  );
}

// Nodes that would look the same stay: screen readers and scroll positions are left alone.
export function replaceIfDifferent(container, nodes) {
  const wanted = nodes.filter(Boolean);
  const same =
    container.childNodes.length === wanted.length &&
    wanted.every((node, index) => node.isEqualNode(container.childNodes[index]));
  if (!same) {
    container.replaceChildren(...wanted);
  }
}
