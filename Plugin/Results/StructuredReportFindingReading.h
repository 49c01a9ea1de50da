// SPDX-License-Identifier: GPL-3.0-or-later
// Measurement groups of our Structured Report -> findings.
#pragma once

#include <vector>

#include "Report/AnalysisReport.h"
#include "Results/StructuredReportItems.h"

namespace vlm
{

// The findings of the branch of measurements, on images of the report. One on an image that the
// report lacks has a number that no image has.
std::vector<ModelledFinding> FindingsOf(const ContentItems& measurements,
                                        const std::vector<ReportedImage>& images);

}  // namespace vlm
