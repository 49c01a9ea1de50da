// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import test from 'node:test';
import {
  displayTable,
  displayed,
  fullWindow,
  paint,
  readPixels,
  valueAt,
} from '../../WebViewer/Reader/pixels.js';
import { draggedWindow, presetsFor } from '../../WebViewer/Reader/windows.js';

function body(header, data) {
  const text = JSON.stringify(header);
  const length = Math.ceil((text.length + 4) / 8) * 8 - 4;
  const bytes = new Uint8Array(4 + length + data.byteLength);
  new DataView(bytes.buffer).setUint32(0, length, true);
  bytes.set(new TextEncoder().encode(text.padEnd(length)), 4);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 4 + length);
  return bytes.buffer;
}

const ct = {
  Columns: 3,
  Rows: 2,
  StoredColumns: 3,
  StoredRows: 2,
  Format: 'Int16',
  Slope: 1,
  Intercept: -1024,
  Unit: 'HU',
  Window: { Center: 40, Width: 400 },
  Inverted: false,
  PixelSpacingMm: [0.5, 0.4],
  Frames: 1,
};
const values = new Int16Array([0, 24, 1024, 1064, 1263, 3000]);

test('pixels, their values and their spacing are read from the body', () => {
  const frame = readPixels(body(ct, values));
  assert.deepEqual([...frame.data], [...values]);
  assert.equal(valueAt(frame, [0, 1]), 40);
  assert.equal(valueAt(frame, [0.4, 0.4]), -1024);  // still the first pixel
  assert.equal(valueAt(frame, [-0.6, 0]), null);
  assert.equal(valueAt(frame, [3, 0]), null);
  assert.deepEqual(frame.spacingMm, [0.5, 0.4]);
});

test('a reduced image is asked at stored pixels', () => {
  const frame = readPixels(body({ ...ct, StoredColumns: 6, StoredRows: 4 }, values));
  assert.equal(valueAt(frame, [5, 3]), 3000 - 1024);
  assert.equal(valueAt(frame, [1, 2]), 40);
});

test('bodies that are cut, absurd or no JSON throw, and never read beyond their end', () => {
  const whole = body(ct, values);
  for (let length = 0; length < whole.byteLength; length += 1) {
    assert.throws(() => readPixels(whole.slice(0, length)));
  }
  const odd = [
    { Format: 'Float' },
    { Columns: 0 },
    { Columns: -3 },
    { Rows: 1e9 },
    { Columns: null },
    { Format: 7 },
  ];
  for (const patch of odd) {
    assert.throws(() => readPixels(body({ ...ct, ...patch }, values)), `${JSON.stringify(patch)}`);
  }
});

test('the window is that of PS3.3 C.11.2.1.2: the example of the standard', () => {
  // Note 2 there: centre 2048 and width 4096 show 0 to 4095 from 0 to full; centre 0, width 1 is a step.
  const wide = { Center: 2048, Width: 4096 };
  assert.deepEqual(
    [0, 4095].map((value) => displayed(value, wide)),
    [0, 255],
  );
  const steep = { Center: 0, Width: 1 };
  assert.deepEqual(
    [-1, -0.5, 0, 1].map((value) => displayed(value, steep)).filter((level) => level === 255)
      .length,
    2,
  );
  assert.equal(displayed(5, { Center: 5, Width: 2, Function: 'Sigmoid' }), 128);
});

function painted(frame, window, inverse = false) {
  const target = new Uint32Array(frame.columns * frame.rows);
  paint(frame, displayTable(frame, window, inverse), target);
  return [...target].map((colour) => [
    colour & 255,
    (colour >> 8) & 255,
    (colour >> 16) & 255,
    colour >>> 24,
  ]);
}

test('grey values are painted grey; MONOCHROME1 and inversion turn them, both together do not', () => {
  const frame = readPixels(body(ct, values));
  const plain = painted(frame, frame.window);
  plain.forEach(([red, green, blue, opacity], i) => {
    const share = (values[i] - 1024 - 39.5) / 399 + 0.5;
    assert.equal(red, Math.round(255 * Math.min(1, Math.max(0, share))));
    assert.ok(red === green && red === blue && opacity === 255);
  });
  const inverted = { ...frame, inverted: true };
  assert.deepEqual(painted(inverted, frame.window)[0], [255, 255, 255, 255]);
  assert.deepEqual(painted(frame, frame.window, true)[0], [255, 255, 255, 255]);
  assert.deepEqual(painted(inverted, frame.window, true), plain);
});

test('colours are shown as they are', () => {
  const rgb = new Uint8Array([1, 2, 3, 250, 251, 252]);
  const header = { Columns: 2, Rows: 1, Format: 'Rgb8', Window: { Center: 1, Width: 2 } };
  const frame = readPixels(body(header, rgb));
  assert.deepEqual(painted(frame, frame.window), [
    [1, 2, 3, 255],
    [250, 251, 252, 255],
  ]);
  assert.deepEqual(valueAt(frame, [1, 0]), [250, 251, 252]);
});

test('unsigned values of 16 bits reach their end', () => {
  const frame = readPixels(
    body({ Columns: 2, Rows: 1, Format: 'Uint16' }, new Uint16Array([0, 65535])),
  );
  const window = fullWindow(frame);
  assert.deepEqual(
    painted(frame, window).map(([level]) => level),
    [0, 255],
  );
});

test('presets are for Hounsfield units alone', () => {
  assert.equal(presetsFor({ unit: 'HU' }).length, 4);
  assert.equal(presetsFor({ unit: '' }).length, 0);
  assert.equal(presetsFor(null).length, 0);
});

test('dragging right widens, down darkens, and the width stays positive', () => {
  const start = { Center: 40, Width: 400 };
  assert.ok(draggedWindow(start, 30, 0).Width > 400);
  const darker = draggedWindow(start, 0, 30);
  assert.ok(displayed(40, darker) < displayed(40, start));
  assert.ok(draggedWindow(start, -1e6, 0).Width >= 1);
});
