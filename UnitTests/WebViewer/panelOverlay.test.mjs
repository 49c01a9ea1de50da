// SPDX-License-Identifier: GPL-3.0-or-later
// How the panel keeps pictures, without drawing any.
import assert from 'node:assert/strict';
import test, { beforeEach } from 'node:test';
import { Overlay } from '../../WebViewer/Panel/overlay.js';

const settled = () => new Promise((resolve) => setImmediate(resolve));
let asked = [];
let addresses = new Set();

beforeEach(() => {
  asked = [];
  addresses = new Set();
  let count = 0;
  URL.createObjectURL = () => {
    const address = `blob:${(count += 1)}`;
    addresses.add(address);
    return address;
  };
  URL.revokeObjectURL = (address) => addresses.delete(address);
});

function overlay() {
  const api = {
    layer: (image, layer, options, signal) =>
      new Promise((answer, refuse) => asked.push({ image, layer, signal, answer, refuse })),
  };
  return Object.assign(Object.create(Overlay.prototype), {
    api,
    images: [{ OrthancId: 'a' }, { OrthancId: 'b' }],
    image: 0,
    finding: null,
    turn: 0,
    pictures: new Map(),
    asked: new AbortController(),
    update: () => {},
  });
}

test('a layer that is under way is not asked for again', async () => {
  const panel = overlay();
  const both = [panel.sourceOf('heatmap'), panel.sourceOf('heatmap')];
  assert.equal(asked.length, 1);
  asked[0].answer({});
  assert.deepEqual(await Promise.all(both), ['blob:1', 'blob:1']);
  assert.equal(await panel.sourceOf('heatmap'), 'blob:1');
  assert.equal(addresses.size, 1);
});

test('a layer that failed is asked for again', async () => {
  const panel = overlay();
  const first = panel.sourceOf('heatmap');
  asked[0].refuse(new Error('away'));
  await assert.rejects(first, /away/);
  panel.sourceOf('heatmap');
  assert.equal(asked.length, 2);
});

test('another image ends the requests of the one before, and leaves no address behind', async () => {
  const panel = overlay();
  panel.sourceOf('original');
  asked[0].answer({});
  await settled();
  assert.equal(addresses.size, 1);
  panel.sourceOf('heatmap');
  panel.show(1);
  assert.ok(asked[1].signal.aborted);
  asked[1].answer({});  // it had come already
  await settled();
  assert.equal(addresses.size, 0);
  assert.equal(panel.pictures.size, 0);
  panel.sourceOf('heatmap');
  assert.equal(asked[2].image.OrthancId, 'b');
  assert.equal(asked[2].signal.aborted, false);
});

test('a closed panel asks for nothing more and keeps nothing', async () => {
  const panel = overlay();
  const one = panel.sourceOf('original');
  panel.close();
  assert.ok(asked[0].signal.aborted);
  asked[0].refuse(new DOMException('aborted', 'AbortError'));
  await assert.rejects(one);
  assert.equal(addresses.size, 0);
});
