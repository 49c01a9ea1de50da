// SPDX-License-Identifier: GPL-3.0-or-later
// Where a pixel of the stored image is on the screen, and back. Pure.
//
// Image points are [column, row] in stored pixels, the centre of the first pixel at [0, 0].
// Screen points are [x, y] in CSS pixels from the stage's corner.
// A view is {x, y, scaleX, scaleY}: the screen point of the image's corner, CSS pixels per column
// and per row. An image is {columns, rows, aspect}, aspect: height of a pixel over its width.

const leastVisible = 48;  // CSS pixels of the picture that cannot be dragged out of sight
const mostScale = 64;  // CSS pixels per image pixel
const plausibleAspect = 20;

// `spacingMm` is [between rows, between columns]; 1 where it is unknown or absurd.
export function aspectOf(spacingMm) {
  const aspect = Number(spacingMm?.[0]) / Number(spacingMm?.[1]);
  return aspect >= 1 / plausibleAspect && aspect <= plausibleAspect ? aspect : 1;
}

export function imageToScreen(view, [column, row]) {
  return [view.x + (column + 0.5) * view.scaleX, view.y + (row + 0.5) * view.scaleY];
}

export function screenToImage(view, [x, y]) {
  return [(x - view.x) / view.scaleX - 0.5, (y - view.y) / view.scaleY - 0.5];
}

// The whole image, as large as the viewport {width, height} allows, in its middle.
export function fitView(viewport, { columns, rows, aspect }) {
  const scale = Math.min(viewport.width / columns, viewport.height / (rows * aspect));
  const scaleX = scale > 0 && Number.isFinite(scale) ? scale : 1;
  const scaleY = scaleX * aspect;
  return {
    x: (viewport.width - columns * scaleX) / 2,
    y: (viewport.height - rows * scaleY) / 2,
    scaleX,
    scaleY,
  };
}

// The same image point stays under the screen point [x, y].
export function zoomAt(view, factor, [x, y], leastScale = 0.02) {
  const wanted = view.scaleX * factor;
  const scaleX = Math.min(Math.max(wanted, Math.min(leastScale, view.scaleX)), mostScale);
  const by = scaleX / view.scaleX;
  return {
    x: x - (x - view.x) * by,
    y: y - (y - view.y) * by,
    scaleX,
    scaleY: view.scaleY * by,
  };
}

export function panBy(view, dx, dy) {
  return { ...view, x: view.x + dx, y: view.y + dy };
}

function kept(start, length, room) {
  const visible = Math.min(leastVisible, length, room);
  return Math.min(Math.max(start, visible - length), room - visible);
}

// Some of the image stays in sight.
export function keepInside(view, viewport, { columns, rows }) {
  return {
    ...view,
    x: kept(view.x, columns * view.scaleX, viewport.width),
    y: kept(view.y, rows * view.scaleY, viewport.height),
  };
}

// The image point becomes the middle of the viewport, unless it is well inside already.
export function reveal(view, viewport, point) {
  const [x, y] = imageToScreen(view, point);
  const inside = (at, room) => at > 0.1 * room && at < 0.9 * room;
  if (inside(x, viewport.width) && inside(y, viewport.height)) {
    return view;
  }
  return panBy(view, viewport.width / 2 - x, viewport.height / 2 - y);
}

// Two fingers: what was under them stays under them. Each pair is [[x, y], [x, y]].
export function pinch(view, before, after) {
  const middle = ([a, b]) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  const distance = ([a, b]) => Math.hypot(a[0] - b[0], a[1] - b[1]);
  const from = middle(before);
  const to = middle(after);
  const factor = distance(before) > 0 ? distance(after) / distance(before) : 1;
  return panBy(zoomAt(view, factor || 1, from), to[0] - from[0], to[1] - from[1]);
}

// A round length in mm that is at most `mostPx` CSS pixels wide: {mm, px}, null without a spacing.
export function scaleBar(view, spacingMm, mostPx) {
  const mmPerPx = Number(spacingMm?.[1]) / view.scaleX;
  if (!(mmPerPx > 0) || !Number.isFinite(mmPerPx)) {
    return null;
  }
  const most = mostPx * mmPerPx;
  const decade = 10 ** Math.floor(Math.log10(most));
  const mm = [5, 2, 1].map((step) => step * decade).find((length) => length <= most * (1 + 1e-9));
  return { mm, px: mm / mmPerPx };
}

// Even-odd rule. `polygon` is a list of points; whether it is closed does not matter.
export function polygonContains(polygon, [column, row]) {
  let inside = false;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i, i += 1) {
    const [x1, y1] = polygon[i];
    const [x2, y2] = polygon[j];
    if (y1 > row !== y2 > row && column < ((x2 - x1) * (row - y1)) / (y2 - y1) + x1) {
      inside = !inside;
    }
  }
  return inside;
}

// Shoelace formula.
export function polygonArea(polygon) {
  const twice = polygon.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = polygon[(i + 1) % polygon.length];
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(twice) / 2;
}
