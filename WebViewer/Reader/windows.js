// SPDX-License-Identifier: GPL-3.0-or-later
// Windows that radiologists are used to, and what dragging does to one. Pure.

const ctPresets = [
  { name: 'brain', Center: 40, Width: 80 },
  { name: 'lung', Center: -600, Width: 1500 },
  { name: 'bone', Center: 400, Width: 1800 },
  { name: 'softTissue', Center: 40, Width: 400 },
];
const dragLength = 300;  // CSS pixels that change a window by its own width
const leastWidth = 1;

// Hounsfield units are the same on every scanner; other values are not.
export function presetsFor(frame) {
  return frame?.unit === 'HU' ? ctPresets : [];
}

// Right: wider. Down: a higher centre, which is darker.
export function draggedWindow({ Center, Width, Function: shape }, dx, dy) {
  const step = Math.max(Width, leastWidth) / dragLength;
  return {
    Center: Center + dy * step,
    Width: Math.max(leastWidth, Width + dx * step),
    Function: shape,
  };
}
