// SPDX-License-Identifier: GPL-3.0-or-later
// The letters at the edges of a picture: which side of the patient is there. Pure.
// Source: PS3.3 C.7.6.2.1.1 (Image Orientation) and C.7.6.1.1.1 (Patient Orientation).

const axes = [
  ['L', 'R'],
  ['P', 'A'],
  ['H', 'F'],
];
const opposite = { L: 'R', R: 'L', P: 'A', A: 'P', H: 'F', F: 'H' };
const leastShare = 0.25;  // of a direction that is worth a letter

// The letters of a direction in the patient, the main one first, e.g. "PR".
function lettersOf(direction) {
  return direction
    .map((share, axis) => ({ size: Math.abs(share), letter: axes[axis][share > 0 ? 0 : 1] }))
    .filter(({ size }) => size >= leastShare)
    .sort((one, other) => other.size - one.size)
    .map(({ letter }) => letter)
    .join('');
}

const turned = (letters) => [...letters].map((letter) => opposite[letter]).join('');

function edges(right, bottom) {
  return right && bottom ? { left: turned(right), right, top: turned(bottom), bottom } : null;
}

function fromCosines(text) {
  const numbers = String(text ?? '')
    .split('\\')
    .map(Number);
  const known = numbers.length === 6 && numbers.every(Number.isFinite);
  return known ? edges(lettersOf(numbers.slice(0, 3)), lettersOf(numbers.slice(3))) : null;
}

function fromLetters(text) {
  const [right, bottom] = String(text ?? '')
    .trim()
    .toUpperCase()
    .split('\\');
  const known = [right, bottom].every((letters) => /^[LRPAHF]{1,3}$/.test(letters ?? ''));
  return known ? edges(right, bottom) : null;
}

// {left, right, top, bottom}, or null where the image does not say.
export function orientationOf(tags) {
  return fromCosines(tags?.ImageOrientationPatient) ?? fromLetters(tags?.PatientOrientation);
}
