// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import test from 'node:test';
import { installDocument } from './fakeDocument.mjs';

installDocument();
const { Heat, Picture } = await import('../../WebViewer/Reader/picture.js');

test('the picture has a name before there is one, the map of anomaly is nobody’s', () => {
  const { canvas } = new Picture();
  assert.equal(canvas.getAttribute('role'), 'img');
  assert.equal(canvas.getAttribute('aria-label'), 'reader.title');
  assert.equal(new Heat().canvas.getAttribute('aria-hidden'), 'true');
});
