// SPDX-License-Identifier: GPL-3.0-or-later
// axe-core finds no serious violation on any page, in both themes; everything is reached by
// keyboard.
import {
  act,
  assert,
  axe,
  openExplorer,
  openOverview,
  openReader,
  pageTest,
  resource,
} from './harness.mjs';

const serverRules = { 'scrollable-region-focusable': { enabled: true } };

for (const name of ['square', 'mr', 'failed', 'plain']) {
  pageTest(`panel: ${name}`, async ({ page }) => {
    const place = await resource(name);
    await openExplorer(page, 'instance', place.instance);
    await page.locator('#instance .vlm-state-line').waitFor();
    await page
      .locator('#instance .vlm-picture[aria-busy=false]')
      .waitFor({ timeout: 5000 })
      .catch(() => {});
    await axe(page, { include: '#instance .vlm-panel', rules: serverRules });
  });
}

for (const theme of ['light', 'dark']) {
  for (const width of [1280, 390]) {
    pageTest(
      `overview, ${theme}, ${width} pixels`,
      async ({ page }) => {
        const { url } = await act('crowd', 200);
        await resource('hostile');
        await openOverview(page, {}, url);
        await page.locator('.vlm-reports tbody tr').first().waitFor();
        await page.locator('.vlm-models tbody tr').first().waitFor();
        await axe(page);
      },
      { theme, viewport: { width, height: 900 } },
    );
  }
  for (const name of ['square', 'ct', 'failed', 'plain', 'abstained', 'undecodable']) {
    pageTest(
      `full view, ${theme}: ${name}`,
      async ({ page }) => {
        const place = await resource(name);
        await openReader(
          page,
          name === 'ct' ? { series: place.series } : { instance: place.instance },
        );
        await page.locator('.vlm-masthead .vlm-badge, .vlm-state').first().waitFor();
        await page.waitForLoadState('networkidle');
        await axe(page);
      },
      { theme, allow: [/status of (404|422|415|500)/] },
    );
  }
}

pageTest(
  'the overview says its language',
  async ({ page }) => {
    await openOverview(page, { language: 'zh' }, (await act('crowd', 200)).url);
    await page.locator('.vlm-reports tbody tr').first().waitFor();
    assert.match(await page.locator('html').getAttribute('lang'), /^zh/);
    await axe(page);
  },
  { language: 'zh' },
);

pageTest('from the filters to a report by keyboard alone', async ({ page }) => {
  const { url } = await act('crowd', 200);
  await openOverview(page, {}, url);
  await page.locator('.vlm-reports tbody tr').first().waitFor();
  await page.getByLabel('Patient ID').focus();
  for (let press = 0; press < 6; press += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement.matches('.vlm-column-when a'))) {
      break;
    }
  }
  await page.keyboard.press('Enter');
  await page.waitForURL(/instance=/);
});

pageTest(
  'axe would find a button without a name and text that is hard to read',
  async ({ page }) => {
    await openOverview(page);
    await page.evaluate(() => {
      const faint = document.createElement('p');
      faint.textContent = 'faint';
      faint.style.color = '#ddd';
      document.body.append(document.createElement('button'), faint);
    });
    await assert.rejects(
      axe(page),
      /button-name[\s\S]*color-contrast|color-contrast[\s\S]*button-name/,
    );
  },
);
