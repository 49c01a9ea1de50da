// SPDX-License-Identifier: GPL-3.0-or-later
// What a wheel or touch pad means. Pure.

const notch = 100;  // CSS pixels, of a mouse's wheel
const lineHeight = 33;
const padStep = 33;  // CSS pixels on a touch pad that are one slice
const zoomPerNotch = 1.15;

// CSS pixels, whatever unit the browser tells.
export function wheelPixels({ deltaY, deltaMode }) {
  const unit = [1, lineHeight, notch][deltaMode] ?? 1;
  return deltaY * unit;
}

// A pinch on a touch pad arrives as a wheel of small steps.
export function wheelZoom(moved) {
  const steps = Math.abs(moved) < notch ? moved / (notch / 4) : moved / notch;
  return zoomPerNotch ** -steps;
}

// {steps: slices to go, rest: what is gathered for the next}. A notch, also of a mouse whose notches
// are small, is a slice at once; a touch pad's movements add up.
export function wheelSteps(moved, gathered) {
  if (Math.abs(moved) >= notch / 2) {
    return { steps: Math.sign(moved) * Math.max(1, Math.round(Math.abs(moved) / notch)), rest: 0 };
  }
  const together = Math.sign(gathered) === Math.sign(moved) ? gathered + moved : moved;
  const steps = Math.trunc(together / padStep) + 0;  // never -0
  return { steps, rest: together - steps * padStep };
}
