// SPDX-License-Identifier: GPL-3.0-or-later
// The lesions of a report: findings that share a number.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "Report/AnalysisReport.h"

namespace vlm
{

struct ReportedLesion
{
  int number = 0;
  std::vector<const ModelledFinding*> members;  // at least one, in their order

  // The member with the longest axis, else the first: whose words and sizes stand for all.
  const Finding& Main() const;
  // Whether any member has a place in the picture.
  bool IsLocated() const;
};

// In rising order of their numbers. The report must outlive them.
std::vector<ReportedLesion> LesionsOf(const AnalysisReport& report);

// On which of the patient's sides the lesion is, and who says so.
struct KnownSide
{
  enum class Source
  {
    VerifiedPlace,
    UnverifiedPlace,
    Statement  // the finding's own Laterality
  };
  Laterality side = Laterality::Unknown;  // Left or Right, or Unknown
  Source source = Source::Statement;
};

KnownSide SideOf(const ReportedLesion& lesion);

// Left and right; "bilateral", "midline" and what is unknown are opposite to nothing.
bool AreOpposite(Laterality one, Laterality other);

// Whether lengths in the finding's image are those of the detector's plane, which are larger than
// the patient's (PS3.3 10.7.1.3).
bool IsInDetectorPlane(const AnalysisReport& report, const Finding& finding);

// E.g. "12 x 9 mm", else "40 x 30 px"; empty if it was not measured.
std::string SizeText(const Measurements& measurements);

}  // namespace vlm
