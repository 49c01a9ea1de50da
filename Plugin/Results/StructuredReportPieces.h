// SPDX-License-Identifier: GPL-3.0-or-later
// The branches of our Structured Report's tree, in the order in which they come.
#pragma once

#include "Results/ResultObject.h"
#include "Results/StructuredReportTree.h"

namespace vlm
{

// Language (TID 1204), the device that observed (TID 1004), whoever signed the report off (TID
// 1003), the procedure reported.
void AddObservationContext(const ResultContext& context, ContentTree& tree);

// Every image of the report that is still there, in its order, with what its header tells (TID
// 1600 to 1602), and why no model looked at it, if so.
void AddImageLibrary(const ResultContext& context, ContentTree& tree);

// Groups of findings that are not Rejected; without any, the group that says so. Nothing of a
// report that is not Completed, unless its reviewer added some.
void AddMeasurements(const ResultContext& context, ContentTree& tree);

// What the reviewer decided about a finding, within its group: the decision, its reason, what was
// replaced. Nothing if nobody decided.
void AddDecision(const Json::Value& finding, ContentTree& tree);
// Who observed a finding that the model did not, within its group.
void AddPerson(const ResultContext& context, ContentTree& tree);
// The words of FindingTexts as the model gave them.
std::string ModelTextOf(const Json::Value& finding, const std::string& key);

// Within the evaluations: the review as a whole, and the findings that the reviewer rejected.
void AddReview(const ResultContext& context, ContentTree& tree);

// What is said of the whole: impression, recommendations, disclaimer, how it came about.
void AddEvaluations(const ResultContext& context, ContentTree& tree);

}  // namespace vlm
