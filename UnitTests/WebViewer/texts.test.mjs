// SPDX-License-Identifier: GPL-3.0-or-later
// Both languages say the same things with the same values in them.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';

const viewer = new URL('../../WebViewer/', import.meta.url);
const subjects = readdirSync(new URL('Texts/en/', viewer)).map((name) => name.replace('.js', ''));
const wordsOf = async (language, subject) =>
  (await import(new URL(`Texts/${language}/${subject}.js`, viewer).href)).default;
const placesIn = (text) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

for (const subject of subjects) {
  test(`${subject} is complete in English and Chinese`, async () => {
    const [en, zh] = await Promise.all(['en', 'zh'].map((language) => wordsOf(language, subject)));
    assert.deepEqual(Object.keys(zh).sort(), Object.keys(en).sort());
    for (const key of Object.keys(en)) {
      assert.deepEqual(placesIn(zh[key]), placesIn(en[key]), key);
      assert.ok(key.startsWith(`${subject}.`), key);
      assert.ok(zh[key].trim() && en[key].trim(), key);
    }
  });
}

test('every text that the code asks for by its whole key exists', async () => {
  const known = new Set();
  for (const subject of subjects) {
    Object.keys(await wordsOf('en', subject)).forEach((key) => known.add(key));
  }
  const files = readdirSync(viewer, { recursive: true }).filter(
    (name) => name.endsWith('.js') && !name.startsWith('Texts'),
  );
  for (const name of files) {
    const code = readFileSync(new URL(name, viewer), 'utf8');
    for (const [, key] of code.matchAll(/\bt\('([\w.]+)'[,)]/g)) {
      assert.ok(known.has(key), `${name}: ${key}`);
    }
  }
});
