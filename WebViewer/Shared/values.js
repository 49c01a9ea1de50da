// SPDX-License-Identifier: GPL-3.0-or-later
// Reads JSON that may be of any shape: what is not as expected is as if it were missing.

const longestText = 20000; // of one place on the page; a model may write without end

export function textOf(value) {
  if (typeof value === 'number' || typeof value === 'boolean') {
    return String(value);
  }
  if (typeof value !== 'string') {
    return '';
  }
  return value.length > longestText ? `${value.slice(0, longestText)}…` : value;
}

export function numberOf(value) {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function listOf(value) {
  return Array.isArray(value) ? value : [];
}

export function objectOf(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
}

export function objectsOf(value) {
  return listOf(value).filter(
    (one) => one !== null && typeof one === 'object' && !Array.isArray(one),
  );
}

const levels = { Instance: 'instances', Series: 'series', Study: 'studies' };

// The part of an address that stands for a Level of a report; null: there is no such level.
export function levelOf(name) {
  return Object.hasOwn(levels, name) ? levels[name] : null;
}

// Where the report of one analysis is stored: a resource as of api.js, or null.
export function placeOf({ Level, OrthancId }) {
  const level = levelOf(Level);
  return level && typeof OrthancId === 'string' && OrthancId ? { level, id: OrthancId } : null;
}

export function textsOf(value) {
  return listOf(value).map(textOf).filter(Boolean);
}

// As many digits as mean something: 0.42, 7.3, 132.
export function shortNumber(value) {
  const number = numberOf(value);
  if (number === null) {
    return '';
  }
  const size = Math.abs(number);
  if (size >= 1e6) {
    return number.toExponential(1);
  }
  return number.toFixed(size < 1 ? 2 : size < 10 ? 1 : 0);
}

// Long and short axis with their unit, in pixels where the spacing is not known; '' when unmeasured.
export function sizeText(measurements) {
  const known = objectOf(measurements);
  const [unit, long, short] =
    numberOf(known.LongAxisMm) === null
      ? ['px', known.LongAxisPx, known.ShortAxisPx]
      : ['mm', known.LongAxisMm, known.ShortAxisMm];
  const axes = [long, short].map(shortNumber).filter(Boolean);
  return axes.length > 0 && numberOf(long) !== null ? `${axes.join(' × ')} ${unit}` : '';
}

export function bytesText(bytes) {
  const number = numberOf(bytes);
  if (number === null) {
    return '';
  }
  const steps = [
    ['MB', 1e6],
    ['kB', 1e3],
  ];
  const [unit, step] = steps.find(([, least]) => number >= least) ?? ['B', 1];
  return `${step === 1 ? number : (number / step).toFixed(1)} ${unit}`;
}

export function durationText(milliseconds) {
  const number = numberOf(milliseconds);
  if (number === null || number < 0) {
    return '';
  }
  return number < 1000 ? `${Math.round(number)} ms` : `${(number / 1000).toFixed(1)} s`;
}

// The number by which a finding is known on the pictures and in the words.
export function numberOfFinding(finding, index) {
  const number = numberOf(finding?.Number);
  return number !== null && number > 0 ? Math.floor(number) : index + 1;
}

// A DICOM person name, family^given^middle^prefix^suffix, as one says it.
export function personText(name) {
  const [family, given, middle, prefix, suffix] = textOf(name).split('=')[0].split('^');
  return [prefix, given, middle, family, suffix].filter(Boolean).join(' ').trim();
}

const paletteSize = 6; // colours of theme.css

export function colourOf(number) {
  return (number - 1) % paletteSize;
}
