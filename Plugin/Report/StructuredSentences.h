// SPDX-License-Identifier: GPL-3.0-or-later
// Sentences of ours about a lesion, each word of the model's and each number from its fields.
#pragma once

#include <string>

#include "Foundation/Phrasebook.h"
#include "Report/ReportedLesions.h"

namespace vlm
{

// E.g. "Nodule, moderate, left upper lobe, over 3 images; 18 x 10 mm; place
// verified by 2 of 3 readings."
std::string DescribeLesion(const ReportedLesion& lesion, const AnalysisReport& report,
                           const Phrasebook& words);

// For the impression, without images and verification, but saying whether the place is unverified.
std::string SummarizeLesion(const ReportedLesion& lesion, const AnalysisReport& report,
                            const Phrasebook& words);

// Where the model's own field for the side differs from the place's, in a sentence; else empty.
std::string StatedSideNote(const ReportedLesion& lesion, const Phrasebook& words);

}  // namespace vlm
