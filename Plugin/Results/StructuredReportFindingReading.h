// SPDX-License-Identifier: GPL-3.0-or-later
// Measurement groups of our Structured Report -> findings.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "Report/AnalysisReport.h"
#include "Results/StructuredReportItems.h"

namespace vlm
{

// The place among the images of the one that the region, else the group, refers to; their number:
// it is none of them.
int ReferencedImageIn(const ContentItems& group, const std::vector<ReportedImage>& images);
// Of a group's tracking identifiers.
std::string FindingIdOf(const ContentItems& group);
// Of "Finding 2: nodule"; 0 if it says none.
int FindingNumberOf(std::string_view identifier);

// The findings of the branch of measurements, on images of the report. One on an image that the
// report lacks has a number that no image has.
std::vector<ModelledFinding> FindingsOf(const ContentItems& measurements,
                                        const std::vector<ReportedImage>& images);

}  // namespace vlm
