// SPDX-License-Identifier: GPL-3.0-or-later
// What of a finding can be drawn, whatever its JSON holds, and which finding is at a point. Pure.
import { ellipseOf, isEllipse } from '../Review/ellipse.js';
import { colourOf, listOf, numberOfFinding, objectOf, textOf } from '../Shared/values.js';
import { ellipseArea, ellipseContains, ellipseOfCovariance } from './ellipses.js';
import { polygonArea, polygonContains } from './geometry.js';

const mostOutlinePoints = 20000;
const masses = [0.5, 0.9, 0.95];

const isPoint = (point) =>
  Array.isArray(point) && point.length >= 2 && point.every(Number.isFinite);

function boxOf(box) {
  const numbers = [box?.Left, box?.Top, box?.Width, box?.Height];
  return numbers.every(Number.isFinite) && box.Width > 0 && box.Height > 0 ? box : null;
}

function outlineOf(finding) {
  const points = listOf(finding.Outline).slice(0, mostOutlinePoints);
  return points.length >= 3 && points.every(isPoint) ? points : null;
}

function ringsOf(finding) {
  const Mean = finding.Gaussian?.Mean;
  return masses
    .map((mass) => {
      const told = listOf(finding.CredibleEllipses).find((ring) => ring?.Mass === mass);
      const ring = {
        Mean,
        SemiAxesPx: told?.SemiAxesPx,
        AngleDegrees: told?.AngleDegrees ?? 0,
        mass,
      };
      return isEllipse(ring) ? ring : null;
    })
    .filter(Boolean);
}

function mainEllipse(finding) {
  const { Mean, Covariance } = objectOf(finding.Gaussian);
  return (
    ringsOf(finding).find(({ mass }) => mass === 0.95) ??
    ellipseOfCovariance(Mean, Covariance) ??
    ellipseOf(finding)
  );
}

function areaOf({ outline, ellipse, box }) {
  if (outline) {
    return polygonArea(outline);
  }
  return ellipse ? ellipseArea(ellipse) : box.Width * box.Height;
}

function topOf({ outline, ellipse, box }) {
  if (outline) {
    return outline.reduce((top, point) => (point[1] < top[1] ? point : top));
  }
  if (ellipse) {
    const angle = (ellipse.AngleDegrees * Math.PI) / 180;
    const [a, b] = ellipse.SemiAxesPx;
    const height = Math.hypot(a * Math.sin(angle), b * Math.cos(angle));
    const lean = ((a * a - b * b) * Math.sin(angle) * Math.cos(angle)) / (height || 1);
    return [ellipse.Mean[0] - lean, ellipse.Mean[1] - height];
  }
  return [box.Left + box.Width / 2, box.Top];
}

// null: it says of no place. `index` is that within the report, for what has no number.
function shapeOf(finding, index) {
  const shape = {
    outline: outlineOf(finding),
    ellipse: mainEllipse(finding),
    box: boxOf(finding.Box),
  };
  if (!shape.outline && !shape.ellipse && !shape.box) {
    return null;
  }
  const number = numberOfFinding(finding, index);
  return {
    ...shape,
    id: textOf(finding.Id) || `finding-${index}`,
    number,
    colour: colourOf(number),
    label: textOf(finding.Label),
    rings: ringsOf(finding),
    raw: boxOf(finding.RawBox),
    status: textOf(finding.Verification?.Status),
    disposition: textOf(finding.draft?.disposition ?? finding.Review?.Disposition),
    area: areaOf(shape),
    top: topOf(shape),
  };
}

// Those of one image, the largest first: small ones are drawn above them.
export function shapesOf(findings, image) {
  return findings
    .map((finding, index) => ((finding?.Image ?? 0) === image ? shapeOf(finding, index) : null))
    .filter(Boolean)
    .sort((one, other) => other.area - one.area);
}

function contains({ outline, ellipse, box }, point) {
  if (outline) {
    return polygonContains(outline, point);
  }
  if (ellipse) {
    return ellipseContains(ellipse, point);
  }
  return (
    point[0] >= box.Left &&
    point[0] <= box.Left + box.Width &&
    point[1] >= box.Top &&
    point[1] <= box.Top + box.Height
  );
}

// The Id of the smallest finding at an image point, or null. `reach` is by how many image pixels
// one may miss what is hardly larger than a pixel.
export function findingAt(shapes, point, reach = 0) {
  const smallest = [...shapes].reverse();
  const hit = smallest.find((shape) => contains(shape, point));
  if (hit || !(reach > 0)) {
    return hit?.id ?? null;
  }
  const centre = ({ ellipse, top }) => ellipse?.Mean ?? top;
  const near = smallest.find((shape) => {
    const [column, row] = centre(shape);
    return shape.area < 4 * reach * reach && Math.hypot(column - point[0], row - point[1]) <= reach;
  });
  return near?.id ?? null;
}
