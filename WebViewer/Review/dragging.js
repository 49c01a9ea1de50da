// SPDX-License-Identifier: GPL-3.0-or-later
// Where the handles of an ellipse are, and what dragging one does. Pure; points are [column, row].
import { axesOf, leastSemiAxis, normalAngle } from './ellipse.js';

const rotateHandlePx = 24;  // beyond the end of the first axis, on the screen

// On the ellipse, `turn` radians on from the end of its first axis.
export function ellipsePoint(ellipse, turn) {
  const [first, second] = axesOf(ellipse);
  const along = ellipse.SemiAxesPx[0] * Math.cos(turn);
  const across = ellipse.SemiAxesPx[1] * Math.sin(turn);
  return [0, 1].map((i) => ellipse.Mean[i] + along * first[i] + across * second[i]);
}

// `pxPerPixel`: CSS pixels per image pixel.
export function handlesOf(ellipse, pxPerPixel = 1) {
  const beyond = ellipse.SemiAxesPx[0] + rotateHandlePx / pxPerPixel;
  const [first] = axesOf(ellipse);
  return {
    move: [...ellipse.Mean],
    longEnd: ellipsePoint(ellipse, 0),
    longStart: ellipsePoint(ellipse, Math.PI),
    shortEnd: ellipsePoint(ellipse, Math.PI / 2),
    shortStart: ellipsePoint(ellipse, -Math.PI / 2),
    rotate: [0, 1].map((i) => ellipse.Mean[i] + beyond * first[i]),
  };
}

// The ellipse after `handle` (a name of handlesOf) was dragged to a point: it turns and grows about its
// centre, which `move` alone changes.
export function dragHandle(ellipse, handle, point) {
  if (handle === 'move') {
    return { ...ellipse, Mean: [...point] };
  }
  const offset = [0, 1].map((i) => point[i] - ellipse.Mean[i]);
  if (handle === 'rotate') {
    const degrees = (Math.atan2(offset[1], offset[0]) * 180) / Math.PI;
    return { ...ellipse, AngleDegrees: degrees };
  }
  const which = handle.startsWith('long') ? 0 : 1;
  const axis = axesOf(ellipse)[which];
  const length = Math.abs(offset[0] * axis[0] + offset[1] * axis[1]);
  const SemiAxesPx = ellipse.SemiAxesPx.map((old, i) => (i === which ? Math.max(length, leastSemiAxis) : old));
  return { ...ellipse, SemiAxesPx };
}

// The ellipse that is drawn by dragging from one corner of its box to the other.
export function ellipseBetween(from, to) {
  return {
    Mean: [0, 1].map((i) => (from[i] + to[i]) / 2),
    SemiAxesPx: [0, 1].map((i) => Math.max(Math.abs(to[i] - from[i]) / 2, leastSemiAxis)),
    AngleDegrees: 0,
  };
}

const turnDegrees = 5;
const steps = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

// What a key does to the ellipse; null: it is none of ours. Shift to the right and up: larger.
export function afterKey(ellipse, { key, shiftKey, ctrlKey, metaKey, altKey }) {
  if (ctrlKey || metaKey || altKey) {
    return null;
  }
  if (key === '[' || key === ']') {
    const by = key === ']' ? turnDegrees : -turnDegrees;
    return { ...ellipse, AngleDegrees: normalAngle(ellipse.AngleDegrees + by) };
  }
  const step = steps[key];
  if (!step) {
    return null;
  }
  if (!shiftKey) {
    return { ...ellipse, Mean: [0, 1].map((i) => ellipse.Mean[i] + step[i]) };
  }
  const by = [step[0], -step[1]];
  return {
    ...ellipse,
    SemiAxesPx: ellipse.SemiAxesPx.map((axis, i) => Math.max(axis + by[i], leastSemiAxis)),
  };
}
