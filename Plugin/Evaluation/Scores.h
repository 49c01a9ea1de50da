// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of an evaluation: one table says what each is and how it comes from what was counted.
#pragma once

#include <optional>
#include <vector>

#include "Evaluation/Matching.h"
#include "Model/ReadingNoise.h"

namespace vlm
{

// What was counted in some images. Sums, so that those of several images can be added.
struct Tally
{
  double images = 0.0;
  double normals = 0.0;
  double trueFindings = 0.0;
  double reported = 0.0;
  double reportedKept = 0.0;
  double matched = 0.0;
  double matchedKept = 0.0;
  double onLesion = 0.0;       // of the matched
  double firstOnLesion = 0.0;  // lesion images whose first finding is on a lesion
  double unmatched = 0.0;      // reported
  double unmatchedKept = 0.0;
  double falseFindings = 0.0;  // unmatched, not Rejected
  double falseFindingsOfNormals = 0.0;
  double cleanNormals = 0.0;  // without a finding
  double errorPx = 0.0;
  double errorShare = 0.0;
  double rawErrorShare = 0.0;
  double errorMm = 0.0;
  double matchedWithMm = 0.0;
  double overlap = 0.0;
  double matchedWithEllipse = 0.0;
  double covered = 0.0;
  double calls = 0.0;
  double milliseconds = 0.0;
  std::vector<double> errorShares;  // of each match

  Tally& operator+=(const Tally& other);
};

// `weight`: of one draw of several for the same image; the draws of an image sum to 1.
Tally TallyOf(const ImageResult& result, double weight = 1.0);

struct Metric
{
  enum class Kind
  {
    Count,
    Quality,  // has a confidence interval
    Cost
  };
  const char* name;                           // in JSON
  const char* meaning;                        // for people
  std::optional<double> (*of)(const Tally&);  // none: nothing to divide by
  Kind kind;
};

const std::vector<Metric>& Metrics();
// `name` is one of the table.
const Metric& MetricOf(const char* name);

}  // namespace vlm
