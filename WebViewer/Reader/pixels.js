// SPDX-License-Identifier: GPL-3.0-or-later
// The answer of GET .../vlm/pixels -> pixels; pixels and a window -> what the screen shows. Pure.

const formats = {
  Int16: { Type: Int16Array, channels: 1, least: -32768, count: 65536 },
  Uint16: { Type: Uint16Array, channels: 1, least: 0, count: 65536 },
  Uint8: { Type: Uint8Array, channels: 1, least: 0, count: 256 },
  Rgb8: { Type: Uint8Array, channels: 3, least: 0, count: 256 },
};
const opaque = 0xff000000;
const utf8 = new TextDecoder();

function numberOr(value, otherwise) {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

function headerOf(buffer) {
  const length = buffer.byteLength >= 4 ? new DataView(buffer).getUint32(0, true) : NaN;
  if (!(length <= buffer.byteLength - 4)) {
    throw new Error('The pixels end before their header does.');
  }
  return [JSON.parse(utf8.decode(new Uint8Array(buffer, 4, length))), 4 + length];
}

// A colour is shown as it is until the reader wants otherwise.
function windowOf(header, isColour) {
  const { Center, Width, Function: Shape } = header.Window ?? {};
  const usable = Number.isFinite(Center) && Width > 0 && !isColour;
  return usable
    ? { Center, Width, Function: Shape }
    : { Center: 127.5, Width: 255, Function: 'LinearExact' };
}

// {columns, rows: as sent, storedColumns, storedRows, format, channels, data, slope, intercept,
//  unit, window, inverted, spacingMm, frames}. Throws what the screen may say.
export function readPixels(buffer) {
  const [header, offset] = headerOf(buffer);
  const { Columns: columns, Rows: rows, Format: format } = header;
  const { Type, channels } = formats[format] ?? {};
  if (!Type || !(columns > 0) || !(rows > 0)) {
    throw new Error(`The pixels are ${columns} x ${rows} of ${format}.`);
  }
  const count = columns * rows * channels;
  if (offset + count * Type.BYTES_PER_ELEMENT > buffer.byteLength) {
    throw new Error('The pixels end too early.');
  }
  const aligned = offset % Type.BYTES_PER_ELEMENT === 0;
  const data = aligned ? new Type(buffer, offset, count) : new Type(buffer.slice(offset), 0, count);
  return {
    columns,
    rows,
    storedColumns: numberOr(header.StoredColumns, columns),
    storedRows: numberOr(header.StoredRows, rows),
    format,
    channels,
    data,
    slope: numberOr(header.Slope, 1),
    intercept: numberOr(header.Intercept, 0),
    unit: typeof header.Unit === 'string' ? header.Unit : '',
    window: windowOf(header, channels === 3),
    inverted: header.Inverted === true,
    spacingMm: Array.isArray(header.PixelSpacingMm) ? header.PixelSpacingMm : null,
    frames: numberOr(header.Frames, 1),
    bytes: buffer.byteLength,
  };
}

// 0 to 255. Source: PS3.3 C.11.2.1.2 and C.11.2.1.3.
export function displayed(value, { Center, Width, Function: shape = 'Linear' }) {
  if (shape === 'Sigmoid') {
    return Math.round(255 / (1 + Math.exp((-4 * (value - Center)) / Width)));
  }
  const share =
    shape === 'LinearExact'
      ? (value - Center) / Width + 0.5
      : (value - (Center - 0.5)) / Math.max(Width - 1, 1e-6) + 0.5;
  return Math.round(255 * Math.min(Math.max(share, 0), 1));
}

// What each stored value becomes, from the least of its format on.
export function displayTable(frame, window, inverse) {
  const { least, count } = formats[frame.format];
  const table = new Uint8Array(count);
  const turned = frame.inverted !== inverse;
  for (let i = 0; i < count; i += 1) {
    const level = displayed((i + least) * frame.slope + frame.intercept, window);
    table[i] = turned ? 255 - level : level;
  }
  return table;
}

// Fills `target`, a Uint32Array of red, green, blue, opacity for each pixel sent.
export function paint(frame, table, target) {
  const { data } = frame;
  const { least } = formats[frame.format];
  if (frame.channels === 3) {
    for (let i = 0, j = 0; i < target.length; i += 1, j += 3) {
      const [red, green, blue] = [table[data[j]], table[data[j + 1]], table[data[j + 2]]];
      target[i] = opaque | (blue << 16) | (green << 8) | red;
    }
    return;
  }
  for (let i = 0; i < target.length; i += 1) {
    target[i] = opaque | (table[data[i] - least] * 0x010101);
  }
}

// The modality value, or [red, green, blue], at stored pixel [column, row]; null outside. Of a
// reduced image it is the mean around there.
export function valueAt(frame, [column, row]) {
  const x = Math.floor(((column + 0.5) * frame.columns) / frame.storedColumns);
  const y = Math.floor(((row + 0.5) * frame.rows) / frame.storedRows);
  if (!(x >= 0 && y >= 0 && x < frame.columns && y < frame.rows)) {
    return null;
  }
  const at = (y * frame.columns + x) * frame.channels;
  return frame.channels === 3
    ? [...frame.data.subarray(at, at + 3)]
    : frame.data[at] * frame.slope + frame.intercept;
}

// The window that shows every value of the image.
export function fullWindow(frame) {
  let least = Infinity;
  let most = -Infinity;
  for (const value of frame.data) {
    least = value < least ? value : least;
    most = value > most ? value : most;
  }
  const [from, to] = [least, most].map((value) => value * frame.slope + frame.intercept);
  return { Center: (from + to) / 2, Width: Math.max(Math.abs(to - from), 1) };
}
