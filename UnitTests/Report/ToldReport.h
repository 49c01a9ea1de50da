// SPDX-License-Identifier: GPL-3.0-or-later
// Reports whose findings are to be told in sentences.
#pragma once

#include <string>

#include "Report/AnalysisReport.h"

namespace vlm
{

// Verified by 2 of 3 readings on the patient's right; 12 x 9 mm; not numbered.
ModelledFinding RightNodule();

// Verified on the patient's left, in the upper lobe; 30 x 20 mm; severe.
ModelledFinding LeftMass();

// Nothing but a name: not located.
ModelledFinding Unlocated(const std::string& label);

// A completed report on one CT image of the chest, in English, with these findings; numbered.
AnalysisReport ToldReport(std::vector<ModelledFinding> findings);

// The same with this text of the model's as its Findings, completed.
AnalysisReport Told(std::vector<ModelledFinding> findings, const std::string& text,
                    const std::string& language = "en");

}  // namespace vlm
