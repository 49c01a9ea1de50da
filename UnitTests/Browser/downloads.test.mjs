// SPDX-License-Identifier: GPL-3.0-or-later
// What the full view offers to take along.
import { assert, openReader, pageTest, resource } from './harness.mjs';

const documentTypes = {
  pdf: 'application/pdf',
  html: 'text/html',
  fhir: 'application/fhir+json',
  json: 'application/json',
  text: 'text/plain',
};

// What a download must say that it is.
function typeOf(href) {
  const { pathname, searchParams } = new URL(href);
  if (pathname.endsWith('/file')) {
    return 'application/dicom';
  }
  return pathname.includes('/layers/') ? 'image/png' : documentTypes[searchParams.get('format')];
}

pageTest('offers every download, and each is there', async ({ page, context }) => {
  const square = await resource('square');
  await openReader(page, { instance: square.instance });
  await page.locator('.vlm-items > li').first().waitFor();
  const downloads = page.locator('.vlm-downloads');
  await downloads.getByText('DICOM objects').click();
  await downloads.getByRole('link', { name: 'Structured report (SR)' }).waitFor();
  const links = await downloads.getByRole('link').evaluateAll((all) => all.map((one) => one.href));
  assert.ok(links.length >= 12, String(links.length));
  for (const href of links) {
    assert.ok(href.startsWith(square.url), href);
    const answer = await context.request.get(href);
    assert.equal(answer.status(), 200, href);
    assert.equal(answer.headers()['content-type'].split(';')[0], typeOf(href), href);
  }
});
