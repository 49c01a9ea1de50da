// SPDX-License-Identifier: GPL-3.0-or-later
// What our Structured Report tells of a review -> the report's JSON as it was before it, and the
// review.
#pragma once

#include <json/value.h>

#include <vector>

#include "Report/AnalysisReport.h"
#include "Results/StructuredReportItems.h"

namespace vlm
{

// The number of the signed review that it was made of; 0: of none.
int ReviewRevisionIn(const ContentItems& evaluations);

// Takes the review out of a report that was read from the same SR, whose images are `images`: what
// the human replaced is as it was, what he added is gone, what he rejected is back, and Reviews has
// all of that as one review, before which comes an empty one if it amends another. Nothing if there
// was no review. What cannot be taken out of a damaged document stays.
void SeparateReview(const ContentItems& root, const std::vector<ReportedImage>& images,
                    Json::Value& report);

}  // namespace vlm
