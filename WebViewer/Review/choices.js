// SPDX-License-Identifier: GPL-3.0-or-later
// Which analyses a shown report speaks of. Pure.
import { listOf, objectsOf } from '../Shared/values.js';

const textOf = (value) => (typeof value === 'string' ? value : '');

// What can be reviewed of a report, which may be collected from several analyses:
// [{AnalysisId, Level, OrthancId, Modality, Status, Impression}].
export function choicesOf(report) {
  const parts = objectsOf(report?.Parts);
  const all = parts.length > 0 ? parts : [report ?? {}];
  const seen = new Set();
  return all.filter(({ AnalysisId, Status }) => {
    const isNew = textOf(AnalysisId) && !seen.has(AnalysisId);
    seen.add(AnalysisId);
    return isNew && (Status === 'Completed' || Status === 'Abstained');
  });
}

export const isWhole = (report, analysisId) =>
  report?.AnalysisId === analysisId && listOf(report.Parts).length === 0;

// What the report, which may be collected, says of the review of one analysis.
export function reviewOf(report, analysisId) {
  const [part] = choicesOf(report).filter((one) => one.AnalysisId === analysisId);
  return part?.Review ?? null;
}
