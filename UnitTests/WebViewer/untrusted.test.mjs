// SPDX-License-Identifier: GPL-3.0-or-later
// What a model says is text: no script of the pages makes markup of a string.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';

const viewer = new URL('../../WebViewer/', import.meta.url);
const markup = /innerHTML|outerHTML|insertAdjacentHTML|document\.write/;

test('no script makes markup of text', () => {
  const names = readdirSync(viewer, { recursive: true }).filter((name) => name.endsWith('.js'));
  assert.ok(names.length > 50, String(names.length));
  const found = names.filter((name) => markup.test(readFileSync(new URL(name, viewer), 'utf8')));
  assert.deepEqual(found, []);
});
