// SPDX-License-Identifier: GPL-3.0-or-later
// The picture of the full view: values, window, slices, findings as vectors, heat, comparison.
import { assert, pageTest, rest, until } from './harness.mjs';
import { caption, click, colourAt, drag, layer, marks, open, press, settled, stage } from './readerPage.mjs';

// Orthanc's own decoder: the modality values of an image, row by row.
async function valuesOf(place, instance) {
  const url = `${place.url}/instances/${instance}/frames/0/numpy?rescale=true`;
  const bytes = Buffer.from(await (await rest(url, { raw: true })).arrayBuffer());
  const length = bytes.readUInt16LE(8);
  const header = bytes.toString('latin1', 10, 10 + length);
  assert.match(header, /'descr': '<f4'/);
  const [rows, columns] = /\((\d+), ?(\d+)/.exec(header).slice(1).map(Number);
  return {
    rows,
    columns,
    at: (row, column) => bytes.readFloatLE(10 + length + 4 * (row * columns + column)),
  };
}

pageTest('says the value under the cursor, as Orthanc itself decodes it', async ({ page }) => {
  const { place, report } = await open(page, 'ct', 'series');
  const shown = report.Images[report.Findings[0].Image];
  const values = await valuesOf(place, shown.OrthancId);
  const box = await stage(page).boundingBox();
  let told = 0;
  for (const [dx, dy] of [
    [0, 0],
    [40, 10],
    [-90, 60],
    [120, -120],
  ]) {
    await page.mouse.move(box.x + box.width / 2 + dx, box.y + box.height / 2 + dy);
    const [, column, row, value] = await until(
      async () =>
        /Column (\d+), row (\d+): (-?[\d.]+) HU/.exec(await caption(page, 'value').textContent()),
      'a value',
    );
    assert.ok(Math.abs(values.at(Number(row), Number(column)) - Number(value)) < 0.01);
    told += 1;
  }
  assert.equal(told, 4);
});

pageTest('window: drag, preset, all values, invert, reset', async ({ page }) => {
  await open(page, 'ct', 'series');
  const words = async () => {
    await settled(page);
    return caption(page, 'window').locator('span').last().textContent();
  };
  const first = await words();
  const grey = await colourAt(page, [0.5, 0.5]);
  await drag(page, [200, 300], [260, 380]);
  assert.notEqual(await words(), first);
  assert.ok((await colourAt(page, [0.5, 0.5]))[0] < grey[0], 'a higher centre is darker');
  await page.getByLabel('Window preset').selectOption('lung');
  assert.match(await words(), /centre -600, width 1500 HU/);
  await page.getByLabel('Window preset').selectOption('full');
  assert.match(await words(), /width \d{4} HU/);
  await page.getByRole('button', { name: 'Invert' }).click();
  assert.match(await words(), /inverted/);
  await press(page, 'w');
  assert.equal(await words(), first);
  assert.deepEqual(await until(async () => colourAt(page, [0.5, 0.5]), 'the picture'), grey);
});

pageTest(
  '60 slices scroll without a blank picture, and the last one is shown',
  async ({ page }) => {
    await open(page, 'ct60', 'series');
    await page.evaluate(() => {
      const canvas = document.querySelector('.vlm-canvas');
      window.seen = { frames: 0, blank: 0 };
      const look = () => {
        const middle = canvas
          .getContext('2d')
          .getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data;
        window.seen.frames += 1;
        window.seen.blank += middle[3] === 0 || middle[0] === 0 ? 1 : 0;
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    await press(page, 'Home');
    await page.getByText('Slice 1 of 60').waitFor();
    await stage(page).hover();
    for (let i = 1; i < 60; i += 1) {
      await page.mouse.wheel(0, 100);
    }
    await page.getByText('Slice 60 of 60').waitFor();
    await page.locator('.vlm-reader-stage[aria-busy=false]').waitFor();
    const { frames, blank } = await page.evaluate(() => window.seen);
    assert.ok(frames > 5);
    assert.equal(blank, 0);
    assert.match(await caption(page, 'place').textContent(), /118\.0 mm/);
    await press(page, 'PageUp');
    await press(page, 'ArrowUp');
    await page.getByText('Slice 54 of 60').waitFor();
    assert.equal(await page.getByLabel('Slice', { exact: true }).inputValue(), '53');
  },
);

pageTest(
  'a finding is picked in the list and in the picture, its slice comes',
  async ({ page }) => {
    const { report } = await open(page, 'ct60', 'series');
    const other = report.Findings.find((finding) => finding.Image !== report.Findings[0].Image);
    const index = report.Findings.indexOf(other);
    await press(page, 'Home');
    await page.locator('.vlm-items > li').nth(index).locator('.vlm-pick').click();
    const mark = page.locator(`.vlm-mark[data-finding="${other.Id}"]`);
    await mark.waitFor();
    assert.equal(await mark.getAttribute('aria-pressed'), 'true');
    await press(page, 'Escape');
    assert.equal(await mark.getAttribute('aria-pressed'), 'false');
    await click(mark.locator('.vlm-mark-halo'));
    assert.equal(await mark.getAttribute('aria-pressed'), 'true');
    await until(
      async () => (await page.locator('.vlm-pick[aria-expanded=true]').count()) === 1,
      'the list to follow',
    );
  },
);

pageTest('marks lie where the report says, at any zoom', async ({ page }) => {
  const { report } = await open(page, 'brain');
  for (const key of ['', '+', '+', '0']) {
    await (key && press(page, key));
    const differences = await page.evaluate(
      ([findings, image]) => {
        const canvas = document.querySelector('.vlm-reader-stage').getBoundingClientRect();
        const zoom =
          Number(document.querySelector('.vlm-caption-zoom').textContent.match(/(\d+) %/)[1]) / 100;
        return findings.map((finding) => {
          const line = document
            .querySelector(`[data-finding="${finding.Id}"] .vlm-mark-line`)
            .getBoundingClientRect();
          const points = finding.Outline;
          const middle = (i) =>
            points.length === 0
              ? finding.Gaussian.Mean[i]
              : (Math.min(...points.map((p) => p[i])) + Math.max(...points.map((p) => p[i]))) / 2;
          // Zoomed about the middle of the stage, where the middle of the image is.
          const x = canvas.left + canvas.width / 2 + (middle(0) + 0.5 - image.Columns / 2) * zoom;
          const y = canvas.top + canvas.height / 2 + (middle(1) + 0.5 - image.Rows / 2) * zoom;
          return Math.hypot(x - line.left - line.width / 2, y - line.top - line.height / 2);
        });
      },
      [report.Findings, report.Images[0]],
    );
    assert.ok(
      differences.every((pixels) => pixels < 3),
      `${key}: ${differences}`,
    );
  }
});

pageTest('layers: overlay, rings, first box, labels; by keys, too', async ({ page }) => {
  await open(page, 'brain');
  const shown = () => marks(page).first().isVisible();
  assert.ok(await shown());
  await press(page, 'o');
  assert.equal(await shown(), false);
  assert.equal(await layer(page, 'overlay').getAttribute('aria-pressed'), 'false');
  await press(page, 'o');
  const count = await marks(page).count();
  await click(layer(page, 'ellipses'));
  assert.equal(await page.locator('.vlm-mark-ring').count(), 3 * count);
  await click(layer(page, 'raw'));
  assert.equal(await page.locator('.vlm-mark-raw').count(), count);
  assert.ok((await page.locator('.vlm-mark-label').count()) > 0);
  await click(layer(page, 'labels'));
  assert.equal(await page.locator('.vlm-mark-label').count(), 0);
});

pageTest('heatmap: warmest at the finding, as opaque as the slider says', async ({ page }) => {
  await open(page, 'brain');
  assert.equal(await page.locator('.vlm-heat').isVisible(), false);
  await press(page, 'h');
  const heat = page.locator('.vlm-heat');
  assert.equal(await heat.evaluate((node) => node.style.opacity), '0.7');
  const mark = await marks(page).last().locator('.vlm-mark-line').boundingBox();
  const box = await stage(page).boundingBox();
  const share = [
    (mark.x + mark.width / 2 - box.x) / box.width,
    (mark.y + mark.height / 2 - box.y) / box.height,
  ];
  assert.ok((await colourAt(page, share, '.vlm-heat'))[3] > 100);
  assert.equal((await colourAt(page, [0.02, 0.98], '.vlm-heat'))[3], 0);
  await page.getByLabel('Heatmap').fill('30');
  await settled(page);
  assert.equal(await heat.evaluate((node) => node.style.opacity), '0.3');
  await press(page, 'h');
  assert.equal(await heat.isVisible(), false);
});

pageTest('comparison: the bar is pushed by mouse and keys', async ({ page }) => {
  await open(page, 'brain');
  await press(page, 'c');
  const bar = page.getByRole('slider', { name: /Comparison/ });
  const clip = () => page.locator('.vlm-overlays').evaluate((node) => node.style.clipPath);
  assert.equal(await clip(), 'inset(0px 0px 0px 50%)');
  const { x, y, width, height } = await bar.boundingBox();
  await page.mouse.move(x + width / 2, y + height / 3);
  await page.mouse.down();
  await page.mouse.move(x + width / 2 - 200, y + height / 3);
  await page.mouse.up();
  await settled(page);
  assert.ok(Number(await bar.getAttribute('aria-valuenow')) < 40);
  await bar.focus();
  await press(page, 'Home');
  assert.equal(await clip(), 'inset(0px 0px 0px 0%)');
  await press(page, 'c');
  assert.equal(await clip(), '');
});

pageTest('zoom and pan: wheel, buttons, tools, double click', async ({ page }) => {
  await open(page, 'brain');
  const zoom = async () => {
    await settled(page);
    return Number(/(\d+) %/.exec(await caption(page, 'zoom').textContent())[1]);
  };
  const fit = await zoom();
  await stage(page).hover({ position: { x: 100, y: 100 } });
  await page.mouse.wheel(0, -100);
  await until(async () => (await zoom()) > fit, 'a larger picture');
  const left = () =>
    marks(page)
      .first()
      .locator('.vlm-mark-line')
      .boundingBox()
      .then((box) => box.x);
  const before = await left();
  await page.getByRole('button', { name: 'Move' }).click();
  await drag(page, [300, 300], [250, 300]);
  assert.ok(Math.abs((await left()) - before + 50) < 2);
  await page.getByRole('button', { name: 'Window', exact: true }).click();
  await drag(page, [300, 300], [350, 300], { button: 'right' });
  assert.ok(Math.abs((await left()) - before) < 2);
  await press(page, 'ArrowRight');
  await until(async () => Math.abs((await left()) - before + 60) < 2, 'the picture to move');
  await stage(page).dblclick({ position: { x: 40, y: 40 } });
  await settled(page);
  assert.equal(await zoom(), fit);
});

pageTest(
  'fingers: one scrolls, two zoom',
  async ({ page, context }) => {
    await open(page, 'ct', 'series');
    const session = await context.newCDPSession(page);
    const box = await stage(page).boundingBox();
    const touch = (type, ...points) =>
      session.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: points.map(([x, y], id) => ({ x: box.x + x, y: box.y + y, id })),
      });
    const number = async () =>
      Number(/Slice (\d+)/.exec(await caption(page, 'place').textContent())[1]);
    await press(page, 'Home');
    await touch('touchStart', [200, 200]);
    await touch('touchMove', [200, 220]);
    await touch('touchMove', [200, 250]);
    await touch('touchEnd');
    assert.ok((await number()) > 1, 'a finger down goes on');
    const before = await caption(page, 'zoom').textContent();
    await touch('touchStart', [200, 200], [300, 200]);
    await touch('touchMove', [150, 200], [350, 200]);
    await touch('touchEnd');
    await until(
      async () => (await caption(page, 'zoom').textContent()) !== before,
      'a larger picture',
    );
  },
  { touch: true, viewport: { width: 820, height: 1100 } },
);
