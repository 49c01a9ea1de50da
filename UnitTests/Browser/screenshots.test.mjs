// SPDX-License-Identifier: GPL-3.0-or-later
// Every view in both themes and languages, to be looked at: build/screenshots.
import {
  act,
  openExplorer,
  openOverview,
  openReader,
  pageTest,
  resource,
  screenshot,
} from './harness.mjs';

const settled = (page) => page.waitForLoadState('networkidle');

for (const language of ['en', 'zh']) {
  for (const theme of ['light', 'dark']) {
    const look = `${language}-${theme}`;
    const options = { language, theme };

    pageTest(
      `overview ${look}`,
      async ({ page }) => {
        const { url } = await act('crowd', 200);
        await openOverview(page, {}, url);
        await page.locator('.vlm-reports tbody tr').first().waitFor();
        await settled(page);
        await screenshot(page, `view-overview-${look}`, { fullPage: false });
      },
      options,
    );

    for (const name of [
      'mr',
      'ct60',
      'square',
      'two',
      'us',
      'mg',
      'failed',
      'abstained',
      'plain',
    ]) {
      pageTest(
        `full view of ${name} ${look}`,
        async ({ page }) => {
          const place = await resource(name);
          const query = ['mr', 'ct60'].includes(name)
            ? { series: place.series }
            : name === 'two'
              ? { study: place.study }
              : { instance: place.instance };
          await openReader(page, query);
          await settled(page);
          await screenshot(page, `view-reader-${name}-${look}`, { fullPage: false });
        },
        options,
      );
    }
  }

  pageTest(
    `panel ${language}`,
    async ({ page }) => {
      const place = await resource('mr');
      await openExplorer(page, 'series', place.series);
      await page.locator('#series .vlm-picture[aria-busy=false]').waitFor();
      await settled(page);
      await screenshot(page, `view-panel-${language}`);
    },
    { language },
  );
}

for (const [name, viewport] of [
  ['tablet-landscape', { width: 1024, height: 768 }],
  ['tablet-portrait', { width: 768, height: 1024 }],
  ['phone', { width: 390, height: 844 }],
]) {
  pageTest(
    `full view on a ${name}`,
    async ({ page }) => {
      const place = await resource('mr');
      await openReader(page, { series: place.series });
      await settled(page);
      await screenshot(page, `view-reader-${name}`, { fullPage: false });
    },
    { viewport, touch: true },
  );
}
