// SPDX-License-Identifier: GPL-3.0-or-later
// As much of a document as elements.js needs to build with; nothing is laid out or drawn.
class Node extends EventTarget {
  constructor(tag) {
    super();
    Object.assign(this, { tag, children: [], attributes: new Map(), hidden: false });
  }

  setAttribute(name, value) {
    this.attributes.set(name, String(value));
  }

  getAttribute(name) {
    return this.attributes.get(name) ?? null;
  }

  append(...children) {
    this.children.push(...children);
  }

  replaceChildren(...children) {
    this.children = children;
  }

  get firstChild() {
    return this.children[0] ?? null;
  }

  get textContent() {
    return this.children.map((child) => child.textContent ?? String(child)).join('');
  }

  set textContent(text) {
    this.children = text === '' ? [] : [text];
  }

  // All of it, itself included.
  *walk() {
    yield this;
    for (const child of this.children) {
      if (child instanceof Node) {
        yield* child.walk();
      }
    }
  }

  // By one class alone.
  querySelector(selector) {
    const name = selector.slice(1);
    const isOne = (node) => (node.getAttribute('class') ?? '').split(' ').includes(name);
    return [...this.walk()].find(isOne) ?? null;
  }

  getContext() {
    return {};
  }

  click() {
    this.dispatchEvent(new Event('click'));
  }
}

export function installDocument() {
  globalThis.document = Object.assign(new EventTarget(), {
    hidden: false,
    createElement: (tag) => new Node(tag),
    createElementNS: (_, tag) => new Node(tag),
  });
  globalThis.location = { search: '', href: 'http://127.0.0.1/' };
  globalThis.addEventListener = () => {};
}
