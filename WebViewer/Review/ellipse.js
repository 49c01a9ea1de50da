// SPDX-License-Identifier: GPL-3.0-or-later
// The ellipse of a finding as a human changes it. Pure.
// An ellipse is {Mean: [column, row], SemiAxesPx: [a, b], AngleDegrees}, in stored pixels; the angle is that
// of `a`, from +column towards +row. It holds 95 % of the finding's Gaussian.

const masses = [0.5, 0.9, 0.95];
// A 2-D squared Mahalanobis distance is chi-square(2).
const radius2 = (mass) => -2 * Math.log(1 - mass);
export const leastSemiAxis = 0.5;

const isNumber = (value) => typeof value === 'number' && Number.isFinite(value);
const isPair = (value) => Array.isArray(value) && value.length === 2 && value.every(isNumber);
const listOf = (value) => (Array.isArray(value) ? value : []);
const round = (value, step) => Math.round(value / step) * step;
// 0.30000000000000004 says nothing that 0.3 does not.
const tidy = (value, step = 0.01) => Number(round(value, step).toFixed(6));

export function isEllipse(ellipse) {
  return (
    isPair(ellipse?.Mean) &&
    isPair(ellipse?.SemiAxesPx) &&
    ellipse.SemiAxesPx.every((axis) => axis > 0) &&
    isNumber(ellipse?.AngleDegrees)
  );
}

function ellipseOfBox(box) {
  const numbers = [box?.Left, box?.Top, box?.Width, box?.Height];
  if (!numbers.every(isNumber) || box.Width <= 0 || box.Height <= 0) {
    return null;
  }
  return {
    Mean: [box.Left + box.Width / 2, box.Top + box.Height / 2],
    SemiAxesPx: [box.Width / 2, box.Height / 2],
    AngleDegrees: 0,
  };
}

// What the finding says of its place; null: it says nothing that can be drawn.
export function ellipseOf(finding) {
  const widest = listOf(finding?.CredibleEllipses).find((item) => item?.Mass === 0.95);
  const ellipse = {
    Mean: finding?.Gaussian?.Mean,
    SemiAxesPx: widest?.SemiAxesPx,
    AngleDegrees: widest?.AngleDegrees ?? 0,
  };
  return isEllipse(ellipse) ? ellipse : ellipseOfBox(finding?.Box);
}

export function normalAngle(degrees) {
  const turned = ((degrees % 180) + 180) % 180;
  return turned > 90 ? turned - 180 : turned;
}

// The longer axis first, its angle in (-90, 90].
export function normalized(ellipse) {
  const [a, b] = ellipse.SemiAxesPx;
  const angle = normalAngle(ellipse.AngleDegrees + (a < b ? 90 : 0));
  return {
    Mean: ellipse.Mean.map((value) => tidy(value)),
    SemiAxesPx: [tidy(Math.max(a, b)), tidy(Math.min(a, b))],
    AngleDegrees: tidy(angle),
  };
}

export function isSameEllipse(one, other) {
  if (!isEllipse(one) || !isEllipse(other)) {
    return !isEllipse(one) && !isEllipse(other);
  }
  return JSON.stringify(normalized(one)) === JSON.stringify(normalized(other));
}

function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}

// Its centre lies in the image, its axes are between half a pixel and the image's diagonal.
export function bounded(ellipse, image) {
  if (!isNumber(image?.Columns) || !isNumber(image?.Rows)) {
    return ellipse;
  }
  const diagonal = Math.hypot(image.Columns, image.Rows);
  return {
    ...ellipse,
    Mean: [clamp(ellipse.Mean[0], 0, image.Columns - 1), clamp(ellipse.Mean[1], 0, image.Rows - 1)],
    SemiAxesPx: ellipse.SemiAxesPx.map((axis) => clamp(axis, leastSemiAxis, diagonal)),
  };
}

// Unit vectors along both axes.
export function axesOf({ AngleDegrees }) {
  const angle = (AngleDegrees * Math.PI) / 180;
  return [
    [Math.cos(angle), Math.sin(angle)],
    [-Math.sin(angle), Math.cos(angle)],
  ];
}

// Of the 95 % ellipse: [[cc, cr], [cr, rr]].
function covarianceOf(ellipse) {
  const axes = axesOf(ellipse);
  const variances = ellipse.SemiAxesPx.map((axis) => (axis * axis) / radius2(0.95));
  const entry = (i, j) => axes.reduce((sum, axis, k) => sum + variances[k] * axis[i] * axis[j], 0);
  return [
    [entry(0, 0), entry(0, 1)],
    [entry(0, 1), entry(1, 1)],
  ];
}

function boxOf([[columns2], [, rows2]], mean) {
  const [halfWidth, halfHeight] = [columns2, rows2].map((value) => Math.sqrt(value * radius2(0.95)));
  return {
    Left: mean[0] - halfWidth,
    Top: mean[1] - halfHeight,
    Width: 2 * halfWidth,
    Height: 2 * halfHeight,
  };
}

// Semi-axes [mm] of the ellipse of that covariance [px^2], or null where the spacing is unknown.
function semiAxesMmOf(covariance, spacing, mass) {
  if (!isPair(spacing)) {
    return null;
  }
  const [rowMm, columnMm] = spacing;
  const cc = covariance[0][0] * columnMm * columnMm;
  const cr = covariance[0][1] * columnMm * rowMm;
  const rr = covariance[1][1] * rowMm * rowMm;
  const half = (cc + rr) / 2;
  const spread = Math.hypot((cc - rr) / 2, cr);
  return [half + spread, Math.max(half - spread, 0)].map((value) => Math.sqrt(value * radius2(mass)));
}

function measurementsOf(ellipse, semiAxesMm) {
  const [a, b] = ellipse.SemiAxesPx;
  return {
    LongAxisPx: 2 * Math.max(a, b),
    ShortAxisPx: 2 * Math.min(a, b),
    AreaPx2: Math.PI * a * b,
    LongAxisMm: semiAxesMm && 2 * semiAxesMm[0],
    ShortAxisMm: semiAxesMm && 2 * semiAxesMm[1],
    AreaMm2: semiAxesMm && Math.PI * semiAxesMm[0] * semiAxesMm[1],
    MeanInside: null,
    MeanAround: null,
    ContrastToNoise: null,
  };
}

// The finding at that ellipse, as the server will say it of a saved review.
export function withEllipse(finding, drawn, image) {
  const ellipse = normalized(drawn);
  const covariance = covarianceOf(ellipse);
  const spacing = image?.PixelSpacingMm;
  const rings = masses.map((mass) => {
    const semiAxesMm = semiAxesMmOf(covariance, spacing, mass);
    const scale = Math.sqrt(radius2(mass) / radius2(0.95));
    return {
      Mass: mass,
      SemiAxesPx: ellipse.SemiAxesPx.map((axis) => axis * scale),
      AngleDegrees: ellipse.AngleDegrees,
      SemiAxesMm: semiAxesMm,
      AreaMm2: semiAxesMm && Math.PI * semiAxesMm[0] * semiAxesMm[1],
    };
  });
  return {
    ...finding,
    Box: boxOf(covariance, ellipse.Mean),
    Gaussian: { ...finding.Gaussian, Mean: ellipse.Mean, Covariance: covariance },
    CredibleEllipses: rings,
    Outline: [],
    Measurements: measurementsOf(ellipse, rings[2].SemiAxesMm),
  };
}
