// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import test from 'node:test';
import { ellipseContains, ellipseOfCovariance } from '../../WebViewer/Reader/ellipses.js';
import {
  anomalyAt,
  heatColour,
  heatMap,
  heatOpacity,
  sourceOf,
} from '../../WebViewer/Reader/heat.js';
import { orientationOf } from '../../WebViewer/Reader/orientation.js';
import { findingAt, shapesOf } from '../../WebViewer/Reader/shapes.js';

const covariance = [
  [90, 35],
  [35, 40],
];

test('the 95 % ellipse of a covariance is that of numpy.linalg.eigh', () => {
  const ellipse = ellipseOfCovariance([100, 80], covariance);
  // sqrt(5.991464547 * eigenvalues); direction of the first eigenvector
  assert.ok(Math.abs(ellipse.SemiAxesPx[0] - 25.43910041379) < 1e-9);
  assert.ok(Math.abs(ellipse.SemiAxesPx[1] - 11.47791624212) < 1e-9);
  assert.ok(Math.abs(ellipse.AngleDegrees - 27.2311611040128) < 1e-9);
});

test('ellipses hold the mass they promise, by sampling', () => {
  let seed = 7;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  const [l11, l21] = [Math.sqrt(90), 35 / Math.sqrt(90)];  // Cholesky
  const l22 = Math.sqrt(40 - l21 ** 2);
  for (const mass of [0.5, 0.9, 0.95]) {
    const ellipse = ellipseOfCovariance([100, 80], covariance, mass);
    let inside = 0;
    for (let i = 0; i < 40000; i += 1) {
      const [u, v] = [normal(), normal()];
      inside += ellipseContains(ellipse, [100 + l11 * u, 80 + l21 * u + l22 * v]) ? 1 : 0;
    }
    assert.ok(Math.abs(inside / 40000 - mass) < 0.012, `${inside / 40000} of ${mass}`);
  }
});

test('a covariance without an area has no ellipse', () => {
  for (const bad of [
    null,
    [],
    [
      [1, 1],
      [1, 1],
    ],
    [
      [0, 0],
      [0, 0],
    ],
    [
      [-1, 0],
      [0, 1],
    ],
    [
      ['x', 0],
      [0, 1],
    ],
  ]) {
    assert.equal(ellipseOfCovariance([0, 0], bad), null);
  }
  assert.equal(ellipseOfCovariance(null, covariance), null);
});

const finding = (Id, Mean, cov, extra = {}) => ({
  Id,
  Image: 0,
  Gaussian: { Mean, Covariance: cov },
  ...extra,
});

test('the map of anomaly is the noisy-OR that numpy gives', () => {
  const sources = [
    finding('a', [100, 80], covariance, { ModelScore: 0.8 }),
    finding(
      'b',
      [110, 90],
      [
        [25, 0],
        [0, 64],
      ],
    ),  // no score: 0.5
  ].map(sourceOf);
  const expected = [
    [[100, 80], 0.8061961007690532],
    [[105, 85], 0.6873024814520372],
    [[112, 95], 0.40915454020945463],
  ];
  for (const [point, value] of expected) {
    assert.ok(Math.abs(anomalyAt(sources, point) - value) < 1e-12);
  }
});

test('the map covers four deviations inside the image and is brightest at the mean', () => {
  const map = heatMap([finding('a', [100, 80], covariance, { ModelScore: 1 })], {
    columns: 512,
    rows: 90,
  });
  assert.ok(Math.abs(map.left - (100 - 4 * Math.sqrt(90))) < 1e-9);
  assert.ok(Math.abs(map.top + map.height - 89.5) < 1e-9);  // the image ends there
  let best = 0;
  for (let i = 0; i < map.columns * map.rows; i += 1) {
    best = map.data[4 * i + 3] > map.data[4 * best + 3] ? i : best;
  }
  const [column, row] = [best % map.columns, Math.floor(best / map.columns)];
  const at = [
    map.left + ((column + 0.5) * map.width) / map.columns,
    map.top + ((row + 0.5) * map.height) / map.rows,
  ];
  assert.ok(Math.hypot(at[0] - 100, at[1] - 80) < 4, String(at));
});

test('findings without a Gaussian, or outside the image, warm nothing', () => {
  const none = [
    {},
    { Gaussian: null },
    finding('a', [1, 'x'], covariance),
    finding(
      'a',
      [1, 1],
      [
        [1, 2],
        [2, 1],
      ],
    ),
  ];
  assert.equal(heatMap(none, { columns: 9, rows: 9 }), null);
  assert.equal(
    heatMap(
      [
        finding(
          'a',
          [5000, 5000],
          [
            [4, 0],
            [0, 4],
          ],
        ),
      ],
      { columns: 512, rows: 512 },
    ),
    null,
  );
  assert.equal(heatMap([], { columns: 9, rows: 9 }), null);
});

test('colours are inferno of matplotlib, and nothing is drawn over nothing', () => {
  const expected = [
    [0, [81, 14, 108]],
    [0.5, [226, 87, 52]],
    [1, [252, 255, 164]],
  ];
  for (const [value, colour] of expected) {
    heatColour(value).forEach((level, i) =>
      assert.ok(Math.abs(level - colour[i]) <= 3, `${heatColour(value)}`),
    );
  }
  assert.equal(heatOpacity(0), 0);
});

test('the smallest finding under a point is the one that is meant', () => {
  const shapes = shapesOf(
    [
      finding(
        'small',
        [50, 50],
        [
          [4, 0],
          [0, 4],
        ],
        { Number: 2 },
      ),
      finding(
        'large',
        [50, 50],
        [
          [400, 0],
          [0, 400],
        ],
        { Number: 1 },
      ),
      {
        Id: 'outlined',
        Image: 0,
        Outline: [
          [80, 80],
          [120, 80],
          [120, 120],
        ],
      },
      { Id: 'elsewhere', Image: 1, Box: { Left: 40, Top: 40, Width: 20, Height: 20 } },
    ],
    0,
  );
  assert.deepEqual(
    shapes.map(({ id }) => id),
    ['large', 'outlined', 'small'],
  );
  assert.equal(findingAt(shapes, [50, 51]), 'small');
  assert.equal(findingAt(shapes, [50, 60]), 'large');
  assert.equal(findingAt(shapes, [115, 90]), 'outlined');
  assert.equal(findingAt(shapes, [110, 119]), null);  // in its box, not in its outline
  assert.equal(findingAt(shapes, [500, 500]), null);
});

test('a finger may miss a tiny finding, not a large one', () => {
  const tiny = shapesOf(
    [
      finding(
        'tiny',
        [50, 50],
        [
          [0.1, 0],
          [0, 0.1],
        ],
      ),
    ],
    0,
  );
  assert.equal(findingAt(tiny, [53, 50], 5), 'tiny');
  assert.equal(findingAt(tiny, [53, 50]), null);
  const large = shapesOf(
    [
      finding(
        'large',
        [50, 50],
        [
          [900, 0],
          [0, 900],
        ],
      ),
    ],
    0,
  );
  assert.equal(findingAt(large, [50 + 2.45 * 30 + 3, 50], 5), null);
});

test('whatever a finding holds, drawing it does not fail', () => {
  const hostile = [null, 7, 'x', [], {}, { a: {} }, NaN];
  for (const value of hostile) {
    const odd = {
      Id: value,
      Label: value,
      Number: value,
      Box: value,
      RawBox: value,
      Gaussian: value,
      Outline: value,
      CredibleEllipses: value,
      Verification: value,
      Review: value,
      draft: value,
    };
    assert.deepEqual(shapesOf([odd], 0), []);
    assert.doesNotThrow(() =>
      shapesOf([{ ...odd, Box: { Left: 1, Top: 1, Width: 2, Height: 2 } }], 0),
    );
  }
  assert.equal(
    shapesOf(
      [
        {
          Outline: [
            [1, 1],
            [2, NaN],
            [3, 3],
          ],
        },
      ],
      0,
    ).length,
    0,
  );
});

test('letters of the edges: axial, coronal, oblique, and letters as radiographs have them', () => {
  // PS3.3 C.7.6.2.1.1: +x towards the left, +y towards the back, +z towards the head.
  const of = (ImageOrientationPatient) => orientationOf({ ImageOrientationPatient });
  assert.deepEqual(of('1\\0\\0\\0\\1\\0'), { left: 'R', right: 'L', top: 'A', bottom: 'P' });
  assert.deepEqual(of('1\\0\\0\\0\\0\\-1'), { left: 'R', right: 'L', top: 'H', bottom: 'F' });
  assert.equal(of('0.8\\0.6\\0\\0\\0\\-1').right, 'LP');
  assert.deepEqual(orientationOf({ PatientOrientation: 'A\\F' }), {
    left: 'P',
    right: 'A',
    top: 'H',
    bottom: 'F',
  });
  for (const odd of ['', '1\\0', 'x', '1\\0\\0\\0\\1\\x', '0\\0\\0\\0\\0\\0', null, 7]) {
    assert.equal(of(odd), null);
  }
  assert.equal(orientationOf(undefined), null);
});
