// SPDX-License-Identifier: GPL-3.0-or-later
// Ellipses as the report has them: {Mean: [column, row], SemiAxesPx: [a, b], AngleDegrees}, the
// angle from +column towards +row. How a human changes one: Review/ellipse.js. Pure.

// The ellipse that holds `mass` of a Gaussian; null unless the covariance has an area.
// Source: a squared Mahalanobis distance in two dimensions is chi-square: r^2 = -2 ln(1 - mass).
export function ellipseOfCovariance(mean, covariance, mass = 0.95) {
  const [cc, cr, rr] = [covariance?.[0]?.[0], covariance?.[0]?.[1], covariance?.[1]?.[1]];
  const middle = (cc + rr) / 2;
  const spread = Math.hypot((cc - rr) / 2, cr);
  if (
    !(middle - spread > 0) ||
    !Number.isFinite(middle + spread) ||
    !mean?.every?.(Number.isFinite)
  ) {
    return null;
  }
  const radius = Math.sqrt(-2 * Math.log(1 - mass));
  return {
    Mean: [...mean],
    SemiAxesPx: [radius * Math.sqrt(middle + spread), radius * Math.sqrt(middle - spread)],
    AngleDegrees: (0.5 * Math.atan2(2 * cr, cc - rr) * 180) / Math.PI,
  };
}

export function ellipseContains({ Mean, SemiAxesPx: [a, b], AngleDegrees }, [column, row]) {
  const angle = (AngleDegrees * Math.PI) / 180;
  const [dx, dy] = [column - Mean[0], row - Mean[1]];
  const along = dx * Math.cos(angle) + dy * Math.sin(angle);
  const across = dy * Math.cos(angle) - dx * Math.sin(angle);
  return (along / a) ** 2 + (across / b) ** 2 <= 1;
}

export const ellipseArea = ({ SemiAxesPx: [a, b] }) => Math.PI * a * b;
