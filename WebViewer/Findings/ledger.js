// SPDX-License-Identifier: GPL-3.0-or-later
// Pure. How sure a location is, and why: the ledger of checks as the page tells it.
import { listOf, numberOf, objectOf, objectsOf, textOf } from '../Shared/values.js';

const statuses = ['Verified', 'Adjusted', 'Unverified', 'Rejected'];
const mostChecks = 40;

// As Plugin/Verification/StatusRules.cpp names them; of another version: told by name.
export const checkNames = [
  'HasLocation',
  'Finite',
  'Ordered',
  'InsideImage',
  'NotDegenerate',
  'NotWholeImage',
  'InsideTissue',
  'PixelContrast',
  'LateralityAgrees',
  'SizePlausible',
  'ReadingsAgree',
  'ZoomConsistent',
  'AxisOrder',
  'NoContradiction',
  'NotDuplicate',
];

export function verificationStatus(finding) {
  const { Status } = objectOf(finding?.Verification);
  return statuses.includes(Status) ? Status : 'Unverified';
}

// [{name, isKnown, passed, detail}]
export function checksOf(finding) {
  return objectsOf(objectOf(finding?.Verification).Checks)
    .slice(0, mostChecks)
    .map((check) => ({
      name: textOf(check.Name).slice(0, 80),
      isKnown: checkNames.includes(check.Name),
      passed: check.Passed === true,
      detail: textOf(check.Detail),
    }));
}

export function doubtsOf(finding) {
  return checksOf(finding).filter((check) => !check.passed);
}

// How many of the readings that were shown the place put the finding there: {placing, looks}, or
// null where there was no more than one.
export function agreementOf(finding) {
  const verification = objectOf(finding?.Verification);
  const looks = numberOf(verification.Looks);
  if (looks === null || looks < 2) {
    return null;
  }
  const placing = objectsOf(verification.Sightings).filter((one) => one.Outlier !== true).length;
  return { placing: Math.min(placing, looks), looks };
}

// How far verification moved it: {px, mm: number | null}, or null where it hardly did.
export function shiftOf(finding) {
  const { ShiftPx, ShiftMm } = objectOf(finding?.Verification);
  const px = numberOf(ShiftPx);
  return px === null || px < 0.5 ? null : { px, mm: numberOf(ShiftMm) };
}

// The side that the place has, where it is another one than the finding says.
export function imagedSide(finding) {
  const { Side } = objectOf(finding?.Verification);
  const isOther = ['Left', 'Right', 'Bilateral', 'Midline'].includes(Side);
  return isOther && Side !== finding?.Laterality ? Side : '';
}

export function isLocated(finding) {
  return listOf(objectOf(finding?.Gaussian).Mean).length === 2 || Boolean(finding?.Box);
}
