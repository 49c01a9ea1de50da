// SPDX-License-Identifier: GPL-3.0-or-later
// The findings of a report as people count them: slices of one lesion are one entry.
#pragma once

#include <json/value.h>

#include <string>
#include <vector>

namespace vlm
{

struct Lesion
{
  std::int64_t number = 0;                // as the report's narrative calls it
  std::string anchor;                     // of its section; unique
  std::vector<Json::ArrayIndex> members;  // indices into Findings; at least one
  Json::ArrayIndex key = 0;               // the largest member: ExtentOf() of ReportedLesions.h
};

// In the order of the report. Findings are one lesion if they state the same Number and are of the
// same series; one that states none is a lesion of its own, numbered by its place in the list.
std::vector<Lesion> LesionsOf(const Json::Value& report);

// The image of a finding of the report, or null.
const Json::Value& ImageOfFinding(const Json::Value& report, const Json::Value& finding);

}  // namespace vlm
