// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import * as ledger from '../../WebViewer/Findings/ledger.js';

const root = new URL('../../', import.meta.url);

test('every check that the verifier knows is told in plain words in both languages', async () => {
  const rules = readFileSync(new URL('Plugin/Verification/StatusRules.cpp', root), 'utf8');
  const names = [...rules.matchAll(/\{"(\w+)", Status::/g)].map((match) => match[1]);
  assert.ok(names.length > 10);
  assert.deepEqual([...ledger.checkNames].sort(), names.sort());
  for (const language of ['en', 'zh']) {
    const words = (await import(`../../WebViewer/Texts/${language}/findings.js`)).default;
    for (const name of names) {
      assert.ok(words[`findings.check.${name}`], `${language} ${name}`);
      assert.ok(words[`findings.doubt.${name}`], `${language} ${name}`);
    }
  }
});

test('checks keep their words, a check of another version its name', () => {
  const finding = {
    Verification: {
      Checks: [
        { Name: 'Finite', Passed: true, Detail: 'ok' },
        { Name: 'Later', Passed: 'yes' },
        null,
        3,
      ],
    },
  };
  assert.deepEqual(ledger.checksOf(finding), [
    { name: 'Finite', isKnown: true, passed: true, detail: 'ok' },
    { name: 'Later', isKnown: false, passed: false, detail: '' },
  ]);
  assert.deepEqual(
    ledger.doubtsOf(finding).map(({ name }) => name),
    ['Later'],
  );
});

test('agreement counts the readings that are no outliers', () => {
  const verification = { Looks: 4, Sightings: [{}, { Outlier: true }, { Outlier: false }] };
  assert.deepEqual(ledger.agreementOf({ Verification: verification }), { placing: 2, looks: 4 });
  assert.equal(ledger.agreementOf({ Verification: { Looks: 1, Sightings: [{}] } }), null);
});

test('a shift is told from half a pixel on', () => {
  assert.equal(ledger.shiftOf({ Verification: { ShiftPx: 0.4, ShiftMm: 0.2 } }), null);
  assert.deepEqual(ledger.shiftOf({ Verification: { ShiftPx: 12, ShiftMm: null } }), {
    px: 12,
    mm: null,
  });
});

test('the side by the place is told only where it differs', () => {
  const at = (Side, Laterality) => ledger.imagedSide({ Laterality, Verification: { Side } });
  assert.equal(at('Left', 'Right'), 'Left');
  assert.equal(at('Left', 'Left'), '');
  assert.equal(at('', 'Left'), '');
  assert.equal(at('upwards', 'Left'), '');
});

test('findings of any shape are unverified, unlocated and without checks', () => {
  for (const odd of [null, undefined, {}, 7, { Verification: 'x', Gaussian: [], Box: 0 }]) {
    assert.equal(ledger.verificationStatus(odd), 'Unverified');
    assert.deepEqual(ledger.checksOf(odd), []);
    assert.equal(ledger.agreementOf(odd), null);
    assert.equal(ledger.shiftOf(odd), null);
    assert.equal(ledger.isLocated(odd), false);
  }
});
