// SPDX-License-Identifier: GPL-3.0-or-later
// How anomalous each place of an image is, from the findings' Gaussians: the same map as the
// server's layer (Plugin/Render/AnomalyMap.h). Pure.
import { numberOf, objectOf } from '../Shared/values.js';

const reach = 4;  // standard deviations; what is beyond adds less than 0.0004
const defaultScore = 0.5;
const mostCells = 320;  // along the longer side
const mostOpacity = 0.75;

// Inferno of matplotlib at 0, 0.1, ... 1: brighter is more, for every kind of colour vision.
const inferno = [
  [0, 0, 4],
  [22, 11, 57],
  [66, 10, 104],
  [106, 23, 110],
  [147, 38, 103],
  [188, 55, 84],
  [221, 81, 58],
  [243, 120, 25],
  [252, 165, 10],
  [246, 215, 70],
  [252, 255, 164],
];

// Mean, inverse covariance and score; null where they do not describe a distribution.
export function sourceOf(finding) {
  const { Mean, Covariance } = objectOf(finding?.Gaussian);
  const [cc, cr, rr] = [Covariance?.[0]?.[0], Covariance?.[0]?.[1], Covariance?.[1]?.[1]];
  const determinant = cc * rr - cr * cr;
  const usable =
    cc > 0 && determinant > 0 && [Mean?.[0], Mean?.[1], determinant].every(Number.isFinite);
  if (!usable) {
    return null;
  }
  return {
    mean: [Mean[0], Mean[1]],
    inverse: [rr / determinant, -cr / determinant, cc / determinant],
    deviations: [Math.sqrt(cc), Math.sqrt(rr)],
    score: Math.min(Math.max(numberOf(finding.ModelScore) ?? defaultScore, 0), 1),
  };
}

// Noisy-OR: 1 - product over the findings of (1 - score * density relative to its highest).
export function anomalyAt(sources, [column, row]) {
  const nothing = sources.reduce((product, { mean, inverse: [a, b, c], score }) => {
    const [dx, dy] = [column - mean[0], row - mean[1]];
    return product * (1 - score * Math.exp(-0.5 * (a * dx * dx + 2 * b * dx * dy + c * dy * dy)));
  }, 1);
  return 1 - nothing;
}

// Red, green, blue of a value in 0 to 1; its lowest part is left out, which would read as shadow.
export function heatColour(value) {
  const at = (0.235 + 0.765 * value) * (inferno.length - 1);
  const below = Math.min(Math.floor(at), inferno.length - 2);
  return inferno[below].map((from, i) =>
    Math.round(from + (inferno[below + 1][i] - from) * (at - below)),
  );
}

export const heatOpacity = (value) =>
  mostOpacity * Math.min(1, Math.sqrt(value) * Math.min(1, 8 * value));

// The part of the image that is touched, [left, top, right, bottom] in its pixels' edges.
function regionOf(sources, { columns, rows }) {
  const ends = (i, most) => [
    Math.max(-0.5, Math.min(...sources.map((one) => one.mean[i] - reach * one.deviations[i]))),
    Math.min(
      most - 0.5,
      Math.max(...sources.map((one) => one.mean[i] + reach * one.deviations[i])),
    ),
  ];
  const [[left, right], [top, bottom]] = [ends(0, columns), ends(1, rows)];
  return right > left && bottom > top
    ? { left, top, width: right - left, height: bottom - top }
    : null;
}

const levels = 255;
const palette = Array.from({ length: levels + 1 }, (_, level) => [
  ...heatColour(level / levels),
  Math.round(255 * heatOpacity(level / levels)),
]);

// {left, top, width, height: in image points, columns, rows: cells, data: RGBA}, or null.
export function heatMap(findings, image) {
  const sources = findings.map(sourceOf).filter(Boolean);
  const region = sources.length > 0 ? regionOf(sources, image) : null;
  if (!region) {
    return null;
  }
  const step = Math.max(region.width, region.height) / mostCells;
  const columns = Math.max(1, Math.round(region.width / step));
  const rows = Math.max(1, Math.round(region.height / step));
  const data = new Uint8ClampedArray(4 * columns * rows);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const x = region.left + ((column + 0.5) * region.width) / columns;
      const y = region.top + ((row + 0.5) * region.height) / rows;
      data.set(
        palette[Math.round(levels * anomalyAt(sources, [x, y]))],
        4 * (row * columns + column),
      );
    }
  }
  return { ...region, columns, rows, data };
}
