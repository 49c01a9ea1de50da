// SPDX-License-Identifier: GPL-3.0-or-later
// The narrative a reader gets: the model's own words, tied to the numbered findings, checked
// against what was verified and measured, and completed from the findings' fields where it said
// nothing.
#pragma once

#include "Report/AnalysisReport.h"

namespace vlm
{

// Of a Completed report whose findings are numbered; `report.narrative` holds the model's words and
// the language to write in (Foundation/Phrasebook.h). Fills `report.sentences` and sets the texts
// of `report.narrative`:
// - Findings: the model's sentences, each with the numbers of the findings it speaks of, and a
//   sentence of ours for each lesion that none of them speaks of. A sentence whose side or size
//   differs from the verified one gets a note that says so; one that speaks of something that was
//   not located says that. Findings in their order; sentences of none last.
// - Impression, likewise; if the model gave none, the gravest findings. That nothing is abnormal is
//   said only where the model did (noAbnormality), and nothing is ever denied by us.
// - Technique: of the acquisition and the readings, if the model gave none.
// - Limitations: the model's, and always that this is machine-made and unverified; spacing unknown,
//   images not examined, an offline model.
// A report that is not Completed is left as it is.
void CompleteNarrative(AnalysisReport& report);

}  // namespace vlm
