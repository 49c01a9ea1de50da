// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: numpy. The covariance is R diag(a^2/r2, b^2/r2) R^T, of which 94.98 % of a million samples lay in the
// ellipse; box and axes in mm are the extremes of two million points of its edge; the inner ellipses are quantiles
// of those samples.
import assert from 'node:assert/strict';
import test from 'node:test';

import * as ellipses from '../../WebViewer/Review/ellipse.js';

const drawn = { Mean: [50, 40], SemiAxesPx: [20, 10], AngleDegrees: 30 };
const near = (value, expected, tolerance, what) =>
  assert.ok(Math.abs(value - expected) <= tolerance, `${what}: ${value} is not ${expected}`);

test('An edited finding is described as numpy describes its ellipse', () => {
  const finding = ellipses.withEllipse({ Outline: [[1, 2]] }, drawn, { PixelSpacingMm: [0.5, 0.25] });
  const [[cc, cr], [rc, rr]] = finding.Gaussian.Covariance;
  near(cc, 54.243833, 1e-6, 'variance of columns');
  near(cr, 21.681479, 1e-6, 'covariance');
  near(rr, 29.208218, 1e-6, 'variance of rows');
  assert.equal(rc, cr);
  near(finding.Box.Left, 31.972244, 1e-6, 'left');
  near(finding.Box.Top, 26.771243, 1e-6, 'top');
  near(finding.Box.Width, 36.055513, 1e-6, 'width');
  near(finding.Box.Height, 26.457513, 1e-6, 'height');
  near(finding.Measurements.LongAxisMm, 14.43, 1e-4, 'long axis');
  near(finding.Measurements.ShortAxisMm, 6.93, 1e-4, 'short axis');
  near(finding.Measurements.AreaMm2, 78.539816, 1e-5, 'area');
  assert.deepEqual(finding.Outline, []);
  assert.equal(finding.Measurements.MeanInside, null);
});

test('The inner ellipses hold their share of samples', () => {
  const { CredibleEllipses } = ellipses.withEllipse({}, drawn, null);
  const [half, most, widest] = CredibleEllipses;
  near(half.SemiAxesPx[0], 9.602, 0.02, '50 %');  // 3 standard errors of the quantile
  near(most.SemiAxesPx[0], 17.523, 0.02, '90 %');
  assert.deepEqual(widest.SemiAxesPx, [20, 10]);
  assert.equal(widest.AreaMm2, null);
});

test('An ellipse is read from the 95 % one, else from the box', () => {
  const finding = ellipses.withEllipse({}, drawn, null);
  assert.deepEqual(ellipses.ellipseOf(finding), drawn);
  const box = { Left: 10, Top: 20, Width: 8, Height: 4 };
  assert.deepEqual(ellipses.ellipseOf({ Box: box }), {
    Mean: [14, 22],
    SemiAxesPx: [4, 2],
    AngleDegrees: 0,
  });
  for (const odd of [null, {}, { Box: null }, { Box: { Left: 1, Top: 1, Width: 0, Height: 3 } }, { CredibleEllipses: 4 }]) {
    assert.equal(ellipses.ellipseOf(odd), null);
  }
});

test('The same ellipse written in another way is the same', () => {
  const other = { Mean: [50, 40], SemiAxesPx: [10, 20], AngleDegrees: 120 };
  assert.equal(ellipses.isSameEllipse(drawn, other), true);
  assert.equal(ellipses.isSameEllipse(drawn, { ...other, AngleDegrees: 119 }), false);
  assert.equal(ellipses.isSameEllipse(null, drawn), false);
});

test('An ellipse stays in its image, and neither too small nor too large', () => {
  const image = { Columns: 30, Rows: 40 };
  const wild = { Mean: [-5, 90], SemiAxesPx: [0.01, 1000], AngleDegrees: 0 };
  assert.deepEqual(ellipses.bounded(wild, image), {
    Mean: [0, 39],
    SemiAxesPx: [0.5, 50],
    AngleDegrees: 0,
  });
  assert.deepEqual(ellipses.bounded(wild, null), wild);
});
