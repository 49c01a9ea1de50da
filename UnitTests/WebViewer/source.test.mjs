// SPDX-License-Identifier: GPL-3.0-or-later
// Which failures are tried again: those of the way to the server, not those of what came.
import assert from 'node:assert/strict';
import test, { afterEach } from 'node:test';
import { isPassing, Source } from '../../WebViewer/Reader/source.js';

const known = globalThis.fetch;
afterEach(() => (globalThis.fetch = known));

const api = {
  pixelsUrl: () => 'http://127.0.0.1/pixels',
  slices: async () => (await fetch('http://127.0.0.1/slices')).json(),
};
const errorOf = (promise) =>
  promise.then(
    () => assert.fail('it should have failed'),
    (error) => error,
  );
const askPixels = () => errorOf(new Source(api).pixels({ OrthancId: 'i', Frame: 0, width: 9 }));

test('a network that fails may come back', async () => {
  globalThis.fetch = async () => {
    throw new TypeError('Failed to fetch');
  };
  assert.ok(isPassing(await askPixels()));
  assert.ok(isPassing(await errorOf(new Source(api).slices({}))));
});

test('a body that breaks off may be whole the next time', async () => {
  const body = new ReadableStream({ pull: (to) => to.error(new TypeError('terminated')) });
  globalThis.fetch = async () => new Response(body);
  assert.ok(isPassing(await askPixels()));
});

test('busy servers and gateways are asked again, refusals and faults are not', async () => {
  for (const [status, expected] of [
    [429, true],
    [502, true],
    [503, true],
    [504, true],
    [400, false],
    [401, false],
    [403, false],
    [404, false],
    [408, false],
    [415, false],
    [500, false],
    [501, false],
  ]) {
    globalThis.fetch = async () => new Response('', { status });
    assert.equal(isPassing(await askPixels()), expected, String(status));
  }
});

test('what came and cannot be read is not asked for again', async () => {
  globalThis.fetch = async () => new Response('no pixels');
  assert.equal(isPassing(await askPixels()), false);
  globalThis.fetch = async () => new Response('{');
  assert.equal(isPassing(await errorOf(new Source(api).slices({}))), false);
  globalThis.fetch = async () => new Response('null');
  assert.deepEqual(await new Source(api).slices({}), []);
});
